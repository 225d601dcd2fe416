from django.urls import path

from shturman.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.desktop, name="desktop"),
    path("tiles/<str:key>/", views.tile, name="tile"),
    path("gallery/", views.gallery, name="gallery"),
    path("arrange/", views.arrange, name="arrange"),
    path("roles/", views.role_list, name="role_list"),
    path("roles/<int:role_id>/", views.role_desktop, name="role_desktop"),
    path("roles/<int:role_id>/gallery/", views.role_gallery, name="role_gallery"),
    path("roles/<int:role_id>/arrange/", views.arrange_role, name="arrange_role"),
    path("roles/<int:role_id>/begin/", views.open_role_with_desktop, name="open_role_with_desktop"),
]
