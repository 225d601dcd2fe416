from django.urls import path

from shturman.lists import views

app_name = "lists"
urlpatterns = [
    path("bulk/", views.bulk_runs, name="bulk_runs"),
    path("bulk/choose/<str:thing>/", views.choose, name="choose"),
    path("bulk/<int:run_id>/", views.bulk_run, name="bulk_run"),
    path("bulk/<int:run_id>/start/", views.start, name="start"),
    path("bulk/<int:run_id>/stop/", views.stop, name="stop"),
    path("bulk/<int:run_id>/undo/", views.undo, name="undo"),
    path("bulk/<int:run_id>/progress/", views.progress, name="progress"),
    path("bulk/<int:run_id>/rows/", views.rows, name="rows"),
]
