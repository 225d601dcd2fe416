"""Goods and their prices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.goods.actions import change_good, load_goods
from shturman.goods.models import Good
from shturman.goods.names import folded_name
from shturman.imports.kinds.base import Change, Draft, Field, Record, Sorter, Written
from shturman.imports.kinds.own import own_facts
from shturman.imports.values import money_of
from shturman.kit.errors import Refused

LENGTHS = {"name": 250, "code": 60, "series": 120, "unit": 20}


class GoodSorter(Sorter):
    kind = "goods"
    label = gettext_lazy("Goods")
    hint = gettext_lazy("Name, group, price: the price list that lines of deals are picked from")
    own_thing = "good"
    fields = (
        Field("name", gettext_lazy("Name of the good"), ("товар", "название", "наименование", "product", "name", "номенклатура"), True),
        Field("code", gettext_lazy("Code"), ("артикул", "код", "sku")),
        Field("series", gettext_lazy("Group of goods"), ("группа", "серия", "категория", "раздел", "series", "category")),
        Field("unit", gettext_lazy("Unit"), ("единица", "ед. изм.", "ед.", "единица измерения")),
        Field("price", gettext_lazy("Price, ₽"), ("цена", "стоимость", "розничная цена", "sales price", "price")),
        Field("vat_percent", gettext_lazy("VAT, %"), ("ндс", "ставка ндс", "vat")),
    )

    def key_of(self, record: Record) -> str:
        if not record["name"]:
            raise Refused(_("There is no name of the good"))
        return folded_name(record["name"])

    def look_up(self, records: Sequence[Record]) -> None:
        self.known = {good.folded_name: good for good in Good.objects.kept().filter(folded_name__in=self.keys)}

    def place(self, record: Record, key: str) -> None:
        facts = self._facts(record)
        known = self.known.get(key)
        if known is None:
            self.result.new.append(Draft(record.number, facts))
        else:
            # The spelling of the first comer stays: «GTXPro» does not rename «GTX Pro».
            self.keep_or_change(record, known, {name: value for name, value in facts.items() if name != "name"})

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        return [Written(good) for good in load_goods([draft.facts for draft in drafts], by=self.by)]

    def write_change(self, change: Change) -> Written:
        good = Good.objects.select_for_update().get(pk=change.thing.pk)
        return self.written_change(change, change_good(good, dict(change.facts), by=self.by))

    def _facts(self, record: Record) -> dict[str, Any]:
        facts: dict[str, Any] = {name: record[name][:length] for name, length in LENGTHS.items() if record[name]}
        price = money_of(record["price"])
        if price is not None:
            facts["price"] = price
        if record["vat_percent"]:
            rate = record["vat_percent"].strip("% ")
            if not rate.isdigit() or int(rate) > 100:
                raise Refused(_("“%(text)s” is not a VAT rate") % {"text": record["vat_percent"][:20]})
            facts["vat_percent"] = int(rate)
        return facts | own_facts(record, self)
