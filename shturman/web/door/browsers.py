"""Which browser is this? One that has signed in before carries a signed cookie with the members it was opened by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from shturman.company.models import Member
from shturman.kit.devices import named

COOKIE = "shturman_browser"
SALT = "shturman.browser"
# Browsers keep a cookie no longer.
KEPT = timedelta(days=400)
MOST_MEMBERS = 20


@dataclass(frozen=True)
class Browser:
    key: str = field(default_factory=lambda: uuid4().hex)
    member_ids: tuple[int, ...] = ()

    def knows(self, member: Member | None) -> bool:
        return member is not None and member.pk in self.member_ids


def browser_of(request: HttpRequest) -> Browser:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
        return Browser(str(known["key"]), tuple(known["members"]))
    except (signing.BadSignature, KeyError, TypeError):
        return Browser()


def remember_browser(response: HttpResponse, browser: Browser, member: Member) -> None:
    others = [known for known in browser.member_ids if known != member.pk]
    value = signing.dumps({"key": browser.key, "members": [*others, member.pk][-MOST_MEMBERS:]}, salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path=settings.SESSION_COOKIE_PATH
    )


def address_of(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request)


def place_of(request: HttpRequest) -> str:
    return f"{named(request.headers.get('User-Agent', ''))} · {address_of(request)}"
