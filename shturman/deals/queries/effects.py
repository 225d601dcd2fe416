"""What a change of a stage's options does to people and deals, said before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext

from shturman.company.models import Member, Role
from shturman.deals.models import Deal, Stage

OPTIONS = ("is_for_managers", "is_seen_by_all", "is_open_to_all")


def stage_effects(stage: Stage, changes: Mapping[str, Any]) -> list[str]:
    turned = {name: changes[name] for name in OPTIONS if name in changes and changes[name] != getattr(stage, name)}
    if not turned:
        return []
    deals = Deal.objects.everything().kept().filter(stage=stage)
    ordinary = Member.objects.active().filter(role__base__in=Role.ORDINARY)
    effects = []
    if turned.get("is_for_managers") is False:
        theirs = deals.filter(responsible__in=ordinary)
        effects += [_lose(ordinary.count()), _read_only(theirs.count()), _pass_to_heads(theirs.filter(closed_at=None).count())]
    elif "is_for_managers" in turned:
        effects.append(_gain(ordinary.count()))
    people = Member.objects.active().exclude(role__base=Role.Base.AGENT).count()
    if turned.get("is_open_to_all"):
        effects.append(_open_to_all(deals.count(), people))
    elif turned.get("is_seen_by_all"):
        effects.append(_seen_by_all(deals.count(), people))
    elif turned.get("is_seen_by_all") is False:
        effects.append(_closed_again(deals.count()))
    elif turned.get("is_open_to_all") is False:
        effects.append(_only_seen(deals.count()))
    return [effect for effect in effects if effect]


def confirmation(stage: Stage, changes: Mapping[str, Any]) -> str:
    """Names the options that were shown with their effect: others changed meanwhile ask anew."""
    return ",".join(f"{name}={changes[name]}" for name in OPTIONS if name in changes and changes[name] != getattr(stage, name))


def _lose(people: int) -> str:
    return ngettext("%(count)d person loses this stage", "%(count)d people lose this stage", people) % {"count": people}


def _gain(people: int) -> str:
    return ngettext("%(count)d person sees this stage again", "%(count)d people see this stage again", people) % {"count": people}


def _read_only(deals: int) -> str:
    words = ngettext("%(count)d deal becomes read-only to its manager", "%(count)d deals become read-only to their managers", deals)
    return words % {"count": deals} if deals else ""


def _pass_to_heads(deals: int) -> str:
    words = ngettext("tasks of %(count)d open deal pass to the head", "tasks of %(count)d open deals pass to the heads", deals)
    return words % {"count": deals} if deals else ""


def _seen_by_all(deals: int, people: int) -> str:
    words = ngettext("%(count)d deal becomes visible to all employees", "%(count)d deals become visible to all employees", deals)
    return words % {"count": deals} + f" ({people})"


def _open_to_all(deals: int, people: int) -> str:
    words = ngettext(
        "any employee may change %(count)d deal and take it to himself",
        "any employee may change %(count)d deals and take them to himself",
        deals,
    )
    return words % {"count": deals} + f" ({people})"


def _only_seen(deals: int) -> str:
    words = ngettext("%(count)d deal can only be looked at by others", "%(count)d deals can only be looked at by others", deals)
    return words % {"count": deals}


def _closed_again(deals: int) -> str:
    words = ngettext("%(count)d deal is seen by its own people only", "%(count)d deals are seen by their own people only", deals)
    return words % {"count": deals}
