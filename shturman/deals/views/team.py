"""Who takes part in a deal: the responsible, contact people, observers; and the goods of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shturman.company.models import Member
from shturman.deals.actions import (
    LinesChanged,
    NewLine,
    add_contact,
    add_observer,
    assign_deals,
    print_of_lines,
    remove_contact,
    remove_observer,
    set_lines,
)
from shturman.deals.forms import ContactForm, LineFormSet
from shturman.deals.models import Deal
from shturman.deals.views.common import deal_or_404
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id


@require_http_methods(["GET", "POST"])
def assign_deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    if request.method == "POST":
        responsible = get_object_or_404(Member.objects.active(), pk=row_id(request.POST.get("responsible")))
        return _done(request, deal, lambda: assign_deals([deal], responsible, by=request.user))
    people = Member.objects.active().exclude(pk=deal.responsible_id).order_by("surname", "given_name")
    context = {
        "section": "funnel",
        "deal": deal,
        "people": people,
        "title": _("Who will lead the deal?"),
        "name": "responsible",
        "verb": _("Hand over"),
    }
    return answer(request, "deals/pick_member.html", context, fragment="deals/_pick_member.html")


@require_http_methods(["GET", "POST"])
def add_observer_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    if request.method == "POST":
        member = get_object_or_404(Member.objects.active(), pk=row_id(request.POST.get("observer")))
        return _done(request, deal, lambda: add_observer(deal, member, by=request.user))
    watching = deal.observers.values("member")
    people = Member.objects.active().exclude(pk__in=watching).exclude(pk=deal.responsible_id).order_by("surname", "given_name")
    context = {
        "section": "funnel",
        "deal": deal,
        "people": people,
        "title": _("Who will watch the deal?"),
        "name": "observer",
        "verb": _("Add"),
    }
    return answer(request, "deals/pick_member.html", context, fragment="deals/_pick_member.html")


@require_POST
def remove_observer_view(request: HttpRequest, deal_id: int, observer_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    observer = get_object_or_404(deal.observers, pk=observer_id)
    return _done(request, deal, lambda: remove_observer(observer, by=request.user))


@require_http_methods(["GET", "POST"])
def add_contact_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    form = ContactForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            add_contact(deal, form.cleaned_data["person_id"], form.cleaned_data["role"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, deal.get_absolute_url())
    context = {"section": "funnel", "deal": deal, "form": form}
    return answer(request, "deals/contact.html", context, fragment="deals/_contact_form.html", status=422 if form.errors else 200)


@require_POST
def remove_contact_view(request: HttpRequest, deal_id: int, contact_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    contact = get_object_or_404(deal.contacts.select_related("deal", "person"), pk=contact_id)
    return _done(request, deal, lambda: remove_contact(contact, by=request.user))


@require_http_methods(["GET", "POST"])
def set_lines_view(request: HttpRequest, deal_id: int) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    # Before the lines are read: written in between, they are told of rather than lost.
    stand = print_of_lines(deal)
    rows = [
        {"good": line.good_id, "name": line.name, "quantity": f"{line.quantity.normalize():f}", "price": line.price}
        for line in deal.lines.all()
    ]
    sold = {"sold": {row["good"] for row in rows}}
    if request.method == "GET":
        return _lines_form(request, deal, LineFormSet(initial=rows, prefix="lines", form_kwargs=sold), stand)
    forms, seen, refusal = LineFormSet(request.POST, prefix="lines", form_kwargs=sold), request.POST.get("seen"), ""
    if forms.is_valid():
        lines = [_line(form.cleaned_data) for form in forms if form.cleaned_data and not form.is_blank()]
        try:
            set_lines(deal, lines, by=request.user, seen=seen)
        except Refused as refused:
            refusal = refused.reason
            # Once it is told, a second press writes what the person has typed.
            seen = print_of_lines(deal) if isinstance(refused, LinesChanged) else seen
        else:
            return go(request, deal.get_absolute_url())
    return _lines_form(request, deal, forms, seen, refusal)


def _lines_form(request: HttpRequest, deal: Deal, forms: Any, seen: str | None, refusal: str = "") -> HttpResponse:
    context = {"section": "funnel", "deal": deal, "forms": forms, "seen": seen, "refusal": refusal}
    return answer(request, "deals/lines.html", context, fragment="deals/_lines_form.html", status=422 if forms.is_bound else 200)


def _line(facts: dict[str, Any]) -> NewLine:
    """The good's own name and price stand unless others are typed: a price of zero is a gift."""
    good, price = facts.get("good"), facts["price"]
    if price is None:
        price = good.price if good else Decimal(0)
    return NewLine(name=facts["name"] or good.name, price=price, quantity=facts["quantity"], good=good)


def _done(request: HttpRequest, deal: Deal, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    still_seen = Deal.objects.visible_to(request.user).filter(pk=deal.pk).exists()
    return go(request, deal.get_absolute_url() if still_seen else "/deals/")
