from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.goods.events import GoodAdded, GoodChanged, GoodDeleted, GoodRestored
from shturman.goods.models import Good
from shturman.goods.names import folded_name
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused


@transaction.atomic
def add_good(facts: dict[str, Any], *, by: Member) -> Good:
    _ask(by)
    good = _kept(Good(**facts))
    record(GoodAdded(good.pk, good.name), by=by, about=[good])
    return good


@transaction.atomic
def change_good(good: Good, changes: dict[str, Any], *, by: Member) -> Good:
    _ask(by)
    for name, value in changes.items():
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
