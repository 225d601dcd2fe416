from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shturman.journal.events import Event


@dataclass(frozen=True)
class _AboutGood(Event):
    icon = "box"
    good_id: int
    name: str


@dataclass(frozen=True)
class GoodAdded(_AboutGood):
    kind = "goods.good_added"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("“%(name)s” is added to the goods") % facts


@dataclass(frozen=True)
class GoodChanged(_AboutGood):
    kind = "goods.good_changed"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("“%(name)s” changed") % facts


@dataclass(frozen=True)
class GoodDeleted(_AboutGood):
    kind = "goods.good_deleted"
    icon = "trash"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("“%(name)s” is moved to the trash") % facts


@dataclass(frozen=True)
class GoodRestored(_AboutGood):
    kind = "goods.good_restored"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("“%(name)s” is restored from the trash") % facts


@dataclass(frozen=True)
class GoodsUnloaded(Event):
    """The undo of an import took these goods out of the base."""

    kind = "goods.goods_unloaded"
    icon = "undo"
    good_ids: list[int]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Goods of a withdrawn import are removed")
