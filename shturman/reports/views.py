from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.deals.models import Deal, Funnel
from shturman.deals.questions import Asker, questions_of
from shturman.kit import house
from shturman.kit.answers import answer, part
from shturman.kit.filters import Chip, Filter, read
from shturman.reports.access import can_read_reports
from shturman.reports.cuts import CUTS, Asked, words_of_cuts
from shturman.reports.figures import Sold, years_with_sales
from shturman.reports.periods import Period, asked
from shturman.reports.tables import sold_cells, sold_heads

# The period answers these; the state belongs to each figure.
OWN = ("state", "closed_from", "closed_to")
OWN_OF_FUNNEL = (*OWN, "opened_from", "opened_to")


@require_GET
def sales(request: HttpRequest) -> HttpResponse:
    _readers_only(request)
    cut, today, asker = _cut(request), timezone.localdate(), Asker.of(request.user)
    funnels = _funnels(request) if cut == "funnel" or request.GET.get("funnel") else []
    chosen, period = _filter(request, cut, funnels, asker), asked(request.GET, today)
    what = _asked(chosen, period, asker, cut, funnels)
    cuts = CUTS[cut](what)
    total = cuts[0].total if cuts else None
    context: dict[str, Any] = {
        "section": "reports",
        "cut": cut,
        "cuts": cuts,
        "figures": _figures(total, what.conditions) if total and total.decided else (),
        "period_words": period.words(today),
        "period": period,
        "tabs": [(words, _url(chosen, period, key), key == cut) for key, words in words_of_cuts()],
        "periods": [_choice(words, key, chosen, period, cut) for key, words in _named()],
        "years_url": f"/reports/years/{_url(chosen, period, cut)}",
        "all_rows_url": f"{_url(chosen, period, cut)}&rows=all",
        "kept": {"by": cut, **chosen.told()},
        "filters": [_chip(chip, chosen, period, cut) for chip in chosen.chips()],
        "filter_url": f"/reports/filter/?{urlencode({'by': cut, **period.params(), **chosen.told()})}",
    }
    return answer(request, "reports/sales.html", context)


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """Those in which anything was sold: asked for when the choice is opened."""
    _readers_only(request)
    cut, asker = _cut(request), Asker.of(request.user)
    chosen, period = _filter(request, cut, _funnels(request), asker), asked(request.GET, timezone.localdate())
    found = years_with_sales(Deal.objects.visible_to(request.user), asker.zone)
    return part(request, "reports/_years.html", {"years": [_choice(str(year), str(year), chosen, period, cut) for year in found]})


@require_GET
def filter_form(request: HttpRequest) -> HttpResponse:
    """The same questions as of the list of deals."""
    _readers_only(request)
    cut = _cut(request)
    chosen = _filter(request, cut, _funnels(request), Asker.of(request.user), whole=True)
    period = asked(request.GET, timezone.localdate())
    context: dict[str, Any] = {
        "section": "reports",
        "questions": chosen.offered(),
        "groups": chosen.offered_groups(),
        "action": "/reports/",
    }
    context["kept"] = {"by": cut, **period.params()}
    return answer(request, "reports/filter.html", context, fragment="deals/_filter_form.html")


def _readers_only(request: HttpRequest) -> None:
    if not can_read_reports(request.user):
        raise PermissionDenied(_("Reports are for those who see deals: the right is given by the owner"))


def _cut(request: HttpRequest) -> str:
    asked_for = request.GET.get("by", "")
    return asked_for if asked_for in CUTS else "manager"


def _funnels(request: HttpRequest) -> list[Funnel]:
    return list(Funnel.objects.visible_to(request.user))


def _filter(request: HttpRequest, cut: str, funnels: Sequence[Funnel], asker: Asker, *, whole: bool = False) -> Filter:
    """A funnel that the viewer has not narrows nothing, here as in the list."""
    known = request.GET.get("funnel", "") in {str(funnel.pk) for funnel in funnels}
    without = (*(OWN_OF_FUNNEL if cut == "funnel" else OWN), *(() if known else ("funnel",)))
    questions = questions_of(asker.member, None if whole else request.GET)
    chosen = read(request.GET, questions, asker, without=without)
    # The list has its funnel beside the conditions, not among the alternatives: so has the report.
    return replace(chosen, groups={number: kept for number, group in chosen.groups.items() if (kept := _but_funnel(group))})


def _but_funnel(group: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in group.items() if key != "funnel"}


def _asked(chosen: Filter, period: Period, asker: Asker, cut: str, funnels: Sequence[Funnel]) -> Asked:
    """Sales by the day of closing; the course of the funnel by the day of opening."""
    days, questions = period.days("opened" if cut == "funnel" else "closed"), house.questions("deal_list")
    condition = chosen.q()
    for key, value in days.items():
        condition &= questions[key].condition(value, asker) or Q()
    if cut != "funnel":
        condition &= Q(closed_at__isnull=False)
    shown = [funnel for funnel in funnels if chosen.answers.get("funnel", str(funnel.pk)) == str(funnel.pk)]
    deals = Deal.objects.visible_to(asker.member).filter(condition)
    return Asked(deals, {**chosen.told(), **days}, period, asker, shown, chosen.params.get("rows") == "all")


def _figures(total: Sold, conditions: dict[str, str]) -> list[dict[str, str]]:
    heads, cells = sold_heads(), sold_cells(total, conditions)
    order = (1, 0, 3, 4, 5)
    return [{"label": heads[place], "value": cells[place].text, "url": cells[place].url} for place in order]


def _named() -> list[tuple[str, str]]:
    return [("month", _("This month")), ("quarter", _("Quarter")), ("year", _("Year")), ("all", _("All the time"))]


def _url(chosen: Filter, period: Period, cut: str, *, without: str = "") -> str:
    kept = {name: value for name, value in chosen.told().items() if without not in (name, name.partition(".")[0])}
    return "?" + urlencode({**kept, "by": cut, **period.params()})


def _choice(words: str, key: str, chosen: Filter, period: Period, cut: str) -> tuple[str, str, bool]:
    return words, _url(chosen, Period(key, None, None), cut), key == period.key


def _chip(chip: Chip, chosen: Filter, period: Period, cut: str) -> dict[str, Any]:
    return {"label": chip.label, "remove_url": _url(chosen, period, cut, without=chip.key), "is_on": True}
