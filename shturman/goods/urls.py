from django.urls import path

from shturman.goods import views

app_name = "goods"
urlpatterns = [
    path("", views.good_list, name="good_list"),
    path("add/", views.edit_good, name="add_good"),
    path("<int:good_id>/", views.edit_good, name="change_good"),
    path("<int:good_id>/delete/", views.delete_good_view, name="delete_good"),
    path("<int:good_id>/restore/", views.restore_good_view, name="restore_good"),
]
