"""The kinds of rows that a load makes, from those that stand on others to those that others stand on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from shturman.clients.actions import change_client, unload_clients
from shturman.clients.actions.changing_many import change_clients
from shturman.clients.actions.loading import unload_links, unload_notes
from shturman.clients.models import Client, Employment, Note
from shturman.company.actions import change_department, change_member, change_office, unload_departments, unload_members, unload_offices
from shturman.company.models import Department, Member, Office
from shturman.deals.actions import change_deal, unload_deals
from shturman.deals.actions.loading import unload_reasons
from shturman.deals.models import Deal, DealContact, DealLine, DealObserver, LossReason, StageStay
from shturman.goods.actions import change_good, unload_goods
from shturman.goods.models import Good
from shturman.tasks.actions import unload_tasks
from shturman.tasks.actions.loading import unload_loaded_tasks
from shturman.tasks.models import Task


@dataclass(frozen=True)
class Thing:
    """`own_parts` go with the row; what else stands on it keeps it in the base. Events of these `kinds` speak of it."""

    model: type[models.Model]
    title: Any
    # Nothing where a load only adds rows and never changes them.
    change: Callable[..., Any] | None
    unload: Callable[..., int]
    kinds: tuple[str, ...]
    own_parts: tuple[type[models.Model], ...] = ()
    # Many of them by one action, by number; where there is none, each by itself.
    change_many: Callable[..., Any] | None = None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def rows(self) -> models.QuerySet[Any]:
        return self.model._meta.base_manager.all()


def _unload_deals(ids: Collection[int], *, by: Member) -> int:
    unload_tasks(ids)
    return unload_deals(ids, by=by)


THINGS = (
    Thing(Employment, _("Places of work"), None, unload_links, ()),
    Thing(Note, _("Notes"), None, unload_notes, ()),
    Thing(Task, _("Tasks"), None, unload_loaded_tasks, ("tasks.", "clients.note_")),
    Thing(
        Deal,
        _("Deals"),
        change_deal,
        _unload_deals,
        ("deals.", "tasks.", "clients.note_"),
        (Task, StageStay, DealLine, DealContact, DealObserver),
    ),
    Thing(LossReason, _("Reasons of refusals"), None, unload_reasons, ()),
    Thing(Client, _("Clients"), change_client, unload_clients, ("clients.",), change_many=change_clients),
    Thing(Good, _("Goods"), change_good, unload_goods, ("goods.",)),
    Thing(Member, _("Employees"), change_member, unload_members, ("company.",)),
    Thing(Office, _("Offices"), change_office, unload_offices, ("company.",)),
    Thing(Department, _("Departments"), change_department, unload_departments, ("company.",)),
)


def stood_on(thing: Thing, ids: Collection[int]) -> set[int]:
    """Which of them a protected row outside of the set points at."""
    found: set[int] = set()
    for relation in thing.model._meta.related_objects:
        if relation.on_delete is not models.PROTECT or relation.related_model in thing.own_parts:
            continue
        name = relation.field.name
        rows = relation.related_model._meta.base_manager.filter(**{f"{name}__in": ids})
        if relation.related_model is thing.model:
            rows = rows.exclude(pk__in=ids)
        found |= set(rows.values_list(f"{name}_id", flat=True).distinct())
    return found
