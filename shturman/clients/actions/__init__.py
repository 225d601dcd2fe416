"""Every change of a client goes through here."""

from shturman.clients.actions.cards import add_client, add_clients, assign_clients, change_client, set_tags
from shturman.clients.actions.contacts import ask_about_twins, look_at_contacts, record_export
from shturman.clients.actions.erasing import erase_personal_data, export_personal_data
from shturman.clients.actions.links import link_clients, unlink_clients
from shturman.clients.actions.loading import unload_clients
from shturman.clients.actions.notes import add_note, change_note, delete_note, restore_note, undo_delete_note
from shturman.clients.actions.trash import delete_client, restore_client, undo_delete_client

__all__ = [
    "add_client",
    "add_clients",
    "add_note",
    "ask_about_twins",
    "assign_clients",
    "change_client",
    "change_note",
    "delete_client",
    "delete_note",
    "erase_personal_data",
    "export_personal_data",
    "link_clients",
    "look_at_contacts",
    "record_export",
    "restore_client",
    "restore_note",
    "set_tags",
    "undo_delete_client",
    "undo_delete_note",
    "unlink_clients",
    "unload_clients",
]
