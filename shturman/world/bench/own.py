"""Twenty own fields of deals, filled in: what a company that has set its house up carries on every row."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import QueryDict

from shturman.company.models import Member
from shturman.fields.actions import add_field
from shturman.fields.models import OwnField
from shturman.lists.actions.saving import save_view
from shturman.lists.bar import address_of
from shturman.lists.models import SavedView

KINDS = ("text", "number", "money", "date", "choice", "many", "flag", "person")
COUNT = 20
CHOICES = [(None, f"Вариант {place}") for place in range(1, 6)]
VALUES = {
    "text": "to_jsonb('слова ' || n %% 1000)",
    "number": "to_jsonb((abs(hashint4(n + {pk})) %% 500)::text)",
    "money": "to_jsonb((abs(hashint4(n + {pk})) %% 90000 * 100)::text)",
    "date": "to_jsonb((current_date + abs(hashint4(n + {pk})) %% 300)::text)",
    "choice": "to_jsonb((ARRAY{choices}::bigint[])[1 + abs(hashint4(n + {pk})) %% 5])",
    "many": "to_jsonb((ARRAY{choices}::bigint[])[1:1 + abs(hashint4(n + {pk})) %% 5])",
    "flag": "to_jsonb(abs(hashint4(n + {pk})) %% 2 = 0)",
    "person": "to_jsonb(member.id)",
}


def add_bench_fields(owner: Member) -> list[OwnField]:
    kinds = [KINDS[place % len(KINDS)] for place in range(COUNT)]
    return [add_field("deal", kind, {"name": f"Поле {place}: {kind}", "choices": CHOICES}, by=owner) for place, kind in enumerate(kinds, 1)]


def values_of_deal(fields: Sequence[OwnField]) -> str:
    """SQL of the column: each deal has them all."""
    told = []
    for field in fields:
        choices = list(field.choices.values_list("pk", flat=True))
        told.append(f"'{field.pk}', " + VALUES[field.kind].format(pk=field.pk, choices=choices))
    return f"jsonb_build_object({', '.join(told)})"


def save_view_of_own_fields(owner: Member) -> None:
    """Three own columns, two own conditions, which four deals of ten answer."""
    of_kind = {field.kind: f"own_{field.pk}" for field in OwnField.objects.filter(thing="deal").order_by("-pk")}
    columns = ["client", "stage", "next_step", of_kind["money"], of_kind["choice"], of_kind["person"], "amount"]
    query = {"columns": ",".join(columns), of_kind["flag"]: "yes", f"{of_kind['number']}_from": "100"}
    save_view("deals", "Свои поля", QueryDict(urlencode(query)), by=owner)


def query_of_view() -> str:
    return address_of(SavedView.objects.earliest("pk")).removeprefix("?")
