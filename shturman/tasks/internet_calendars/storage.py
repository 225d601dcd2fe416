"""Radicale's storage over our tasks: one home, in it one calendar, of whoever asks and of nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.http import http_date
from django.utils.translation import gettext as _
from radicale import storage
from radicale.item import Item

from shturman.tasks.actions.internet_calendars import begin_marks_anew, keep_calendar_properties
from shturman.tasks.calendar.span import LAST
from shturman.tasks.internet_calendars.entries import Entry, all_entries, entries_named, entries_within
from shturman.tasks.internet_calendars.expanding import text_expanded
from shturman.tasks.internet_calendars.filters import is_by_time_alone, matches, stretch_asked
from shturman.tasks.internet_calendars.guests import Guest, guest
from shturman.tasks.internet_calendars.ics.resources import EARLIEST
from shturman.tasks.internet_calendars.sync import Clock, OldToken, Place, changes_since, clock_of

CALENDAR = "calendar"
# The accent of the house; a phone may paint it anew.
COLOUR = "#2F5BD7FF"
NAME, ORDER, COLOUR_OF, DESCRIPTION = "D:displayname", "ICAL:calendar-order", "ICAL:calendar-color", "C:calendar-description"
COMPONENTS = "C:supported-calendar-component-set"


class CalendarItem(Item):
    """Its text is written only if somebody asks for it."""

    def __init__(self, collection: Calendar, entry: Entry):
        super().__init__(collection=collection, href=entry.name, text="", name="VCALENDAR", component_name="VEVENT", uid=entry.uid)
        self.entry = entry
        moment = entry.item.changed_at if entry.item else entry.task.created_at if entry.task else guest().now
        self.last_modified = http_date(moment.timestamp())

    @property
    def etag(self) -> str:
        return self.entry.etag

    def serialize(self) -> str:
        stretch = guest().expanded
        return text_expanded(self.entry, *stretch) if stretch else self.entry.text


class Folder(storage.BaseCollection):
    """The root, or the home of a member."""

    def __init__(self, path: str, name: str):
        self._path, self._name = path, name

    @property
    def path(self) -> str:
        return self._path

    @property
    def etag(self) -> str:
        return f'"{self._path or "root"}"'

    @property
    def last_modified(self) -> str:
        return http_date(guest().now.timestamp())

    def get_meta(self, key: str | None = None) -> Any:
        facts = {NAME: self._name}
        return facts.get(key) if key else facts

    def get_all(self) -> Iterable[Item]:
        return ()

    def get_multi(self, hrefs: Iterable[str]) -> Iterable[tuple[str, Item | None]]:
        return ((href, None) for href in hrefs)


class Calendar(storage.BaseCollection):
    def __init__(self, visitor: Guest):
        self.guest = visitor
        self._known: dict[str, Entry] = {}

    @property
    def path(self) -> str:
        return f"{self.guest.member.pk}/{CALENDAR}"

    @property
    def etag(self) -> str:
        return f'"{self._clock().tag}"'

    @property
    def last_modified(self) -> str:
        return http_date(self.guest.now.timestamp())

    def get_meta(self, key: str | None = None) -> Any:
        facts = {
            NAME: _("Shturman"),
            DESCRIPTION: _("Tasks and meetings of %(name)s") % {"name": self.guest.member.short_name},
            COLOUR_OF: COLOUR,
            ORDER: "1",
            **self.guest.calendar.properties,
            "tag": "VCALENDAR",
            COMPONENTS: "VEVENT",
            "C:min-date-time": f"{EARLIEST:%Y%m%d}T000000Z",
            "C:max-date-time": f"{LAST:%Y%m%d}T000000Z",
        }
        return facts.get(key) if key else facts

    def set_meta(self, props: Mapping[str, str]) -> None:
        fixed = {"tag", COMPONENTS, "C:min-date-time", "C:max-date-time"}
        keep_calendar_properties(self.guest.member, {key: value for key, value in props.items() if key not in fixed})

    def serialize(self, *_wishes: Any, **_more: Any) -> str:
        """Nobody reads a calendar in one piece here: the secret address is for that."""
        return ""

    def sync(self, old_token: str = "") -> tuple[str, Iterable[str]]:
        """The clock is looked at before the items: what changes in between is told next time."""
        clock = self._clock()
        if not old_token:
            return self._list(Place(clock.now), clock)
        place = clock.place(old_token)
        return self._list(place, clock) if place.is_listing else self._changes(place, clock)

    def get_multi(self, hrefs: Iterable[str]) -> Iterable[tuple[str, Item | None]]:
        names = list(dict.fromkeys(hrefs))
        asked = [name for name in names if name not in self._known]
        if asked:
            self._known |= entries_named(self.guest.member, self.guest.site, asked)
        return [(name, CalendarItem(self, self._known[name]) if name in self._known else None) for name in names]

    def get_all(self) -> Iterator[Item]:
        for entry in all_entries(self.guest.member, self.guest.site, self.guest.now):
            yield CalendarItem(self, entry)

    def get_filtered(self, filters: Iterable[Element]) -> Iterator[tuple[Item, bool]]:
        """Wholly matched here: nothing is left for the library to read."""
        asked = list(filters)
        stretch = stretch_asked(asked)
        if stretch.first or stretch.last:
            found = entries_within(self.guest.member, self.guest.site, stretch.first, stretch.last, self.guest.now)
        else:
            found = all_entries(self.guest.member, self.guest.site, self.guest.now)
        is_simple = is_by_time_alone(asked)
        for entry in found:
            if is_simple or matches(entry, asked):
                yield CalendarItem(self, entry), True

    def _clock(self) -> Clock:
        clock = clock_of(self.guest.calendar)
        if clock.base != self.guest.calendar.base:
            begin_marks_anew(self.guest.calendar, clock)
            self.guest.calendar.base = clock.base
            clock = clock_of(self.guest.calendar)
        return clock

    def _list(self, place: Place, clock: Clock) -> tuple[str, Iterable[str]]:
        """All there is; in parts, where the phone asks for few at a time. The library asks for the token alone too."""
        if self.guest.limit is None and not place.is_listing:
            return clock.token(place), self._names()
        entries = sorted(all_entries(self.guest.member, self.guest.site, self.guest.now), key=lambda entry: entry.key)
        part = [entry for entry in entries if entry.key > place.key]
        shown = part[: self.guest.limit]
        self._known |= {entry.name: entry for entry in shown}
        self.guest.is_cut = len(part) > len(shown)
        end = Place(place.seen, key=shown[-1].key) if self.guest.is_cut else Place(place.seen)
        return clock.token(end), [entry.name for entry in shown]

    def _names(self) -> Iterator[str]:
        entries = all_entries(self.guest.member, self.guest.site, self.guest.now)
        self._known |= {entry.name: entry for entry in entries}
        yield from (entry.name for entry in entries)

    def _changes(self, place: Place, clock: Clock) -> tuple[str, Iterable[str]]:
        changes = changes_since(place, self.guest.member)
        limit, end = self.guest.limit, Place(place.since or clock.now)
        if limit is not None and len(changes) > limit:
            changes, self.guest.is_cut = changes[:limit], True
            end = Place(place.seen, place.since or clock.now, changes[-1].mark, changes[-1].key)
        return clock.token(end), list(dict.fromkeys(change.name for change in changes))


class Storage(storage.BaseStorage):
    _is_collision_free = True
    _supports_unicode = True
    _supports_trailing_whitespace = True
    _supports_problematic_chars = True

    def discover(
        self,
        path: str,
        depth: str = "0",
        child_context_manager: Callable[..., Any] | None = None,
        user_groups: set[str] = frozenset(),  # type: ignore[assignment]  # noqa: B006
    ) -> Iterator[storage.BaseCollection | Item]:
        visitor = guest()
        home = str(visitor.member.pk)
        parts: Sequence[str] = [part for part in path.split("/") if part]
        if not parts:
            yield Folder("", _("Shturman"))
        elif parts[0] != home:
            return
        elif len(parts) == 1:
            yield Folder(home, visitor.member.full_name)
            if depth != "0":
                yield Calendar(visitor)
        elif parts[1] == CALENDAR and len(parts) == 2:
            yield Calendar(visitor)
            if depth != "0":
                yield from Calendar(visitor).get_all()
        elif parts[1] == CALENDAR and len(parts) == 3:
            for _name, item in islice(Calendar(visitor).get_multi([parts[2]]), 1):
                if item is not None:
                    yield item

    def create_collection(self, href: str, items: Any = None, props: Any = None) -> Any:
        raise ValueError("one calendar is enough")

    @contextmanager
    def acquire_lock(self, mode: str, user: str = "", *args: Any, **kwargs: Any) -> Iterator[None]:
        """The database locks what has to be locked."""
        yield

    def verify(self) -> bool:
        return True


__all__ = ["Calendar", "CalendarItem", "OldToken", "Storage"]
