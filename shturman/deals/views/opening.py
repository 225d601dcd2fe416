from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shturman.clients.actions import add_client
from shturman.clients.models import Client
from shturman.clients.naming import kind_by_name
from shturman.company.models import Member
from shturman.company.sight import people_reached
from shturman.deals.actions import NewDeal, Registration, open_deal, register_deal
from shturman.deals.forms import OpenDealForm, RegisterDealForm
from shturman.deals.models import Deal, Funnel
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.kit.once import once

OF_CLIENT = {"phones": "phone", "name": "client"}


@require_http_methods(["GET", "POST"])
@once
def open_deal_view(request: HttpRequest) -> HttpResponse:
    if request.user.role.is_outside:
        return _register(request)
    form = OpenDealForm(
        request.POST or None,
        initial=_initial(request),
        member=request.user,
        funnels=Funnel.objects.visible_to(request.user),
        people=_people(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            deal = _open(form.cleaned_data, request.user)
        except Refused as refusal:
            _show(form, refusal)
        else:
            toast(request, _("Deal %(number)s is opened, its first task is set") % {"number": deal.number})
            return go(request, deal.get_absolute_url())
    status = 422 if form.errors else 200
    return answer(request, "deals/open.html", {"section": "funnel", "form": form}, fragment="deals/_open_form.html", status=status)


def _register(request: HttpRequest) -> HttpResponse:
    """An outside agent brings a deal: fewer questions, and nothing of the base behind them."""
    form = RegisterDealForm(request.POST or None, funnels=Funnel.objects.visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            deal = register_deal(Registration(**form.cleaned_data), by=request.user)
        except Refused as refusal:
            _show(form, refusal)
        else:
            toast(request, _("Deal %(number)s is registered as yours: here you see what becomes of it") % {"number": deal.number})
            return go(request, deal.get_absolute_url())
    context = {"section": "funnel", "form": form}
    return answer(request, "deals/register.html", context, fragment="deals/_register_form.html", status=422 if form.errors else 200)


def _show(form: BaseForm, refusal: Refused) -> None:
    """A client is added by the way: what his card calls phones and a name stands here under other names."""
    show_refusal(form, Refused(refusal.reason, field=OF_CLIENT.get(refusal.field or "", refusal.field)))


@transaction.atomic
def _open(facts: dict[str, Any], by: Member) -> Deal:
    new = NewDeal(
        title=facts["title"],
        funnel=facts["funnel"],
        responsible=facts["responsible"],
        client=_client(facts, by),
        amount=facts["amount"],
        expected_on=facts["expected_on"],
    )
    return open_deal(new, by=by)


def _client(facts: dict[str, Any], by: Member) -> Client | None:
    """The picked one, else a new one by the typed name."""
    if facts.get("known_client"):
        return facts["known_client"]
    if not facts["client"]:
        return None
    phones = [facts["phone"]] if facts["phone"] else []
    return add_client(
        {"kind": kind_by_name(facts["client"]), "name": facts["client"], "phones": phones, "responsible": facts["responsible"]}, by=by
    )


def _initial(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {"responsible": request.user.pk, "funnel": row_id(request.GET.get("funnel"))}
    client_id = row_id(request.GET.get("client"))
    client = Client.objects.visible_to(request.user).filter(pk=client_id).first() if client_id is not None else None
    if client:
        initial |= {"client": client.name, "client_id": client.pk}
    return initial


def _people(member: Member) -> Any:
    """Those to whom the member may give a deal."""
    return Member.objects.active().filter(people_reached(member, "deal", "transfer")).order_by("surname", "given_name")
