from django.urls import path

from shturman.company.views import absences, company, departments, invitations, members, pictures, roles, seeing_as

app_name = "company"
urlpatterns = [
    path("", members.member_list, name="member_list"),
    path("me/", members.profile, name="profile"),
    path("members/add/", members.add_member_view, name="add_member"),
    path("members/<int:member_id>/", members.member_page, name="change_member"),
    path("members/<int:member_id>/take-back/", members.take_back, name="take_back"),
    path("members/<int:member_id>/photo/<str:name>", pictures.photo, name="photo"),
    path("members/<int:member_id>/absences/add/", absences.edit_absence, name="add_absence"),
    path("members/<int:member_id>/absences/<int:absence_id>/", absences.edit_absence, name="change_absence"),
    path("members/<int:member_id>/absences/<int:absence_id>/remove/", absences.remove_absence_view, name="remove_absence"),
    path("members/<int:member_id>/invite/", invitations.invite, name="invite_member"),
    path("members/<int:member_id>/invitation-link/", invitations.show_link, name="make_invitation_link"),
    path("members/<int:member_id>/rights/", roles.member_rights, name="member_rights"),
    path("members/<int:member_id>/see-as/", seeing_as.see_as, name="see_as"),
    path("see-as/stop/", seeing_as.stop_seeing_as, name="stop_seeing_as"),
    path("absences/", absences.absence_list, name="absence_list"),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/<int:role_id>/", roles.edit_role, name="edit_role"),
    path("roles/<int:role_id>/copy/", roles.copy_role_view, name="copy_role"),
    path("roles/<int:role_id>/remove/", roles.remove_role_view, name="remove_role"),
    path("departments/", departments.place_list, name="place_list"),
    path("departments/add/", departments.edit_department, name="add_department"),
    path("departments/<int:department_id>/", departments.edit_department, name="change_department"),
    path("departments/<int:department_id>/remove/", departments.remove_department_view, name="remove_department"),
    path("offices/add/", departments.edit_office, name="add_office"),
    path("offices/<int:office_id>/", departments.edit_office, name="change_office"),
    path("offices/<int:office_id>/remove/", departments.remove_office_view, name="remove_office"),
    path("company/", company.company, name="company"),
    path("logo/<str:name>", pictures.logo, name="logo"),
    path("calendar/", company.calendar, name="calendar"),
    path("calendar/<int:year>/", company.calendar, name="calendar_of_year"),
    path("calendar/days/<str:day>/clear/", company.clear_day, name="clear_calendar_day"),
]
