from django.urls import path

from shturman.company import views
from shturman.company.invitations import views as invitations

app_name = "company"
urlpatterns = [
    path("", views.member_list, name="member_list"),
    path("members/add/", views.edit_member, name="add_member"),
    path("members/<int:member_id>/", views.edit_member, name="change_member"),
    path("members/<int:member_id>/invite/", invitations.invite, name="invite_member"),
    path("members/<int:member_id>/invitation-link/", invitations.show_link, name="make_invitation_link"),
    path("departments/add/", views.edit_department, name="add_department"),
    path("departments/<int:department_id>/", views.edit_department, name="change_department"),
]
