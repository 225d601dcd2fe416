"""The frame of every page: sections, the overdue counter and the course of the day. Asked only when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from shturman.company.models import Member
from shturman.company.queries import work_week
from shturman.kit.pages import Section
from shturman.tasks import queries as tasks
from shturman.web.menus import MORE, OWN, SECTIONS, TO_ADD, WISHES, Wish, open_to


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

    @cached_property
    def sections(self) -> list[Section]:
        return open_to(self.member, SECTIONS)

    @property
    def tabs(self) -> list[Section]:
        return [section for section in self.sections if section.is_tab][:4]

    @property
    def beyond_tabs(self) -> list[Section]:
        return [*(section for section in self.sections if section not in self.tabs), *self.more]

    @cached_property
    def more(self) -> list[Section]:
        return open_to(self.member, MORE)

    @property
    def names_of_more(self) -> list[str]:
        return [section.name for section in self.more]

    @property
    def titles(self) -> dict[str, Promise]:
        return {section.name: section.label for section in (*SECTIONS, *MORE)}

    @cached_property
    def to_add(self) -> list[Section]:
        return open_to(self.member, TO_ADD)

    @cached_property
    def own(self) -> list[Section]:
        return open_to(self.member, OWN)

    @property
    def language(self) -> str:
        return get_language() or ""

    @cached_property
    def menus(self) -> str:
        """Names all that is open to the member: where it is the same, menus drawn once are shown again."""
        return " ".join(section.name for section in (*self.sections, *self.more, *self.to_add, *self.own))

    @property
    def wishes(self) -> list[tuple[Wish, str]]:
        """With what he has chosen."""
        return [(wish, wish.chosen(self.member)) for wish in WISHES] if self.member else []

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
