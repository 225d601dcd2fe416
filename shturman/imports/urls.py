from django.urls import path

from shturman.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("<int:run_id>/", views.show_run, name="run"),
    path("<int:run_id>/sheet/", views.take_sheet, name="take_sheet"),
    path("<int:run_id>/columns/", views.map_columns, name="map_columns"),
    path("<int:run_id>/values/", views.map_values, name="map_values"),
    path("<int:run_id>/load/", views.load, name="load"),
    path("<int:run_id>/stop/", views.stop, name="stop"),
    path("<int:run_id>/invite/", views.invite_loaded, name="invite_loaded"),
    path("<int:run_id>/undo/", views.undo, name="undo"),
    path("<int:run_id>/progress/", views.progress, name="progress"),
    path("<int:run_id>/rows/", views.rows, name="rows"),
    path("<int:run_id>/rows/file/", views.rows_file, name="rows_file"),
    path("<int:run_id>/refused/", views.refused, name="refused"),
]
