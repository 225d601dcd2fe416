"""«Мои напоминания»: what a person chooses for himself, and whether it arrives."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shturman.company.zones import zone_name
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.messaging.actions import change_wishes, check_channel
from shturman.messaging.channels.push import public_key
from shturman.messaging.forms import HabitsForm, WishesForm
from shturman.messaging.models import Channel, PushSubscription
from shturman.messaging.reminded import last_checks
from shturman.messaging.ways import obstacle_of, wishes_of
from shturman.tasks.actions import choose_habits
from shturman.tasks.reminding import own_habits

MINE = "/reminders/mine/"


@require_http_methods(["GET", "POST"])
def own_wishes(request: HttpRequest) -> HttpResponse:
    member = request.user
    wishes = WishesForm(request.POST or None, instance=wishes_of(member))
    habits = HabitsForm(request.POST or None, habits=own_habits(member))
    if request.method == "POST" and wishes.is_valid() and habits.is_valid():
        with transaction.atomic():
            change_wishes(wishes.facts(), by=member)
            choose_habits(habits.minutes(), by=member)
        toast(request, _("So you will be reminded"))
        return go(request, MINE)
    status = 422 if wishes.errors or habits.errors else 200
    return answer(request, "messaging/own_wishes.html", {**_about(request), "form": wishes, "habits": habits}, status=status)


@require_POST
def check_own_channel(request: HttpRequest, channel: str) -> HttpResponse:
    if channel not in Channel.values:
        raise Http404
    refusal = ""
    try:
        check_channel(channel, by=request.user)
    except Refused as reason:
        refusal = str(reason)
    context = {**_about(request, {channel: refusal} if refusal else {}), "form": WishesForm(instance=wishes_of(request.user))}
    context["habits"] = HabitsForm(habits=own_habits(request.user))
    return answer(request, "messaging/own_wishes.html", context, fragment="messaging/_channel_checks.html")


def _about(request: HttpRequest, refusals: dict[str, str] | None = None) -> dict[str, Any]:
    checks = last_checks(request.user)
    channels = [
        {
            "key": channel.value,
            "label": channel.label,
            "obstacle": obstacle_of(request.user, channel),
            "check": None if (refusals or {}).get(channel) else checks.get(channel),
            "refusal": (refusals or {}).get(channel, ""),
        }
        for channel in Channel
    ]
    browsers = PushSubscription.objects.filter(member=request.user).order_by("-created_at")
    about = {"section": "", "channels": channels, "browsers": browsers, "push_key": public_key(settings.PUSH_KEY)}
    return about | {"zone": zone_name(request.user.time_zone)}
