from django.urls import path

from shturman.playbooks.views import books

app_name = "playbooks"
urlpatterns = [
    path("", books.playbook_list, name="playbook_list"),
    path("ready/<slug:key>/", books.take_ready_made_view, name="take_ready_made"),
    path("<int:playbook_id>/", books.playbook, name="playbook"),
    path("<int:playbook_id>/switch/", books.switch_playbook_view, name="switch_playbook"),
    path("<int:playbook_id>/remove/", books.remove_playbook_view, name="remove_playbook"),
]
