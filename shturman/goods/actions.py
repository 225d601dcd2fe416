from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.fields.actions import put_own
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models.rows import is_own
from shturman.goods.events import GoodAdded, GoodChanged, GoodDeleted, GoodRestored, GoodsUnloaded
from shturman.goods.models import Good
from shturman.goods.names import folded_name
from shturman.journal.actions import Fact, record, record_many
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def add_good(facts: dict[str, Any], *, by: Member) -> Good:
    _ask(by)
    good = _good(facts, by, fields_for(by, "good"))
    good = _kept(good)
    record(GoodAdded(good.pk, good.name), by=by, about=[good])
    return good


@transaction.atomic
def load_goods(rows: Sequence[dict[str, Any]], *, by: Member) -> list[Good]:
    """A price list at once; the caller has left out the names that are known already."""
    _ask(by)
    known = fields_for(by, "good")
    goods = [_good({**row, "folded_name": folded_name(row["name"])}, by, known) for row in rows]
    goods = Good.objects.bulk_create(goods, batch_size=1000)
    record_many([Fact(GoodAdded(good.pk, good.name), [good]) for good in goods], by=by)
    return goods


@transaction.atomic
def unload_goods(good_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import; no line of a deal may name them any more."""
    _ask(by)
    count, by_model = Good.objects.filter(pk__in=good_ids).delete()
    if count:
        record(GoodsUnloaded(sorted(good_ids)), by=by)
    return by_model.get("goods.Good", 0)


@transaction.atomic
def change_good(good: Good, changes: dict[str, Any], *, by: Member) -> Good:
    _ask(by)
    put_own(good, changes, by=by)
    for name, value in changes.items():
        if not is_own(name):
            setattr(good, name, value)
    _kept(good)
    record(GoodChanged(good.pk, good.name), by=by, about=[good])
    return good


@transaction.atomic
def delete_good(good: Good, *, by: Member) -> Entry:
    """Deals keep their lines: a line holds the name and the price of its own."""
    _ask(by)
    good.deleted_at = timezone.now()
    good.save(update_fields=["deleted_at"])
    return record(GoodDeleted(good.pk, good.name), by=by, about=[good])


@transaction.atomic
def restore_good(good: Good, *, by: Member, undoes: Entry | None = None) -> Good:
    _ask(by)
    good.deleted_at = None
    _kept(good)
    record(GoodRestored(good.pk, good.name), by=by, about=[good], undoes=undoes)
    return good


def undo_delete_good(entry: Entry, *, by: Member) -> str:
    good = restore_good(Good.objects.get(pk=entry.facts["good_id"]), by=by, undoes=entry)
    return _("“%(name)s” is restored") % {"name": good.name}


def _good(facts: dict[str, Any], by: Member, known: Sequence[KnownField]) -> Good:
    good = Good(**{name: value for name, value in facts.items() if not is_own(name)})
    put_own(good, facts, by=by, known=known)
    return good


def _ask(by: Member) -> None:
    if not (by.leads or by.is_robot):
        raise NotAllowed(_("Goods and prices are changed by heads and the owner"))


def _kept(good: Good) -> Good:
    good.folded_name = folded_name(good.name)
    try:
        with transaction.atomic():
            good.save()
    except IntegrityError as error:
        raise Refused(_("There is a good of this name already"), field="name") from error
    return good
