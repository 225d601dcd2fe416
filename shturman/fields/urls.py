from django.urls import path

from shturman.fields import views

app_name = "fields"
urlpatterns = [
    path("", views.field_list, name="field_list"),
    path("<str:thing>/", views.field_list, name="fields_of"),
    path("<str:thing>/add/", views.add_field_view, name="add_field"),
    path("<int:field_id>/change/", views.change_field_view, name="change_field"),
    path("<int:field_id>/remove/", views.remove_field_view, name="remove_field"),
    path("<int:field_id>/restore/", views.restore_field_view, name="restore_field"),
    path("<int:field_id>/move/", views.move_field, name="move_field"),
    path("files/<int:file_id>/", views.download_own_file, name="download_own_file"),
]
