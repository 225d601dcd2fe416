from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutGood(Event):
    icon = "box"
    good_id: int
    name: str


@dataclass(frozen=True)
class GoodAdded(_AboutGood):
    kind = "goods.good_added"
    said = gettext_lazy("“%(name)s” is added to the goods")


@dataclass(frozen=True)
class GoodChanged(_AboutGood):
    kind = "goods.good_changed"
    said = gettext_lazy("“%(name)s” changed")


@dataclass(frozen=True)
class GoodDeleted(_AboutGood):
    kind = "goods.good_deleted"
    icon = "trash"
    said = gettext_lazy("“%(name)s” is moved to the trash")


@dataclass(frozen=True)
class GoodRestored(_AboutGood):
    kind = "goods.good_restored"
    said = gettext_lazy("“%(name)s” is restored from the trash")


@dataclass(frozen=True)
class GoodsUnloaded(Event):
    """The undo of an import took these goods out of the base."""

    kind = "goods.goods_unloaded"
    icon = "undo"
    good_ids: list[int]
    said = gettext_lazy("Goods of a withdrawn import are removed")
