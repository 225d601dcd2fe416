"""The funnel on a desktop: stages with their counts and sums, each the list that it opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role
from shturman.company.rights import Reach
from shturman.deals.models import Deal, Funnel, Stage
from shturman.deals.models.sight import PossibleStages
from shturman.kit.house import Tile

IN_WORK = PossibleStages((Stage.Kind.IN_WORK,))


@dataclass(frozen=True)
class Line:
    stage: Stage
    count: int
    amount: Decimal
    url: str
    # Of the fullest stage, in per cent.
    share: int


@dataclass(frozen=True)
class FunnelLine:
    funnel: Funnel
    count: int
    amount: Decimal
    url: str


def funnel(member: Member) -> Mapping[str, Any]:
    """The funnel with the most deals by its stages, the others by a line each; who leads others sees theirs too."""
    funnels = {row.pk: row for row in Funnel.objects.visible_to(member)}
    stages = list(Stage.objects.in_work().known_to(member).filter(funnel__in=funnels))
    asked = {} if member.reach("deal", "see") not in (Reach.NONE, Reach.OWN) else {"responsible": "me"}
    deals = Deal.objects.visible_to(member, IN_WORK).open().filter(stage__in=[stage.pk for stage in stages])
    if asked:
        deals = deals.filter(responsible=member)
    rows = deals.order_by().values_list("stage").annotate(Count("pk"), Sum("amount"))
    found = {stage_id: (count, amount) for stage_id, count, amount in rows}
    by_funnel: dict[int, list[Line]] = defaultdict(list)
    fullest = max((count for count, _amount in found.values()), default=0)
    for stage in stages:
        count, amount = found.get(stage.pk, (0, Decimal(0)))
        url = _list({**asked, "funnel": stage.funnel_id, "stage": stage.pk})
        by_funnel[stage.funnel_id].append(Line(stage, count, amount, url, round(count / fullest * 100) if fullest else 0))
    wholes = [_whole(funnels[pk], lines, asked) for pk, lines in by_funnel.items()]
    chosen = max(wholes, key=lambda whole: whole.count, default=None)
    return {
        "label": FUNNEL.label if asked else gettext("Funnel"),
        "chosen": chosen,
        "lines": by_funnel[chosen.funnel.pk] if chosen else [],
        "others": [whole for whole in wholes if whole is not chosen and whole.count],
        "board_query": urlencode({**asked, "funnel": chosen.funnel.pk}) if chosen else "",
    }


def _whole(row: Funnel, lines: Sequence[Line], asked: Mapping[str, Any]) -> FunnelLine:
    """All open deals of a funnel stand on the stages of its course."""
    count, amount = sum(line.count for line in lines), sum((line.amount for line in lines), Decimal(0))
    return FunnelLine(row, count, amount, _list({**asked, "funnel": row.pk}))


def _list(asked: Mapping[str, Any]) -> str:
    return "/deals/list/?" + urlencode(asked)


FUNNEL = Tile(
    "funnel",
    _("My funnel"),
    _("How many deals stand on each stage and for what sum"),
    "funnel",
    "/deals/",
    "deals/tiles/funnel.html",
    funnel,
    kinds=tuple(base for base in Role.Base.values if base not in (Role.Base.COLLEAGUE,)),
    hears="deals",
    is_heavy=True,
    is_for=lambda member: member.reach("deal", "see") != Reach.NONE,
)
