from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shturman.deals.actions import GivenFacts, move_deal, place_on_board
from shturman.deals.asking import GivenFactsForm
from shturman.deals.gates import asked, obstacles_to
from shturman.deals.models import Deal, Stage
from shturman.deals.views.common import deal_or_404
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.answers import answer, go, is_part, part, refresh, toast
from shturman.kit.errors import Missing, Refused
from shturman.kit.ids import row_id

# A move is waited for: the joins of the card take longer to plan than the move to make. What it lacks is asked of the whole row.
MOVED = ("stage",)
STANDS = ("title", "client_id", "funnel_id", "stage__funnel_id", "responsible_id", "department_id", "registrar_id")
STAGE = tuple(f"stage__{name}" for name in ("name", "kind", "position", "is_for_managers", "is_open_to_all"))


@require_http_methods(["GET", "POST"])
def move_deal_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    """One gate for board, picker, card and keyboard. GET asks where to; POST moves or asks for what is missing."""
    deal = deal_or_404(request, deal_id, MOVED, (*STANDS, *STAGE))
    asked_stage = row_id((request.POST or request.GET).get("stage"))
    if asked_stage is None:
        return _choose_stage(request, deal)
    stage = get_object_or_404(Stage.objects.kept().known_to(request.user).filter(funnel=deal.funnel_id), pk=asked_stage)
    if stage.pk == deal.stage_id:
        return _place_in_column(request, deal)
    if request.method == "GET":
        return _ask_missing(request, deal, stage, None, status=200)
    return _move(request, deal, stage)


def _move(request: HttpRequest, deal: Deal, stage: Stage) -> HttpResponse:
    form = None
    if request.POST.get("answered"):
        whole = deal_or_404(request, deal.pk, MOVED)
        missing = asked(obstacles_to(whole, stage, request.user, house.gates("move_deal")))
        form = GivenFactsForm(request.POST, request.FILES, missing=_asked_before(request, missing), member=request.user)
        if not form.is_valid():
            return _ask_missing(request, deal, stage, form)
    elif not stage.is_open and house.panels("close_deal") and is_part(request) and _hand_set_tasks(request, deal):
        return _ask_missing(request, deal, stage, None)
    given = form.given(_chosen_tasks(request)) if form else GivenFacts()
    try:
        entry = move_deal(deal, stage, by=request.user, given=given)
    except Refused as refusal:
        if refusal.missing:
            return _ask_missing(request, deal, stage, None, refusal=refusal)
        return _refused(request, deal, refusal)
    return _moved(request, deal, stage, entry)


def _moved(request: HttpRequest, deal: Deal, stage: Stage, entry: Entry) -> HttpResponse:
    _keep_place(request, deal)
    toast(request, _("Deal %(number)s → “%(stage)s”") % {"number": deal.number, "stage": stage.name}, undo=entry.pk)
    came_from = request.POST.get("from")
    if came_from == "picker":
        return refresh(request, f"/deals/?funnel={deal.funnel_id}&at={stage.pk}")
    if not is_part(request) or came_from == "card":
        return go(request, deal.get_absolute_url())
    response = part(request, "deals/_moved.html", {"deal": deal})
    response["HX-Trigger"] = "dialog:close, board:moved"
    return response


def _ask_missing(
    request: HttpRequest, deal: Deal, stage: Stage, form: GivenFactsForm | None, *, status: int = 422, refusal: Refused | None = None
) -> HttpResponse:
    deal = deal_or_404(request, deal.pk, MOVED)
    obstacles = obstacles_to(deal, stage, request.user, house.gates("move_deal"))
    missing = asked(obstacles)
    form = form or GivenFactsForm(missing=_with_words(missing), member=request.user)
    context: dict[str, Any] = {
        "section": "funnel",
        "deal": deal,
        "stage": stage,
        "form": form,
        "lacking": _in_words(missing),
        "obstacles": obstacles,
        "refusal": refusal or (obstacles[0].reason if obstacles else ""),
        "panels": [panel.render(request, deal) for panel in house.panels("close_deal")] if not stage.is_open else [],
        "place": {key: (request.POST or request.GET).get(key, "") for key in ("after", "before", "from")},
    }
    return answer(request, "deals/move.html", context, fragment="deals/_missing_form.html", status=status if is_part(request) else 200)


def _choose_stage(request: HttpRequest, deal: Deal) -> HttpResponse:
    stages = [stage for stage in deal.funnel.stages.kept().known_to(request.user) if stage.pk != deal.stage_id]
    context = {
        "section": "funnel",
        "deal": deal,
        "stages": stages,
        "from": request.GET.get("from", "card"),
        "next_stage": _after(deal, stages),
    }
    return answer(request, "deals/choose_stage.html", context, fragment="deals/_choose_stage.html")


def _after(deal: Deal, stages: Sequence[Stage]) -> Stage | None:
    """Where the deal goes unless something has happened: the focus stands there."""
    return next((stage for stage in stages if stage.position > deal.stage.position and (stage.is_open or stage.is_won)), None)


def _place_in_column(request: HttpRequest, deal: Deal) -> HttpResponse:
    if request.method == "POST":
        _keep_place(request, deal)
    return part(request, "deals/_moved.html", {"deal": deal}) if is_part(request) else go(request, deal.get_absolute_url())


def _keep_place(request: HttpRequest, deal: Deal) -> None:
    neighbours = {key: _neighbour(request, key) for key in ("after", "before")}
    if any(neighbours.values()):
        place_on_board(deal, after=neighbours["after"], before=neighbours["before"], by=request.user)


def _neighbour(request: HttpRequest, key: str) -> Deal | None:
    asked_id = row_id(request.POST.get(key))
    return Deal.objects.visible_to(request.user).filter(pk=asked_id).first() if asked_id is not None else None


def _refused(request: HttpRequest, deal: Deal, refusal: Refused) -> HttpResponse:
    toast(request, refusal.reason, level="late")
    if is_part(request):
        return part(request, "deals/_moved.html", {"deal": deal}, status=409)
    return go(request, deal.get_absolute_url())


def _asked_before(request: HttpRequest, missing: Sequence[Missing]) -> Sequence[Missing]:
    """The fields that the person has before him, even if somebody filled one of them meanwhile."""
    before_him = {*request.POST, *request.FILES, "loss_reason"}
    return _with_words([fact for fact in missing if fact.field in before_him] or list(missing))


def _with_words(missing: Sequence[Missing]) -> Sequence[Missing]:
    """A reason is picked from the list and may be explained at once."""
    if any(fact.field == "loss_reason" for fact in missing):
        return [*missing, Missing("loss_words", _("In own words"))]
    return missing


def _in_words(missing: Sequence[Missing]) -> str:
    """«Не хватает: сумма и дата закрытия»; of a refusal nothing is lacking, its reason is asked."""
    if not missing:
        return ""
    if [fact.field for fact in missing] == ["loss_reason"]:
        return _("Name the reason")
    names = [name if name[:2].isupper() else name[:1].lower() + name[1:] for name in (str(fact.label) for fact in missing)]
    return _("Lacking: %(names)s") % {"names": (" " + _("and") + " ").join(filter(None, (", ".join(names[:-1]), names[-1])))}


def _hand_set_tasks(request: HttpRequest, deal: Deal) -> bool:
    return any(panel.render(request, deal) for panel in house.panels("close_deal"))


def _chosen_tasks(request: HttpRequest) -> list[int]:
    return [known for value in request.POST.getlist("drop_task") if (known := row_id(value)) is not None]
