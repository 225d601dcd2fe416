from django.urls import path

from shturman.clients.views import card, duplicates, editing, exporting, links, listing, merging, notes, personal_data, picking

app_name = "clients"
urlpatterns = [
    path("", listing.client_list, name="client_list"),
    path("filter/", listing.client_filter_form, name="filter"),
    path("export/", exporting.export_clients, name="export_clients"),
    path("options/", picking.client_options, name="client_options"),
    path("twins/", editing.client_twins, name="client_twins"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/apart/", duplicates.leave_apart_view, name="leave_apart"),
    path("duplicates/merge/", duplicates.merge_many, name="merge_many"),
    path("merge/", merging.merge_clients_view, name="merge_clients"),
    path("merges/", merging.merges, name="merges"),
    path("merges/<int:merge_id>/undo/", merging.undo_merge_view, name="undo_merge"),
    path("merges/runs/<int:run_id>/", duplicates.merge_run, name="merge_run"),
    path("add/", editing.add_client_view, name="add_client"),
    path("<int:client_id>/", card.client_card, name="client"),
    path("<int:client_id>/contacts/", card.look_at_contacts_view, name="look_at_contacts"),
    path("<int:client_id>/personal-data/", personal_data.personal_data, name="personal_data"),
    path("<int:client_id>/personal-data/export/", personal_data.export_personal_data_view, name="export_personal_data"),
    path("<int:client_id>/personal-data/erase/", personal_data.erase_personal_data_view, name="erase_personal_data"),
    path("<int:client_id>/story/", card.client_story, name="client_story"),
    path("<int:client_id>/history/", card.client_history, name="client_history"),
    path("<int:client_id>/change/", editing.change_client_view, name="change_client"),
    path("<int:client_id>/assign/", card.assign_client, name="assign_client"),
    path("<int:client_id>/note/", card.note_client, name="note_client"),
    path("<int:client_id>/delete/", card.delete_client_view, name="delete_client"),
    path("<int:client_id>/restore/", card.restore_client_view, name="restore_client"),
    path("<int:client_id>/link/", links.link_client, name="link_client"),
    path("<int:client_id>/links/<int:employment_id>/remove/", links.unlink_client, name="unlink_client"),
    path("<int:client_id>/parent/", links.choose_parent, name="choose_parent"),
    path("<int:client_id>/parent/forget/", links.forget_parent, name="forget_parent"),
    path("notes/<int:note_id>/", notes.change_note_view, name="change_note"),
    path("notes/<int:note_id>/delete/", notes.delete_note_view, name="delete_note"),
    path("notes/<int:note_id>/restore/", notes.restore_note_view, name="restore_note"),
]
