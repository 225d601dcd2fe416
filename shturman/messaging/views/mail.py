from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.keyset import Order, page
from shturman.messaging.access import can_keep_mail
from shturman.messaging.actions import check_mail_server, resend_letter, set_mail_server
from shturman.messaging.forms import MailServerForm
from shturman.messaging.models import Letter, MailServer

LIST_SIZE = 50
MAIL, OUTBOX = "/mail/", "/mail/letters/"


@require_http_methods(["GET", "POST"])
def mail_server(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    server = MailServer.objects.filter(pk=1).first()
    form = MailServerForm(request.POST or None, instance=MailServer.objects.filter(pk=1).first(), initial=_first_guess(request, server))
    if request.method == "POST" and form.is_valid():
        try:
            set_mail_server(form.facts(), password=form.cleaned_data["password"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("The mail settings are kept. Check them by a letter"))
            return go(request, MAIL)
    context = {"section": "mail", "server": server, "form": form, "waiting": Letter.objects.waiting().count()}
    return answer(request, "messaging/mail_server.html", context, status=422 if form.errors else 200)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    server = MailServer.objects.filter(pk=1).first()
    context: dict[str, Any] = {"section": "mail", "server": server, "form": MailServerForm(instance=server)}
    try:
        context["outcome"] = check_mail_server(by=request.user)
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return answer(request, "messaging/mail_server.html", context, fragment="messaging/_check.html")


@require_GET
def letter_list(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    state = request.GET.get("state", "")
    state = state if state in Letter.State.values else ""
    rows = Letter.objects.filter(state=state) if state else Letter.objects.all()
    found = page(rows.defer("text", "html"), Order("id", descending=True), request.GET.get("cursor", ""), LIST_SIZE)
    context = {
        "section": "mail",
        "letters": found.rows,
        "filters": [_chip(value, label, state) for value, label in Letter.State.choices],
        "next_url": f"?state={state}&cursor={found.next_cursor}&part=rows" if found.next_cursor else "",
    }
    return answer(request, "messaging/letters.html", context, fragment="messaging/_letter_rows.html" if request.GET.get("part") else "")


@require_GET
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    _owner_only(request)
    return render(request, "messaging/letter_page.html", {"section": "mail", "letter": get_object_or_404(Letter, pk=letter_id)})


@require_POST
def resend(request: HttpRequest, letter_id: int) -> HttpResponse:
    _owner_only(request)
    asked = get_object_or_404(Letter, pk=letter_id)
    try:
        resend_letter(asked, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("The letter is in the queue"))
    return go(request, f"{OUTBOX}{asked.pk}/")


def _owner_only(request: HttpRequest) -> None:
    if not can_keep_mail(request.user):
        raise PermissionDenied(_("The mail of the company is set up by its owner"))


def _first_guess(request: HttpRequest, server: MailServer | None) -> dict[str, str]:
    return {} if server else {"public_url": request.build_absolute_uri("/").rstrip("/")}


def _chip(value: str, label: str, chosen: str) -> dict[str, object]:
    return {"label": label, "url": f"?state={value}", "is_on": value == chosen, "remove_url": OUTBOX}
