from shturman.clients.models.card import Client, Clients, Contacts, Email, Employment, MaskedContacts, Note, Phone, Tag
from shturman.clients.models.merging import DuplicatePair, DuplicateSearch, Merge, MergedClient, MergeRun, MovedRow
from shturman.clients.models.note_reactions import NoteReaction

__all__ = [
    "Client",
    "Clients",
    "Contacts",
    "DuplicatePair",
    "DuplicateSearch",
    "Email",
    "Employment",
    "MaskedContacts",
    "Merge",
    "MergeRun",
    "MergedClient",
    "MovedRow",
    "Note",
    "NoteReaction",
    "Phone",
    "Tag",
]
