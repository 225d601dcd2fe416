"""The dialog where columns of a list are chosen; the answer goes into the address, where a view keeps it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict

from shturman.company.models import Member
from shturman.kit.answers import answer, go
from shturman.kit.ids import row_id
from shturman.lists.columns import Columns

PASSING = ("cursor", "part")


def choose_columns(request: HttpRequest, columns: Columns, list_url: str, section: str) -> HttpResponse:
    params, member = request.GET.copy(), cast("Member", request.user)
    for name in PASSING:
        params.pop(name, None)
    if "column" in params:
        return go(request, f"{list_url}?{_answered(params, columns, member)}")
    shown = columns.chosen(params.pop("columns", [""])[-1], member)
    offered = [(column, 0) for column in columns.offered(member) if column not in shown]
    context = {
        "section": section,
        "kept": list(params.items()),
        "choices": [(column, place) for place, column in enumerate(shown, 1)] + offered,
    }
    return answer(request, "lists/columns.html", context, fragment="lists/_columns_form.html")


def _answered(params: QueryDict, columns: Columns, member: Member) -> str:
    marked = params.getlist("column")
    keys = sorted(marked, key=lambda key: row_id(params.get(f"place_{key}")) or len(marked) + 99)
    query = QueryDict(mutable=True)
    for name in params:
        if name != "column" and not name.startswith("place_"):
            query.setlist(name, params.getlist(name))
    query["columns"] = ",".join(column.key for column in columns.chosen(",".join(keys), member))
    return query.urlencode()
