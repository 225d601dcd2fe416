from django.urls import path

from shturman.company.views import invitations, members, roles, seeing_as

app_name = "company"
urlpatterns = [
    path("", members.member_list, name="member_list"),
    path("members/add/", members.edit_member, name="add_member"),
    path("members/<int:member_id>/", members.edit_member, name="change_member"),
    path("members/<int:member_id>/invite/", invitations.invite, name="invite_member"),
    path("members/<int:member_id>/invitation-link/", invitations.show_link, name="make_invitation_link"),
    path("members/<int:member_id>/rights/", roles.member_rights, name="member_rights"),
    path("members/<int:member_id>/see-as/", seeing_as.see_as, name="see_as"),
    path("see-as/stop/", seeing_as.stop_seeing_as, name="stop_seeing_as"),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/<int:role_id>/", roles.edit_role, name="edit_role"),
    path("roles/<int:role_id>/copy/", roles.copy_role_view, name="copy_role"),
    path("roles/<int:role_id>/remove/", roles.remove_role_view, name="remove_role"),
    path("departments/add/", members.edit_department, name="add_department"),
    path("departments/<int:department_id>/", members.edit_department, name="change_department"),
]
