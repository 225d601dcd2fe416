from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.messaging.access import can_keep_mail
from shturman.messaging.actions import ask_balance, check_channel, remove_sms_gateway, set_sms_gateway
from shturman.messaging.channels.sms.parts import parts_of
from shturman.messaging.forms import SmsGatewayForm
from shturman.messaging.messages import check_message, sms_of
from shturman.messaging.models import Channel, SmsGateway

SMS = "/mail/sms/"


@require_http_methods(["GET", "POST"])
def sms_gateway(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    form = SmsGatewayForm(request.POST or None, instance=_kept())
    if request.method == "POST" and form.is_valid():
        try:
            set_sms_gateway(form.facts(), key=form.cleaned_data["key"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("The SMS gateway is kept. Check it by a message"))
            return go(request, SMS)
    return answer(request, "messaging/sms_gateway.html", {**_about(), "form": form}, status=422 if form.errors else 200)


@require_POST
def check_sms(request: HttpRequest) -> HttpResponse:
    """A message to one's own phone: it costs as much as any other."""
    return _checked(request, lambda: {"check": check_channel(Channel.SMS, by=request.user)})


@require_POST
def balance(request: HttpRequest) -> HttpResponse:
    return _checked(request, lambda: {"balance": ask_balance(by=request.user)})


@require_POST
def remove_sms(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    remove_sms_gateway(by=request.user)
    toast(request, _("The SMS gateway is removed"), level="info")
    return go(request, SMS)


def _checked(request: HttpRequest, act: Any) -> HttpResponse:
    _owner_only(request)
    context = {**_about(), "form": SmsGatewayForm(instance=_kept())}
    try:
        context |= act()
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return answer(request, "messaging/sms_gateway.html", context, fragment="messaging/_sms_check.html")


def _about() -> dict[str, Any]:
    return {"section": "mail", "gateway": _kept(), "parts": parts_of(sms_of(check_message()))}


def _kept() -> SmsGateway | None:
    return SmsGateway.objects.filter(pk=1).first()


def _owner_only(request: HttpRequest) -> None:
    if not can_keep_mail(request.user):
        raise PermissionDenied(_("The SMS gateway is set up by the owner of the company"))
