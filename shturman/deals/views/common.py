from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from shturman.deals.models import Deal, Funnel
from shturman.deals.models.sight import PossibleStages
from shturman.deals.questions import KINDS_OF_STATE, Asker, questions_of
from shturman.deals.veil import veil
from shturman.kit.filters import Filter, read
from shturman.kit.ids import row_id

# The words that search looks through are for search alone.
CARD = ("client", "stage", "funnel", "responsible", "registrar", "kind", "loss_reason")


def deal_or_404(request: HttpRequest, deal_id: int, related: Sequence[str] = CARD, shown: Sequence[str] = ()) -> Deal:
    deals = Deal.objects.inside_for(request.user)
    return _found(request, deals.only(*shown) if shown else deals.defer("search", "client__search"), deal_id, related)


def deal_or_its_fate(request: HttpRequest, deal_id: int, related: Sequence[str], shown: Sequence[str]) -> Deal:
    """The card alone is shown to whoever follows the fate of a deal; it reads the columns that it shows."""
    return _found(request, Deal.objects.visible_to(request.user).only(*shown), deal_id, related)


def _found(request: HttpRequest, deals: QuerySet[Deal], deal_id: int, related: Sequence[str]) -> Deal:
    deal = get_object_or_404(deals.select_related(*related), pk=deal_id)
    veil([deal], request.user)
    return deal


def chosen_of(funnels: Sequence[Funnel], request: HttpRequest) -> Funnel | None:
    """The one in the URL, else the first that the member sees."""
    asked = row_id(request.GET.get("funnel"))
    if asked is None:
        return funnels[0] if funnels else None
    for funnel in funnels:
        if funnel.pk == asked:
            return funnel
    raise Http404


def deal_filter(request: HttpRequest, *, whole: bool = False) -> Filter:
    """`whole`: with every question there is, for the dialog that offers them."""
    return read(request.GET, questions_of(request.user, None if whole else request.GET), Asker.of(request.user), without=["funnel"])


def stages_possible(request: HttpRequest, chosen: Filter) -> PossibleStages:
    """Where the deals of this filter can stand at all."""
    state = chosen.answers.get("state", "all" if chosen.asks("state") else "open")
    return PossibleStages(KINDS_OF_STATE.get(state, ()), row_id(chosen.answers.get("stage")), row_id(request.GET.get("funnel")))


def quick_filters(chosen: Filter) -> list[dict[str, object]]:
    """Chips: the answers given, then the quick ones that are still off."""
    chips: list[dict[str, object]] = [{"label": chip.label, "remove_url": chip.remove_url, "is_on": True} for chip in chosen.chips()]
    for key, value, icon, tone in (
        ("responsible", "me", "user", ""),
        ("next_step", "overdue", "alert", "late"),
        ("idle", "1", "anchor", ""),
    ):
        if key in chosen.questions and key not in chosen.answers:
            label = chosen.questions[key].describe(value)
            chips.append({"label": label, "url": chosen.url_with(key, value), "icon": icon, "tone": tone, "is_on": False})
    return chips


def is_narrowed(chosen: Filter) -> bool:
    """By more than the choice of a funnel."""
    return bool(chosen.groups or chosen.answers.keys() - {"funnel"})


def filter_url(chosen: Filter, back: str) -> str:
    """«Условие»: the dialog with every question, that comes back here."""
    return f"/deals/filter/?{chosen.query()}&back={back}"
