"""The owner edits which fields stand on cards. Values are never lost by it: a field that is removed keeps them till it is back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.fields.events import OwnFieldAdded, OwnFieldChanged, OwnFieldRemoved, OwnFieldRestored
from shturman.fields.models import FieldChoice, OwnField
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row

# A card with more of them is read by nobody.
MOST_FIELDS = 60
PLAIN = ("name", "hint", "only_for", "is_personal")
ROLES = ("seen_by", "changed_by")
LONGEST_CHOICE = 80
# Its number, where it is there already, and its name.
Choice = tuple[int | None, str]


@transaction.atomic
def add_field(thing: str, kind: str, facts: Mapping[str, Any], *, by: Member) -> OwnField:
    """`facts`: those of `PLAIN`, `seen_by` and `changed_by` as roles, `choices` in their order."""
    _ask(by)
    standing = list(OwnField.objects.kept().filter(thing=thing).select_for_update().order_by("position", "pk"))
    if len(standing) >= MOST_FIELDS:
        raise Refused(_("There are %(count)d own fields already: a card with more of them is read by nobody") % {"count": len(standing)})
    field = OwnField(thing=thing, kind=kind, position=standing[-1].position + 1 if standing else 0)
    _put(field, facts)
    _save(field)
    _name_roles(field, facts)
    _set_choices(field, facts.get("choices", ()))
    record(OwnFieldAdded(field.pk, field.thing, field.name), by=by)
    return field


@transaction.atomic
def change_field(field: OwnField, facts: Mapping[str, Any], *, by: Member) -> OwnField:
    """Facts that are not named stay. A choice that is not among `choices` is offered no more and stays where it stands."""
    _ask(by)
    field = hold_row(OwnField.objects.kept().select_for_update(), field.pk)
    before = _told(field)
    _put(field, facts)
    _save(field)
    _name_roles(field, facts)
    if "choices" in facts:
        _set_choices(field, facts["choices"])
    after = _told(field)
    changed = [str(label) for label, value in after.items() if value != before[label]]
    if changed:
        record(OwnFieldChanged(field.pk, field.thing, field.name, changed), by=by)
    return field


@transaction.atomic
def remove_field(field: OwnField, *, by: Member) -> Entry:
    _ask(by)
    field = hold_row(OwnField.objects.kept().select_for_update(), field.pk)
    field.removed_at = timezone.now()
    field.save(update_fields=["removed_at"])
    return record(OwnFieldRemoved(field.pk, field.thing, field.name), by=by)


@transaction.atomic
def restore_field(field: OwnField, *, by: Member, undoes: Entry | None = None) -> OwnField:
    _ask(by)
    field = hold_row(OwnField.objects.select_for_update(), field.pk)
    if field.removed_at is None:
        raise Refused(_("“%(name)s” stands on the cards already") % {"name": field.name})
    field.removed_at = None
    _save(field)
    record(OwnFieldRestored(field.pk, field.thing, field.name), by=by, undoes=undoes)
    return field


def undo_remove_field(entry: Entry, *, by: Member) -> str:
    field = restore_field(OwnField.objects.get(pk=entry.facts["field_id"]), by=by, undoes=entry)
    return _("The field “%(name)s” is back with its values") % {"name": field.name}


@transaction.atomic
def order_fields(thing: str, field_ids: Sequence[int], *, by: Member) -> None:
    """The order of a page is no fact of the business: it leaves no entry."""
    _ask(by)
    fields = {field.pk: field for field in OwnField.objects.kept().filter(thing=thing).select_for_update().order_by("pk")}
    for place, pk in enumerate([pk for pk in field_ids if pk in fields]):
        fields[pk].position = place
    OwnField.objects.bulk_update(fields.values(), ["position"])


def _ask(by: Member) -> None:
    if not can_keep_house(by):
        raise NotAllowed(_("Own fields are set up by the owner"))


def _put(field: OwnField, facts: Mapping[str, Any]) -> None:
    for name in PLAIN:
        if name in facts:
            setattr(field, name, facts[name].strip() if isinstance(facts[name], str) else facts[name])
    if not field.name:
        raise Refused(_("A field needs a name"), field="name")
    if field.thing != OwnField.Thing.CLIENT:
        field.only_for = ""


def _save(field: OwnField) -> None:
    try:
        with transaction.atomic():
            field.save()
    except IntegrityError as error:
        raise Refused(_("There is a field of this name on these cards already"), field="name") from error


def _name_roles(field: OwnField, facts: Mapping[str, Any]) -> None:
    for name in ROLES:
        if name in facts:
            getattr(field, name).set(facts[name])


def _set_choices(field: OwnField, choices: Sequence[Choice]) -> None:
    if field.kind not in OwnField.CHOSEN:
        return
    named = [(pk, name.strip()) for pk, name in choices if name.strip()]
    _ask_choices([name for _pk, name in named])
    known = {choice.pk: choice for choice in field.choices.select_for_update().order_by("pk")}
    by_name = {choice.name.lower(): choice for choice in known.values()}
    for choice in known.values():
        choice.is_offered = False
    fresh = []
    for place, (pk, name) in enumerate(named):
        there = known.get(pk or 0) or by_name.get(name.lower())
        if there is None:
            fresh.append(FieldChoice(field=field, name=name, position=place))
        else:
            there.name, there.position, there.is_offered = name, place, True
    try:
        with transaction.atomic():
            FieldChoice.objects.bulk_update(known.values(), ["name", "position", "is_offered"])
            FieldChoice.objects.bulk_create(fresh)
    except IntegrityError as error:
        raise Refused(_("A choice of this name was there before: give it back instead of a new one"), field="more_choices") from error


def _ask_choices(names: Sequence[str]) -> None:
    if not names:
        raise Refused(_("Name what can be chosen: one in a line"), field="more_choices")
    if len({name.lower() for name in names}) < len(names):
        raise Refused(_("Two choices bear one name"), field="more_choices")
    if longest := next((name for name in names if len(name) > LONGEST_CHOICE), None):
        raise Refused(_("At most 80 characters: “%(name)s…”") % {"name": longest[:40]}, field="more_choices")


def _told(field: OwnField) -> dict[str, Any]:
    """What the journal compares, by its label."""
    facts = {_label(name): getattr(field, name) for name in PLAIN}
    roles = {_label(name): sorted(getattr(field, name).values_list("pk", flat=True)) for name in ROLES}
    return facts | roles | {_("choices"): list(field.choices.filter(is_offered=True).values_list("name", flat=True))}


def _label(name: str) -> str:
    return str(getattr(OwnField._meta.get_field(name), "verbose_name", name))
