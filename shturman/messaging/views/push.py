"""Browsers that take notices, and presses on the notices themselves."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shturman.kit.answers import go, toast
from shturman.kit.devices import named
from shturman.kit.errors import Refused
from shturman.messaging.actions import add_browser, remove_browser, see_delivery, snooze_once
from shturman.messaging.channels.push import Browser
from shturman.messaging.models import PushSubscription
from shturman.messaging.push_tokens import delivery_of

MINE = "/reminders/mine/"


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """`subscription` is what the browser gives, as it gives it."""
    try:
        given: Any = json.loads(request.POST.get("subscription", ""))
        browser = Browser(str(given["endpoint"])[:1000], str(given["keys"]["p256dh"])[:200], str(given["keys"]["auth"])[:100])
        add_browser(browser, named(request.headers.get("User-Agent", "")), by=request.user)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"reason": _("The browser has given keys that do not fit")}, status=422)
    except Refused as refusal:
        return JsonResponse({"reason": str(refusal)}, status=422)
    toast(request, _("Notices in this browser are on"))
    return HttpResponse(status=204)


@require_POST
def end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    remove_browser(get_object_or_404(PushSubscription, pk=subscription_id, member=request.user), by=request.user)
    toast(request, _("That browser gets no notices any more"), level="info")
    return go(request, MINE)


@login_not_required
@csrf_exempt
@require_POST
def snooze(request: HttpRequest) -> HttpResponse:
    """The service worker has no page and no form: the signed token of the notice stands for both."""
    delivery = delivery_of(request.POST.get("token", ""))
    if delivery is None:
        return HttpResponse(status=403)
    try:
        is_done = snooze_once(delivery)
    except Refused as refusal:
        return JsonResponse({"reason": str(refusal)}, status=409)
    return HttpResponse(status=204 if is_done else 409)


@login_not_required
@csrf_exempt
@require_POST
def shown(request: HttpRequest) -> HttpResponse:
    delivery = delivery_of(request.POST.get("token", ""))
    if delivery is None:
        return HttpResponse(status=403)
    see_delivery(delivery)
    return HttpResponse(status=204)
