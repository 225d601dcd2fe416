"""The frame of every page: sections, the overdue counter and the course of the day. Asked only when it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache, cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shturman.clients.access import can_add_clients
from shturman.company.access import can_keep_house, is_employee
from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.deals.access import can_open_deals
from shturman.imports.access import can_import
from shturman.reports.access import can_read_reports
from shturman.tasks import queries as tasks


@dataclass(frozen=True)
class Section:
    name: str
    page: str
    icon: str
    label: Promise
    key: str = ""
    is_for: Callable[[Member], bool] = lambda member: True

    @property
    def url(self) -> str:
        return url_of(self.page)


def sees(thing: str) -> Callable[[Member], bool]:
    return lambda member: member.reach(thing, "see") != "none"


SECTIONS = (
    Section("day", "tasks:my_day", "sun", _("My day"), "KeyD"),
    Section("funnel", "deals:board", "funnel", _("Funnel"), "KeyB"),
    Section("clients", "clients:client_list", "people", _("Clients"), "KeyC", is_for=sees("client")),
    Section("tasks", "tasks:task_list", "checkbox", _("Tasks"), "KeyT"),
    Section("reports", "reports:sales", "chart", _("Reports"), "KeyR", is_for=can_read_reports),
)
MORE = (
    Section("goods", "goods:good_list", "box", _("Goods"), is_for=is_employee),
    Section("imports", "imports:import_list", "import", _("Loading of tables"), is_for=can_import),
    Section("bulk", "lists:bulk_runs", "checkbox", _("Changes of many rows"), is_for=is_employee),
    Section("funnels", "deals:funnel_list", "route", _("Funnels and stages"), is_for=is_employee),
    Section("settings", "company:member_list", "sitemap", _("Employees"), is_for=is_employee),
    Section("company", "company:company", "building", _("Company"), is_for=can_keep_house),
    Section("roles", "company:role_list", "lock", _("Roles and rights"), is_for=can_keep_house),
    Section("mail", "messaging:mail_server", "mail", _("Mail"), is_for=can_keep_house),
    Section("trail", "web:trail", "eye", _("Trail"), is_for=lambda member: bool(member.right("journal.sees_trail"))),
    Section("trash", "web:trash", "trash", _("Trash")),
)
TO_ADD = (
    Section("deal", "deals:open_deal", "funnel", _("Deal"), "KeyD", is_for=can_open_deals),
    Section("task", "tasks:set_task", "checkbox", _("Task"), "KeyT"),
    Section("client", "clients:add_client", "user-plus", _("Client"), is_for=can_add_clients),
)


@cache
def url_of(page: str) -> str:
    """The frame names only rooms that stand: the root urls leave out the others."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}


class Shell:
    """Each part is read on first use, so that a fragment and an error page ask for nothing."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def member(self) -> Member | None:
        member = getattr(self.request, "user", None)
        return member if member is not None and member.is_authenticated else None

    @property
    def is_held(self) -> bool:
        """Without the second factor that his role demands a member sees nothing of the work."""
        return getattr(self.request, "is_held", False)

    @property
    def sections(self) -> list[Section]:
        return self._open_to_him(SECTIONS)

    @property
    def tabs(self) -> list[Section]:
        return self.sections[:4]

    @property
    def beyond_tabs(self) -> list[Section]:
        return [*self.sections[4:], *self.more]

    @property
    def more(self) -> list[Section]:
        return self._open_to_him(MORE)

    @property
    def names_of_more(self) -> list[str]:
        return [section.name for section in self.more]

    @property
    def titles(self) -> dict[str, Promise]:
        return {section.name: section.label for section in (*SECTIONS, *MORE)}

    @property
    def to_add(self) -> list[Section]:
        return self._open_to_him(TO_ADD)

    def _open_to_him(self, sections: Sequence[Section]) -> list[Section]:
        member = self.member
        return [section for section in sections if section.url and member is not None and section.is_for(member)]

    @cached_property
    def known_day(self) -> tasks.KnownDay | None:
        """Of a page that has read the day itself it is not asked again."""
        if self.member is None or self.is_held:
            return None
        known: tasks.KnownDay | None = getattr(self.request, "known_day", None)
        return known or tasks.known_day(self.member, timezone.now())

    @property
    def overdue(self) -> int:
        return self.known_day.overdue_count if self.known_day else 0

    @cached_property
    def day(self) -> DayCourse | None:
        if self.known_day is None:
            return None
        return DayCourse(self.known_day.marks, timezone.localtime(), work_week().starts_at, work_week().ends_at)


@dataclass(frozen=True)
class DayMark:
    x: str
    tone: str
    label: str
    url: str


class DayCourse:
    """The ruler of a working day; places are per cent of its length."""

    def __init__(self, marks: list[Any], now: datetime, starts_at: time, ends_at: time):
        self.now = now
        moments = [timezone.localtime(mark.at) for mark in marks]
        self.first = min([starts_at.hour, *[at.hour for at in moments]])
        self.last = max([ends_at.hour + bool(ends_at.minute), *[at.hour + 1 for at in moments]])
        self.marks = [
            DayMark(self._place(at), mark.tone, f"{at:%H:%M} {mark.title}", mark.url) for mark, at in zip(marks, moments, strict=True)
        ]
        self._ahead = [at for mark, at in zip(marks, moments, strict=True) if at >= now and mark.tone != "done"]

    @property
    def hours(self) -> list[tuple[int, str]]:
        step = 1 if self.last - self.first <= 14 else 2
        return [(hour, self._share(hour)) for hour in range(self.first, self.last + 1, step)]

    @property
    def now_place(self) -> str:
        return self._place(self.now)

    @property
    def minutes_to_next(self) -> int | None:
        return round((min(self._ahead) - self.now).total_seconds() / 60) if self._ahead else None

    def _place(self, at: datetime) -> str:
        return self._share(at.hour + at.minute / 60)

    def _share(self, hour: float) -> str:
        share = (hour - self.first) / (self.last - self.first) * 100
        return f"{min(max(share, 0), 100):.2f}%"
