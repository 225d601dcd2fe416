"""The command palette: go, create, come back to a card, find. Acts on the open card are taken from the card itself, in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.company.models import Member
from shturman.kit.answers import is_part, part
from shturman.kit.pages import Section
from shturman.web.menus import BEYOND_MENUS, MORE, OWN, SECTIONS, SWITCHES, TO_ADD, WISHES, open_to
from shturman.web.records import Record, pinned_and_recent
from shturman.web.search import found

SUGGESTED = 5


@dataclass(frozen=True)
class Command:
    """A line of the palette: a way, a dialog to open, or a control of the page to press."""

    title: str
    icon: str
    url: str = ""
    context: str = ""
    keys: str = ""
    is_dialog: bool = False
    press: str = ""
    needs_keyboard: bool = False


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    commands: list[Command]


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    if not is_part(request):
        return redirect("web:search")
    return part(request, "web/_palette_groups.html", {"groups": groups_for(request.user)})


@require_GET
def palette_found(request: HttpRequest) -> HttpResponse:
    """Hits as one types; `also` is the same in the other keyboard layout, for whoever forgot to switch."""
    if not is_part(request):
        return redirect("web:search")
    text, also = request.GET.get("q", ""), request.GET.get("also", "")
    shelves = found(request.user, text, SUGGESTED)
    if not shelves and (hits := found(request.user, also, SUGGESTED)):
        text, shelves = also, hits
    return part(request, "web/_palette_found.html", {"text": text.strip(), "shelves": shelves})


def groups_for(member: Member) -> list[Group]:
    pinned, recent = pinned_and_recent(member)
    groups = (
        Group("pinned", _("Pinned"), _records(pinned)),
        Group("recent", _("Recent"), _records(recent)),
        Group("create", _("Create"), [_to_add(section) for section in open_to(member, TO_ADD)]),
        Group("go", _("Go to"), _pages(member)),
        Group("own", _("Own menu"), [*_own(member), *_wishes(member), _sign_out()]),
    )
    return [group for group in groups if group.commands]


def _records(records: Iterable[Record]) -> list[Command]:
    return [Command(record.title, record.icon, record.url, record.context) for record in records]


def _to_add(section: Section) -> Command:
    return Command(str(section.label), section.icon, section.url, keys=section.key.removeprefix("Key"), is_dialog=True)


def _pages(member: Member) -> list[Command]:
    """A page that stands in two menus is one page; it is called as the first of them calls it."""
    switches = [section for switch in SWITCHES.values() for section in switch]
    pages: dict[str, Section] = {}
    for section in open_to(member, (*SECTIONS, *MORE, *switches, *BEYOND_MENUS)):
        pages.setdefault(section.url, section)
    return [Command(str(page.label), page.icon, page.url, keys=_keys_to(page)) for page in pages.values()]


def _keys_to(section: Section) -> str:
    return f"G {section.key.removeprefix('Key')}" if section.key else ""


def _own(member: Member) -> list[Command]:
    return [
        Command(str(own.label), own.icon, own.url, keys=own.key, is_dialog=own.name == "keys", needs_keyboard=own.name == "keys")
        for own in open_to(member, OWN)
    ]


def _wishes(member: Member) -> list[Command]:
    """They press the buttons of his menu."""
    return [
        Command(
            f"{wish.label}: {str(words).lower()}",
            "adjustments",
            press=f'[data-look] [name="{wish.name}"][value="{value}"]',
            needs_keyboard=wish.needs_keyboard,
        )
        for wish in WISHES
        for value, words in wish.choices
    ]


def _sign_out() -> Command:
    return Command(_("Sign out"), "logout", press=f'form[action="{reverse("account_logout")}"] button')
