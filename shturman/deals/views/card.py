from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.actions import add_note
from shturman.clients.models import Client
from shturman.clients.note_entry import refuse_note
from shturman.clients.note_lines import pinned_notes
from shturman.clients.queries import story_of
from shturman.clients.trail import leave_trail
from shturman.deals.access import (
    can_assign_deal,
    can_delete_deal,
    can_edit_deal,
    can_take_deal,
    is_handed_over,
    sees_client_of,
    sees_fate_only,
)
from shturman.deals.actions import change_deal, delete_deal
from shturman.deals.actions.changing import CHANGEABLE
from shturman.deals.forms import ChangeDealForm
from shturman.deals.list_columns import SORTS
from shturman.deals.models import Deal
from shturman.deals.queries.around import around
from shturman.deals.queries.board import stalled_days
from shturman.deals.queries.course import course_of, stages_before
from shturman.deals.queries.listing import DEFAULT_SORT, neighbours
from shturman.deals.questions import narrowed
from shturman.deals.views.common import deal_filter, deal_or_404, deal_or_its_fate, stages_possible
from shturman.fields.known import fields_on
from shturman.fields.naming import facts_of, unfilled
from shturman.journal.queries import entries_about, lines_of, who_changed_last
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.conflicts import met
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.kit.once import once

# Of the people around a deal only names: whole rows of them cost more than the deal itself. The reason is read where there is one.
CARD = ("client", "responsible", "registrar", "kind")
SHOWN = (
    *(field.name for field in Deal._meta.concrete_fields if field.name != "search"),
    *("client__name", "client__inn", "client__responsible", "client__department", "kind__name"),
    *("responsible__surname", "responsible__given_name", "registrar__surname", "registrar__given_name"),
)


# The name of a picked client speaks for his number.
CLIENT_FIELDS = (("client_name", "client"),)


@require_GET
def deal_card(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_its_fate(request, deal_id, CARD, SHOWN)
    if sees_fate_only(request.user, deal):
        return _fate(request, deal)
    leave_trail(request, deal)
    beside = around(deal, request.user)
    stages = stages_before(request.user, deal)
    course = course_of(deal, stages)
    takes_notes = not is_handed_over(request.user, deal)
    story = story_of("deal", deal.pk, request.GET.get("group", ""), reader=request.user, takes_notes=takes_notes)
    context: dict[str, Any] = {
        "section": "funnel",
        "deal": deal,
        "course": course,
        "used_percent": next((point.used_percent for point in course if point.tone == "current"), 0),
        "next_stage": next((stage for stage in stages if stage.position > deal.stage.position and (stage.is_open or stage.is_won)), None)
        if deal.is_open
        else None,
        "refusal_stage": next((stage for stage in stages if stage.kind == "lost"), None) if deal.is_open else None,
        "can_edit": can_edit_deal(request.user, deal),
        "takes_notes": takes_notes,
        "can_assign": can_assign_deal(request.user, deal),
        "can_delete": can_delete_deal(request.user, deal),
        "can_take": can_take_deal(request.user, deal),
        "sees_client": sees_client_of(request.user, deal),
        **beside,
        "stalled_days": stalled_days(deal),
        "panels": {panel.name: panel.render(request, deal) for panel in house.panels("deal_card")},
        "pinned": pinned_notes("deal", deal.pk, reader=request.user, takes_notes=takes_notes) if story.has_pinned else (),
        "story": story,
        "own": facts_of(deal, fields := fields_on(deal, request.user)),
        "unfilled": unfilled(deal, fields),
        "came_from": request.GET.urlencode(),
    }
    if deal.possible_duplicate_of_id:
        twin = deal.possible_duplicate_of
        context |= {"twin": twin, "sees_twin": Client.objects.visible_to(request.user).filter(pk=deal.possible_duplicate_of_id).exists()}
    return render(request, "deals/card.html", context)


def _fate(request: HttpRequest, deal: Deal) -> HttpResponse:
    """What an agent learns of the deal that he registered: where it stands, since when, how it ended."""
    course = course_of(deal, stages_before(request.user, deal))
    used = next((point.used_percent for point in course if point.tone == "current"), 0)
    return render(request, "deals/fate.html", {"section": "funnel", "deal": deal, "course": course, "used_percent": used})


@require_GET
def deal_story(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The timeline: another filter, or what came before."""
    deal = deal_or_404(request, deal_id)
    before = row_id(request.GET.get("before")) or 0
    takes_notes = not is_handed_over(request.user, deal)
    story = story_of("deal", deal.pk, request.GET.get("group", ""), before, reader=request.user, takes_notes=takes_notes)
    return render(request, "clients/_story.html", {"story": story, "story_url": f"/deals/{deal.pk}/story/"})


@require_GET
def neighbour_deal(request: HttpRequest, deal_id: int, way: str) -> HttpResponse:
    """`[` and `]`: the deal before or after this one in the list it was opened from."""
    deal = deal_or_404(request, deal_id)
    chosen = deal_filter(request)
    condition = narrowed(chosen)
    if (funnel := row_id(request.GET.get("funnel"))) is not None:
        condition &= Q(funnel=funnel)
    settle = partial(SORTS.settled, request.GET.get("sort", ""), request.user, DEFAULT_SORT)
    before, after = neighbours(deal, request.user, condition, settle, stages_possible(request, chosen))
    found = before if way == "before" else after
    if found is None:
        toast(request, _("This is the end of the list"), level="info")
        found = deal.pk
    return redirect(f"/deals/{found}/?{request.GET.urlencode()}")


@require_http_methods(["GET", "POST"])
def change_deal_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    now = ChangeDealForm(instance=deal, member=request.user)
    seen = {name: getattr(deal, name) for name in (*CHANGEABLE, *(field.key for field in now.own_fields))}
    if request.method == "GET":
        return _change_form(request, deal, now)
    data, conflicts = met(request.POST, now, CLIENT_FIELDS)
    form = ChangeDealForm(data, request.FILES, instance=deal, member=request.user)
    if conflicts:
        colleague = who_changed_last("deal", deal.pk)
        return _change_form(request, deal, form, conflicts=conflicts, untouched=now, colleague=colleague)
    if form.is_valid():
        try:
            change_deal(Deal.objects.get(pk=deal.pk), form.changes(), by=request.user, seen=seen)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, deal.get_absolute_url())
    return _change_form(request, deal, form)


def _change_form(request: HttpRequest, deal: Deal, form: ChangeDealForm, **more: Any) -> HttpResponse:
    context = {"section": "funnel", "deal": deal, "form": form, **more}
    return answer(request, "deals/change.html", context, fragment="deals/_change_form.html", status=422 if form.is_bound else 200)


@require_GET
def deal_history(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Who changed which field, from what to what."""
    deal = deal_or_404(request, deal_id)
    changes = ["deals.deal_changed", "deals.deal_assigned", "deals.deal_lines_set", "deals.deal_opened"]
    entries = entries_about("deal", deal.pk).filter(kind__in=changes).select_related("by", "undone")[:100]
    context = {"section": "funnel", "deal": deal, "lines": lines_of(list(entries), request.user)}
    return answer(request, "deals/history.html", context, fragment="deals/_history.html")


@require_POST
def delete_deal_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    try:
        entry = delete_deal(deal, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, deal.get_absolute_url())
    toast(request, _("The deal %(number)s is in the trash") % {"number": deal.number}, undo=entry.pk)
    return go(request, f"/deals/?funnel={deal.funnel_id}")


@require_POST
@once
def note_deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    try:
        add_note(deal, request.POST.get("text", ""), by=request.user)
    except Refused as refusal:
        return refuse_note(request, refusal, deal.get_absolute_url(), card="deal", card_id=deal.pk, hint=_("A note on the deal"))
    return go(request, deal.get_absolute_url())
