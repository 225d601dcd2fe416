"""A phone in the hands of a test: an app password, and the words of the protocol."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring

from django.http import HttpResponse
from django.test import Client as Browser

from shturman.company.backends import MemberBackend
from shturman.company.models import Member
from shturman.tasks.actions.internet_calendars import make_app_password

D, C, CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
SPACES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/" xmlns:a="http://apple.com/ns/ical/"'
)


def signed_in(member: Member) -> Member:
    found = MemberBackend().get_user(member.pk)
    assert found is not None
    return found


@dataclass
class Phone:
    member: Member
    login: str = ""
    password: str = ""
    browser: Browser = field(default_factory=Browser)

    def __post_init__(self) -> None:
        self.member = signed_in(self.member)
        self.login = self.login or self.member.login
        self.password = self.password or make_app_password("Телефон", by=self.member)[1]

    @property
    def home(self) -> str:
        return f"/dav/{self.member.pk}/"

    @property
    def calendar(self) -> str:
        return f"{self.home}calendar/"

    def send(self, method: str, path: str, body: str | bytes = b"", kind: str = "text/xml", **headers: str) -> HttpResponse:
        secret = base64.b64encode(f"{self.login}:{self.password}".encode()).decode()
        told = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = body.encode() if isinstance(body, str) else body
        return self.browser.generic(method, path, body, content_type=kind, HTTP_AUTHORIZATION=f"Basic {secret}", **told)

    def find(self, path: str, *props: str, depth: str = "0") -> dict[str, dict[str, Element]]:
        """href → properties that were found."""
        asked = f"<d:propfind {SPACES}><d:prop>{''.join(f'<{prop}/>' for prop in props)}</d:prop></d:propfind>"
        answer = self.send("PROPFIND", path, asked, depth=depth)
        assert answer.status_code == 207, answer.content
        return found_in(answer)

    def put(self, name: str, text: str | bytes, **headers: str) -> HttpResponse:
        return self.send("PUT", self.calendar + name, text, "text/calendar; charset=utf-8", **headers)

    def get(self, name: str) -> HttpResponse:
        return self.send("GET", self.calendar + name)

    def text(self, name: str) -> str:
        answer = self.get(name)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def names(self) -> dict[str, str]:
        """name → tag, as a list of the calendar gives them."""
        found = self.find(self.calendar, "d:getetag", depth="1")
        return {unquote(href.rsplit("/", 1)[1]): props[f"{D}getetag"].text or "" for href, props in found.items() if not href.endswith("/")}

    def sync(self, token: str = "", limit: int | None = None) -> tuple[str, set[str], set[str]]:
        """The next token, names that are there, names that are gone."""
        cut = f"<d:limit><d:nresults>{limit}</d:nresults></d:limit>" if limit else ""
        asked = f"<d:sync-collection {SPACES}><d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>{cut}"
        answer = self.send("REPORT", self.calendar, f"{asked}<d:prop><d:getetag/></d:prop></d:sync-collection>", depth="1")
        assert answer.status_code == 207, answer.content
        root = fromstring(answer.content)
        there, gone = set(), set()
        for response in root.findall(f"{D}response"):
            name = unquote((response.findtext(f"{D}href") or "").rsplit("/", 1)[1])
            status = response.findtext(f"{D}status") or ""
            if " 404" in status:
                gone.add(name)
            elif name:
                there.add(name)
        return root.findtext(f"{D}sync-token") or "", there, gone

    def query(self, inner: str, data: str = "<c:calendar-data/>") -> dict[str, str]:
        asked = f"<c:calendar-query {SPACES}><d:prop><d:getetag/>{data}</d:prop><c:filter>{inner}</c:filter></c:calendar-query>"
        answer = self.send("REPORT", self.calendar, asked, depth="1")
        assert answer.status_code == 207, answer.content
        found = found_in(answer)
        return {unquote(href.rsplit("/", 1)[1]): props[f"{C}calendar-data"].text or "" for href, props in found.items()}


def found_in(answer: HttpResponse) -> dict[str, dict[str, Element]]:
    found: dict[str, dict[str, Element]] = {}
    for response in fromstring(answer.content).findall(f"{D}response"):
        props = found.setdefault(response.findtext(f"{D}href") or "", {})
        for propstat in response.findall(f"{D}propstat"):
            if "200" in (propstat.findtext(f"{D}status") or ""):
                props.update({prop.tag: prop for prop in propstat.find(f"{D}prop") or ()})
    return found


def event(
    uid: str = "own-1", summary: str = "Встреча у заказчика", start: datetime | str = "20301204T100000Z", more: str = "", **lines: Any
) -> str:
    began = start if isinstance(start, str) else f"{start:%Y%m%dT%H%M%SZ}"
    end = lines.pop("end", "DTEND:20301204T110000Z")
    begin = began if began.startswith("DTSTART") else f"DTSTART:{began}"
    parts = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Телефон//RU", "BEGIN:VEVENT"),
        *(f"UID:{uid}", "DTSTAMP:20261129T100000Z", f"SUMMARY:{summary}", begin),
        *([end] if end else []),
        *([more] if more else []),
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    return "\r\n".join(parts) + "\r\n"
