"""Five viewers of the same lists: whoever sees little must not wait for what he does not see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shturman.company.models import Member
from shturman.deals.actions import change_stage
from shturman.deals.models import Stage
from shturman.world.bench.company import HEAD_LOGIN, MANAGER_LOGIN, NEWCOMER_LOGIN

# Title, address and the p50 allowed at 100,000 deals, milliseconds.
LISTS = (
    ("список открытых", "/deals/list/", 19.0),
    ("список всех", "/deals/list/?state=all", 19.0),
    ("список по сумме", "/deals/list/?state=all&sort=-amount", 19.0),
    ("доска", "/deals/", 30.0),
    ("клиенты", "/clients/", 19.0),
    ("задачи", "/tasks/?who=", 19.0),
    ("поиск", "/search/?q=Петров", 20.0),
)
VIEWERS = (("видит своё", MANAGER_LOGIN), ("видит отдел", HEAD_LOGIN), ("видит всё", "owner"), ("новичок", NEWCOMER_LOGIN))
OF_COMMON = ("своё и общий «Отказ»", "m2")


@contextmanager
def refusals_open_to_all() -> Iterator[None]:
    stage, owner = Stage.objects.filter(kind=Stage.Kind.LOST).order_by("pk")[0], Member.objects.owners()[0]
    change_stage(stage, {"is_seen_by_all": True}, by=owner)
    try:
        yield
    finally:
        change_stage(stage, {"is_seen_by_all": False}, by=owner)
