from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shturman.clients.models.note_reactions import NoteReaction
from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutClient(Event):
    icon = "user"
    client_id: int


@dataclass(frozen=True)
class ClientAdded(_AboutClient):
    kind = "clients.client_added"
    icon = "user-plus"
    client_kind: str
    said = gettext_lazy("The client is added to the base")


@dataclass(frozen=True)
class ClientChanged(_AboutClient):
    """Which fields changed; what stood in them lies aside, so that a person can be erased."""

    kind = "clients.client_changed"
    icon = "pencil"
    fields: list[str]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Changed: %(labels)s") % {"labels": ", ".join(facts["fields"])}


@dataclass(frozen=True)
class ContactsLookedAt(_AboutClient):
    """By somebody to whom they are masked."""

    kind = "clients.contacts_looked_at"
    icon = "eye"
    said = gettext_lazy("Looked at the contacts in full")


@dataclass(frozen=True)
class TwinAskedAbout(_AboutClient):
    """Somebody who does not see the client typed his phone, mail or INN."""

    kind = "clients.twin_asked_about"
    icon = "eye"
    said = gettext_lazy("Asked whether there is such a client")


@dataclass(frozen=True)
class ClientAssigned(_AboutClient):
    kind = "clients.client_assigned"
    icon = "user"
    from_member_id: int
    from_member: str
    to_member_id: int
    to_member: str
    said = gettext_lazy("Responsible: %(from_member)s → %(to_member)s")


@dataclass(frozen=True)
class ClientsLinked(_AboutClient):
    kind = "clients.clients_linked"
    icon = "link"
    organisation_id: int
    role: str
    said = gettext_lazy("A person and an organisation are linked")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return facts["role"]


@dataclass(frozen=True)
class ClientsUnlinked(_AboutClient):
    kind = "clients.clients_unlinked"
    icon = "link"
    organisation_id: int
    said = gettext_lazy("A person does not speak for the organisation any more")


@dataclass(frozen=True)
class ClientDeleted(_AboutClient):
    kind = "clients.client_deleted"
    icon = "trash"
    said = gettext_lazy("The client is moved to the trash")


@dataclass(frozen=True)
class ClientRestored(_AboutClient):
    kind = "clients.client_restored"
    icon = "undo"
    said = gettext_lazy("The client is restored from the trash")


@dataclass(frozen=True)
class _NoteFact(Event):
    group = "notes"
    icon = "note"
    note_id: int


@dataclass(frozen=True)
class _NoteWords(_NoteFact):
    """Whom its words call by name, so that they are told of it."""

    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class NoteAdded(_NoteWords):
    """Its words stand in the note's row, where they can be erased."""

    kind = "clients.note_added"
    said = gettext_lazy("Note")


@dataclass(frozen=True)
class NoteChanged(_NoteWords):
    # Only those are told whom the new words call and the old ones did not.
    tells_followers: ClassVar[bool] = False
    kind = "clients.note_changed"
    said = gettext_lazy("The note is rewritten")


@dataclass(frozen=True)
class NoteDeleted(_NoteFact):
    kind = "clients.note_deleted"
    icon = "trash"
    said = gettext_lazy("A note is moved to the trash")


@dataclass(frozen=True)
class NoteRestored(_NoteFact):
    kind = "clients.note_restored"
    icon = "undo"
    said = gettext_lazy("A note is restored")


@dataclass(frozen=True)
class NotePinned(_NoteFact):
    kind = "clients.note_pinned"
    icon = "pin"
    said = gettext_lazy("A note is pinned")


@dataclass(frozen=True)
class NoteUnpinned(_NoteFact):
    kind = "clients.note_unpinned"
    icon = "pin-off"
    said = gettext_lazy("A note is unpinned")


@dataclass(frozen=True)
class _ReactionFact(_NoteFact):
    """Stands on its note, so it is no line of the timeline."""

    group = "aside"
    icon = "mood"
    author_id: int
    sign: str

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return str(NoteReaction.Sign(facts["sign"]).label)


@dataclass(frozen=True)
class NoteReacted(_ReactionFact):
    kind = "clients.note_reacted"
    said = gettext_lazy("A reaction to a note")


@dataclass(frozen=True)
class NoteReactionWithdrawn(_ReactionFact):
    kind = "clients.note_reaction_withdrawn"
    said = gettext_lazy("A reaction to a note is taken off")


@dataclass(frozen=True)
class ClientsUnloaded(Event):
    """The undo of an import took these clients out of the base."""

    kind = "clients.clients_unloaded"
    icon = "undo"
    client_ids: list[int]
    said = gettext_lazy("Clients of a withdrawn import are removed")


@dataclass(frozen=True)
class _AboutMerge(Event):
    icon = "people"
    main_id: int
    other_ids: list[int]
    merge_id: int


@dataclass(frozen=True)
class ClientsMerged(_AboutMerge):
    """They were one client: all that stood on the others stands on the main one."""

    kind = "clients.clients_merged"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        count = len(facts["other_ids"])
        return ngettext("%(count)d duplicate is merged into this client", "%(count)d duplicates are merged into this client", count) % {
            "count": count
        }


@dataclass(frozen=True)
class ClientsMergeUndone(_AboutMerge):
    """What was changed later stays with the main client: so many rows."""

    kind = "clients.clients_merge_undone"
    icon = "undo"
    returned: int
    kept: int
    said = gettext_lazy("The merge is undone")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return _("changed later and left: %(count)d") % {"count": facts["kept"]} if facts["kept"] else ""


@dataclass(frozen=True)
class ClientsLeftApart(Event):
    kind = "clients.clients_left_apart"
    icon = "people"
    pair_ids: list[int]
    said = gettext_lazy("Looked like another client: not a duplicate")


@dataclass(frozen=True)
class MergesAsked(Event):
    """Many groups of duplicates are merged by a job, one by one."""

    kind = "clients.merges_asked"
    icon = "people"
    run_id: int
    count: int

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        count = int(facts["count"])
        return ngettext("Asked to merge %(count)d group of duplicates", "Asked to merge %(count)d groups of duplicates", count) % {
            "count": count
        }


@dataclass(frozen=True)
class ClientsExported(Event):
    """The list was taken out as a table."""

    kind = "clients.clients_exported"
    icon = "import"
    count: int
    conditions: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        count = int(facts["count"])
        return ngettext("Took out %(count)d client as a table", "Took out %(count)d clients as a table", count) % {"count": count}


@dataclass(frozen=True)
class PersonalDataExported(_AboutClient):
    """By law: all that is held of the person was put together and handed out."""

    kind = "clients.personal_data_exported"
    icon = "import"
    said = gettext_lazy("Personal data are handed out on request")


@dataclass(frozen=True)
class PersonalDataErased(_AboutClient):
    kind = "clients.personal_data_erased"
    icon = "trash"
    ground: str
    said = gettext_lazy("Personal data are erased on request")

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return facts["ground"]
