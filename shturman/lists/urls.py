from django.urls import path

from shturman.lists.views import bulk, saved

app_name = "lists"
urlpatterns = [
    path("bulk/", bulk.bulk_runs, name="bulk_runs"),
    path("bulk/choose/<str:thing>/", bulk.choose, name="choose"),
    path("bulk/<int:run_id>/", bulk.bulk_run, name="bulk_run"),
    path("bulk/<int:run_id>/start/", bulk.start, name="start"),
    path("bulk/<int:run_id>/stop/", bulk.stop, name="stop"),
    path("bulk/<int:run_id>/undo/", bulk.undo, name="undo"),
    path("bulk/<int:run_id>/progress/", bulk.progress, name="progress"),
    path("bulk/<int:run_id>/rows/", bulk.rows, name="rows"),
    path("views/<str:list_key>/", saved.view_list, name="views"),
    path("views/<str:list_key>/save/", saved.save, name="save_view"),
    path("view/<int:view_id>/renew/", saved.renew, name="renew_view"),
    path("view/<int:view_id>/delete/", saved.delete, name="delete_view"),
    path("view/<int:view_id>/pin/", saved.pin, name="pin_view"),
    path("view/<int:view_id>/open-with/", saved.open_with, name="open_with_view"),
]
