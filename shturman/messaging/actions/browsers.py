"""Browsers are added by their owner, and go when he says so or when their push service does."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.kit.errors import Refused
from shturman.messaging.channels.push import Browser, is_outside
from shturman.messaging.models import PushSubscription

MOST_BROWSERS = 10


@transaction.atomic
def add_browser(browser: Browser, device: str, *, by: Member) -> PushSubscription:
    """The same browser under another sign-in is the other one's from now on."""
    if not urlsplit(browser.endpoint).hostname or not (settings.PUSH_WITHIN_NETWORK or is_outside(browser.endpoint)):
        raise Refused(_("The browser's address is not one of a push service"))
    if not browser.p256dh or not browser.auth:
        raise Refused(_("The browser has given keys that do not fit"))
    facts = {"member": by, "p256dh": browser.p256dh, "auth": browser.auth, "device": device[:200], "created_at": timezone.now()}
    added, _is_new = PushSubscription.objects.update_or_create(endpoint=browser.endpoint, defaults=facts)
    oldest = PushSubscription.objects.filter(member=by).order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST_BROWSERS:]
    PushSubscription.objects.filter(pk__in=list(oldest)).delete()
    return added


@transaction.atomic
def remove_browser(subscription: PushSubscription, *, by: Member) -> None:
    PushSubscription.objects.filter(pk=subscription.pk, member=by).delete()


def note_browser(subscription: PushSubscription, *, is_gone: bool, is_reached: bool) -> None:
    """What the push service has just said of it."""
    rows = PushSubscription.objects.filter(pk=subscription.pk)
    if is_gone:
        rows.delete()
    elif is_reached:
        rows.update(reached_at=timezone.now())
