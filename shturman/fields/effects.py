"""What a change of a field does to people and cards, said before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.company.models import Member, Role
from shturman.fields.models import OwnField
from shturman.kit import house


def filled_count(field: OwnField) -> int:
    return _filled(field).count()


def field_effects(field: OwnField, facts: Mapping[str, Any]) -> list[str]:
    return [effect for effect in (*_on_people(field, facts), *_on_choices(field, facts), _on_cards(field, facts)) if effect]


def removal_effects(field: OwnField) -> list[str]:
    return [_hidden(filled_count(field)), _("It leaves filters, columns and the requirements of stages; put back, it has its values again")]


def _on_people(field: OwnField, facts: Mapping[str, Any]) -> list[str]:
    saw, will_see = _seers(list(field.seen_by.all())), _seers(facts["seen_by"])
    filled, will_fill = _seers(list(field.changed_by.all())) & saw, _seers(facts["changed_by"]) & will_see
    return [
        _lose(len(saw - will_see)),
        _gain(len(will_see - saw)),
        _lose_filling(len((filled - will_fill) & will_see)),
    ]


def _seers(roles: Sequence[Role]) -> set[int]:
    """Besides the owner, who sees and fills in every field."""
    people = Member.objects.active().exclude(role__base=Role.Base.OWNER)
    chosen = people.filter(role__in=roles) if roles else people.exclude(role__base=Role.Base.AGENT)
    return set(chosen.values_list("pk", flat=True))


def _on_choices(field: OwnField, facts: Mapping[str, Any]) -> list[str]:
    if field.kind not in OwnField.CHOSEN:
        return []
    kept = {pk for pk, _name in facts["choices"]}
    gone = field.choices.filter(is_offered=True).exclude(pk__in=kept)
    return [_offered_no_more(choice.name, _rows(field).filter(**_holds(field, choice.pk)).count()) for choice in gone]


def _holds(field: OwnField, choice_id: int) -> dict[str, Any]:
    return {"own__contains": {str(field.pk): [choice_id] if field.kind == OwnField.Kind.MANY else choice_id}}


def _on_cards(field: OwnField, facts: Mapping[str, Any]) -> str:
    only_for = facts.get("only_for", "")
    if field.thing != OwnField.Thing.CLIENT or only_for in ("", field.only_for):
        return ""
    return _hidden(_filled(field).exclude(kind=only_for).count())


def _rows(field: OwnField) -> Any:
    return house.own_things()[field.thing].kept()


def _filled(field: OwnField) -> Any:
    return _rows(field).filter(own__has_key=str(field.pk))


def _hidden(cards: int) -> str:
    words = ngettext("%(count)d filled card shows it no more", "%(count)d filled cards show it no more", cards)
    return words % {"count": cards} if cards else ""


def _lose(people: int) -> str:
    return (
        ngettext("%(count)d person sees the field no more", "%(count)d people see the field no more", people) % {"count": people}
        if people
        else ""
    )


def _gain(people: int) -> str:
    return (
        ngettext("%(count)d more person sees the field", "%(count)d more people see the field", people) % {"count": people}
        if people
        else ""
    )


def _lose_filling(people: int) -> str:
    words = ngettext(
        "%(count)d person sees the field, but fills it in no more", "%(count)d people see the field, but fill it in no more", people
    )
    return words % {"count": people} if people else ""


def _offered_no_more(name: str, cards: int) -> str:
    words = ngettext(
        "“%(name)s” is offered no more; it stays on %(count)d card",
        "“%(name)s” is offered no more; it stays on %(count)d cards",
        cards,
    )
    return words % {"name": name, "count": cards}
