"""«Календарь в телефоне»: what opens one's own calendar to devices, and how each program is set up."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from shturman.company.backends import MemberBackend
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.tasks.actions.internet_calendars import (
    make_app_password,
    make_calendar_address,
    note_address_used,
    revoke_app_password,
    revoke_calendar_address,
)
from shturman.tasks.actions.phone_items import remove_own_event
from shturman.tasks.internet_calendars.feed import feed_of
from shturman.tasks.internet_calendars.forms import DeviceForm
from shturman.tasks.internet_calendars.occurring import coming_times
from shturman.tasks.internet_calendars.profile import profile_of
from shturman.tasks.internet_calendars.secrets import fingerprint_of_token
from shturman.tasks.models import AppPassword, CalendarAddress, PhoneItem

MINE = "/calendar/mine/"
# Programs ask every few minutes at the most; who asks more often waits.
MOST_ASKED, ASKED_WITHIN = 60, 600


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "tasks/phone_calendar.html", _about(request, DeviceForm()))


@require_POST
@never_cache
def add_password(request: HttpRequest) -> HttpResponse:
    """Shown in the answer itself and nowhere else."""
    form = DeviceForm(request.POST)
    if form.is_valid():
        try:
            password, told = make_app_password(form.cleaned_data["device"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "tasks/app_password.html", {**_about(request, DeviceForm()), "password": password, "told": told})
    return render(request, "tasks/phone_calendar.html", _about(request, form), status=422)


@require_POST
def revoke_password(request: HttpRequest, password_id: int) -> HttpResponse:
    password = get_object_or_404(AppPassword.objects.valid(), pk=password_id, member=request.user)
    revoke_app_password(password, by=request.user)
    toast(request, _("%(device)s sees your calendar no more") % {"device": password.device}, level="info")
    return go(request, MINE)


@require_POST
@never_cache
def make_address(request: HttpRequest) -> HttpResponse:
    path = f"/calendar/{make_calendar_address(by=request.user)}.ics"
    link = f"{_site(request)}{path}"
    context = {**_about(request, DeviceForm()), "link": link, "webcal": f"webcal://{link.split('://', 1)[1]}"}
    return render(request, "tasks/calendar_address.html", context)


@require_POST
def revoke_address(request: HttpRequest) -> HttpResponse:
    revoke_calendar_address(by=request.user)
    toast(request, _("The address opens nothing any more"), level="info")
    return go(request, MINE)


@require_GET
def apple_profile(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="shturman.mobileconfig"'}
    return HttpResponse(profile_of(request.user, _site(request)), content_type="application/x-apple-aspen-config", headers=headers)


@require_GET
def own_event(request: HttpRequest, item_id: int) -> HttpResponse:
    item = _own_event_or_404(request, item_id)
    return render(request, "tasks/own_event.html", {"section": "calendar", "item": item, "times": coming_times(item, timezone.now())})


@require_POST
def remove_own_event_view(request: HttpRequest, item_id: int) -> HttpResponse:
    item = _own_event_or_404(request, item_id)
    remove_own_event(item, by=request.user)
    toast(request, _("“%(title)s” is removed from the calendar and from the phone") % {"title": item.title or _("Event")}, level="info")
    return go(request, "/tasks/calendar/")


@login_not_required
@require_safe
def by_address(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever knows the address reads; that nobody has such a one and that it was revoked are told alike."""
    fingerprint = fingerprint_of_token(token)
    address = CalendarAddress.objects.filter(fingerprint=fingerprint).first()
    if _is_too_often(f"address {fingerprint}" if address else f"guess {get_adapter().get_client_ip(request)}"):
        return HttpResponse(status=429, headers={"Retry-After": str(ASKED_WITHIN)})
    member = MemberBackend().get_user(address.member_id) if address else None
    if address is None or member is None:
        raise Http404
    now = timezone.now()
    with timezone.override(member.zone), translation.override(settings.LANGUAGE_CODE):
        text = feed_of(member, _site(request), now).encode()
    etag = hashlib.sha256(text).hexdigest()[:40]
    address = note_address_used(address, etag, now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["X-Robots-Tag"] = quote_etag(etag), "noindex"
    response["Last-Modified"] = http_date(address.changed_at.timestamp())
    patch_cache_control(response, private=True, max_age=300)
    return get_conditional_response(request, quote_etag(etag), int(address.changed_at.timestamp()), response) or response


def _is_too_often(who: str) -> bool:
    key = f"calendar:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, ASKED_WITHIN):
        return False
    try:
        return cache.incr(key) > MOST_ASKED
    except ValueError:
        # It was forgotten between the two questions.
        return False


def _about(request: HttpRequest, form: DeviceForm) -> dict[str, Any]:
    site = _site(request)
    return {
        "section": "phone_calendar",
        "form": form,
        "passwords": AppPassword.objects.valid().filter(member=request.user).order_by("-made_at", "-pk"),
        "address": CalendarAddress.objects.filter(member=request.user).first(),
        "site": site,
        "host": site.split("://", 1)[1],
        "server": f"{site}/dav/",
        "calendar_url": f"{site}/dav/{request.user.pk}/calendar/",
        "is_secure": site.startswith("https://"),
    }


def _own_event_or_404(request: HttpRequest, item_id: int) -> PhoneItem:
    return get_object_or_404(PhoneItem.objects.own_events(), pk=item_id, member=request.user)


def _site(request: HttpRequest) -> str:
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
