from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutField(Event):
    field_id: int
    thing: str
    name: str


class OwnFieldAdded(_AboutField):
    kind = "fields.own_field_added"
    icon = "plus"
    said = _("Own field “%(name)s” added")


@dataclass(frozen=True)
class OwnFieldChanged(_AboutField):
    kind = "fields.own_field_changed"
    icon = "pencil"
    said = _("Own field “%(name)s” changed")
    changes: list[str]


class OwnFieldRemoved(_AboutField):
    kind = "fields.own_field_removed"
    icon = "trash"
    said = _("Own field “%(name)s” removed")


class OwnFieldRestored(_AboutField):
    kind = "fields.own_field_restored"
    icon = "undo"
    said = _("Own field “%(name)s” is back")
