from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.fields.known import KnownField, by_key, fields_on
from shturman.fields.models import OwnField, OwnFile
from shturman.fields.models.rows import is_own
from shturman.fields.naming import in_words, names_of
from shturman.fields.values import checked
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.uploads import checked_name


@dataclass(frozen=True)
class OwnChange:
    """What stood in a field and what stands now, in words."""

    field: KnownField
    before: str
    after: str

    @property
    def journal_name(self) -> str:
        """Everybody reads the journal: a field that is closed to some is not named there."""
        return _("a closed field") if self.field.is_closed else self.field.name


def take_own(card: Any, changes: Mapping[str, Any], *, by: Member, known: Sequence[KnownField] | None = None) -> list[OwnChange]:
    """As `put_own`; what stood and what stands, in words."""
    taken = put_own(card, changes, by=by, known=known)
    named = names_of([(field, value) for field, *values in taken for value in values])
    return [OwnChange(field, in_words(before, field, named), in_words(after, field, named)) for field, before, after in taken]


def put_own(
    card: Any, changes: Mapping[str, Any], *, by: Member, known: Sequence[KnownField] | None = None
) -> list[tuple[KnownField, Any, Any]]:
    """Own fields among `changes` go into the row, which the caller saves with `own` among its fields.

    None empties a field. `known` are the fields of this kind of card for `by`, where the caller has read them for many rows.
    """
    asked = {name: value for name, value in changes.items() if is_own(name)}
    if not asked:
        return []
    met = by_key([field for field in known if field.is_on(card)] if known is not None else fields_on(card, by))
    taken = []
    for name, given in asked.items():
        field, before = _open_to(met.get(name), name), getattr(card, name)
        value = _value(field, card, given, by)
        if value != before:
            card.put(name, value)
            taken.append((field, before, value))
    return taken


def told(changes: Sequence[OwnChange]) -> dict[str, list[str]]:
    """For the journal, which everybody reads: label → what stood and what stands; of a closed field only that it was changed."""
    return {change.journal_name: ["", ""] if change.field.is_closed else [change.before, change.after] for change in changes}


def kept_aside(changes: Sequence[OwnChange], *, whole: bool = False) -> dict[str, tuple[str, str]]:
    """What of it lies beside the journal, for those who see the field: that of closed fields, or of all."""
    return {change.field.key: (change.before, change.after) for change in changes if whole or change.field.is_closed}


def _open_to(field: KnownField | None, name: str) -> KnownField:
    if field is None:
        raise NotAllowed(_("There is no such field on this card any more: open it again"), field=name)
    if not field.may_change:
        raise NotAllowed(_("“%(name)s” is filled in by others: ask your head") % {"name": field.name}, field=name)
    return field


def _value(field: KnownField, card: Any, given: Any, by: Member) -> Any:
    if field.kind != OwnField.Kind.FILE or given is None:
        return checked(field, given)
    if isinstance(given, UploadedFile):
        name = checked_name(given, field.key)
        kept = OwnFile.objects.create(field_id=field.id, thing_id=card.pk, file=given, name=name, size=given.size or 0, by=by)
        return kept.pk
    if not OwnFile.objects.filter(pk=given, field=field.id, thing_id=card.pk).exists():
        raise Refused(_("This file belongs to another card"), field=field.key)
    return given
