from django.urls import path

from shturman.company.views import invitations, members

app_name = "company"
urlpatterns = [
    path("", members.member_list, name="member_list"),
    path("members/add/", members.edit_member, name="add_member"),
    path("members/<int:member_id>/", members.edit_member, name="change_member"),
    path("members/<int:member_id>/invite/", invitations.invite, name="invite_member"),
    path("members/<int:member_id>/invitation-link/", invitations.show_link, name="make_invitation_link"),
    path("departments/add/", members.edit_department, name="add_department"),
    path("departments/<int:department_id>/", members.edit_department, name="change_department"),
]
