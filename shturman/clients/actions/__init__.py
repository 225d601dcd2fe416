"""Every change of a client goes through here."""

from shturman.clients.actions.cards import add_client, add_clients, assign_clients, change_client, set_tags
from shturman.clients.actions.contacts import ask_about_twins, look_at_contacts, record_export
from shturman.clients.actions.duplicates import find_duplicates, leave_apart
from shturman.clients.actions.erasing import erase_personal_data, export_personal_data
from shturman.clients.actions.links import link_clients, unlink_clients
from shturman.clients.actions.loading import unload_clients
from shturman.clients.actions.merging import merge_clients
from shturman.clients.actions.merging_many import ask_to_merge_many, merge_next_group
from shturman.clients.actions.notes import add_note, change_note, delete_note, restore_note, undo_delete_note
from shturman.clients.actions.pinning import pin_note, unpin_note
from shturman.clients.actions.reacting import react_to_note, withdraw_reaction
from shturman.clients.actions.trash import delete_client, restore_client, undo_delete_client
from shturman.clients.actions.unmerging import undo_merge, undo_merge_of

__all__ = [
    "add_client",
    "add_clients",
    "add_note",
    "ask_about_twins",
    "ask_to_merge_many",
    "assign_clients",
    "change_client",
    "change_note",
    "delete_client",
    "delete_note",
    "erase_personal_data",
    "export_personal_data",
    "find_duplicates",
    "leave_apart",
    "link_clients",
    "look_at_contacts",
    "merge_clients",
    "merge_next_group",
    "pin_note",
    "react_to_note",
    "record_export",
    "restore_client",
    "restore_note",
    "set_tags",
    "undo_delete_client",
    "undo_delete_note",
    "undo_merge",
    "undo_merge_of",
    "unlink_clients",
    "unload_clients",
    "unpin_note",
    "withdraw_reaction",
]
