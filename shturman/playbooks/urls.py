from django.urls import path

from shturman.playbooks.views import books, cards, drafts, publishing

app_name = "playbooks"
urlpatterns = [
    path("", books.playbook_list, name="playbook_list"),
    path("add/", drafts.add_playbook_view, name="add_playbook"),
    path("ready/<slug:key>/", books.take_ready_made_view, name="take_ready_made"),
    path("deals/<int:deal_id>/course/", cards.course_of_work, name="course_of_work"),
    path("tasks/<int:task_id>/result/", cards.press_result_view, name="press_result"),
    path("clients/<int:client_id>/hours/", cards.set_contact_hours_view, name="set_contact_hours"),
    path("clients/<int:client_id>/priority/", cards.mark_priority_view, name="mark_priority"),
    path("<int:playbook_id>/", books.playbook, name="playbook"),
    path("<int:playbook_id>/change/", drafts.change_playbook_view, name="change_playbook"),
    path("<int:playbook_id>/switch/", books.switch_playbook_view, name="switch_playbook"),
    path("<int:playbook_id>/remove/", books.remove_playbook_view, name="remove_playbook"),
    path("<int:playbook_id>/trial/", drafts.trial, name="trial"),
    path("<int:playbook_id>/move-over/", publishing.move_over, name="move_over"),
    path("<int:playbook_id>/draft/", drafts.edit_draft, name="edit_draft"),
    path("<int:playbook_id>/draft/open/", drafts.open_draft_view, name="open_draft"),
    path("<int:playbook_id>/draft/publish/", publishing.publish_draft_view, name="publish_draft"),
    path("<int:playbook_id>/draft/discard/", drafts.discard_draft_view, name="discard_draft"),
    path("<int:playbook_id>/draft/steps/<int:key>/remove/", drafts.remove_step_view, name="remove_step"),
]
