"""One item by its address: read, written, removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.db import transaction
from radicale import httputils

from shturman.kit.errors import Refused
from shturman.tasks.actions.phone_items import CalendarIsFull, ChangedMeanwhile, Sent, put_event, refuse_phone_change, remove_event
from shturman.tasks.internet_calendars.answers import error_body
from shturman.tasks.internet_calendars.entries import Entry, entry_named
from shturman.tasks.internet_calendars.guests import guest
from shturman.tasks.internet_calendars.ics.lines import CONTROL, Malformed, decoded
from shturman.tasks.internet_calendars.ics.resources import Resource, Unsupported, resource_of
from shturman.tasks.internet_calendars.ics.rules import Unbounded

CALENDAR = "calendar"
LONGEST_NAME = 400
TYPE = "text/calendar; charset=utf-8; component=VEVENT"
# What some programs send instead of the right type.
TAKEN_TYPES = {"", "text/calendar", "text/plain", "application/octet-stream", "application/ics", "text/x-vcalendar"}
STATUS_OF = {"supported-calendar-data": HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no-uid-conflict": HTTPStatus.CONFLICT}


def get(environ: Mapping[str, Any], path: str) -> Any:
    name = _name(path)
    if name is None:
        return (
            _words(HTTPStatus.OK, "This is the address of a calendar: give it to a calendar program") if _is_own(path) else _stranger(path)
        )
    entry = entry_named(guest().member, guest().site, name)
    if entry is None:
        return httputils.NOT_FOUND
    if entry.etag in _tags(environ.get("HTTP_IF_NONE_MATCH", "")):
        return HTTPStatus.NOT_MODIFIED, {"ETag": entry.etag}, None, None
    return HTTPStatus.OK, {"ETag": entry.etag, "Content-Type": TYPE}, entry.text.encode(), None


def put(environ: Mapping[str, Any], path: str) -> Any:
    name = _name(path)
    if name is None:
        return httputils.METHOD_NOT_ALLOWED if _is_own(path) else _stranger(path)
    if len(name) > LONGEST_NAME:
        return _words(HTTPStatus.REQUEST_URI_TOO_LONG, "The name is too long")
    body = environ["shturman.body"]
    try:
        resource, raw = _read(body, environ.get("CONTENT_TYPE", ""))
        sent = Sent(name, raw, resource, _agreement(environ), guest().site)
        entry, is_new = put_event(sent, by=guest().member)
    except Unsupported as reason:
        return _no(STATUS_OF.get(reason.condition, HTTPStatus.FORBIDDEN), reason.condition)
    except Unbounded:
        return _no(HTTPStatus.FORBIDDEN, "max-instances")
    except Malformed:
        return _no(HTTPStatus.BAD_REQUEST, "valid-calendar-data")
    except ChangedMeanwhile:
        return httputils.PRECONDITION_FAILED
    except CalendarIsFull:
        return httputils.INSUFFICIENT_STORAGE
    except Refused as refusal:
        return _not_taken(name, "change", refusal)
    is_kept_whole = entry is not None and entry.is_as_written and entry.text.encode() == body
    headers = {"ETag": entry.etag} if entry is not None and is_kept_whole else {}
    return HTTPStatus.CREATED if is_new else HTTPStatus.NO_CONTENT, headers, None, None


def delete(environ: Mapping[str, Any], path: str) -> Any:
    name = _name(path)
    if name is None:
        return httputils.FORBIDDEN if _is_own(path) else _stranger(path)
    try:
        was_there = remove_event(name, _agreement(environ), guest().site, by=guest().member)
    except ChangedMeanwhile:
        return httputils.PRECONDITION_FAILED
    except Refused as refusal:
        return _not_taken(name, "remove", refusal)
    return (HTTPStatus.NO_CONTENT, {}, None, None) if was_there else httputils.NOT_FOUND


def _not_taken(name: str, what: str, refusal: Refused) -> Any:
    """Phones stumble over an error and keep trying: they are told that it is well, and find the item as it was."""
    if entry_named(guest().member, guest().site, name) is None:
        return _words(HTTPStatus.FORBIDDEN, str(refusal))
    with transaction.atomic():
        refuse_phone_change(name, what, str(refusal), guest().site, by=guest().member)
    return HTTPStatus.NO_CONTENT, {}, None, None


def _read(body: bytes, content_type: str) -> tuple[Resource, str]:
    """The event, and the text to keep: word for word where it can be kept so."""
    kind, _semicolon, params = content_type.partition(";")
    if kind.strip().lower() not in TAKEN_TYPES:
        raise Unsupported("supported-calendar-data")
    charset = next(
        (value for name, _sign, value in (part.strip().partition("=") for part in params.split(";")) if name.lower() == "charset"), ""
    )
    text = decoded(body, charset)
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise Unsupported("supported-calendar-data") if text.lstrip().upper().startswith("BEGIN:") else Malformed("no calendar")
    resource = resource_of(text, guest().member.zone)
    try:
        as_sent = body.decode()
    except UnicodeDecodeError:
        as_sent = ""
    is_odd = not as_sent or as_sent.startswith("\ufeff") or CONTROL.search(as_sent) or "\n" not in as_sent
    if _mended(resource) or is_odd:
        return resource, str(resource.calendar)
    return resource, as_sent


def _mended(resource: Resource) -> bool:
    """What other programs would stumble over: the method of a letter, an alarm of which nobody can say when it rings."""
    is_letter = resource.calendar.line("METHOD") is not None
    resource.calendar.drop("METHOD")
    broken = [(event, alarm) for event in resource.events for alarm in event.inner("VALARM") if resource.trigger_of(alarm) is None]
    for event, alarm in broken:
        event.parts = [part for part in event.parts if part is not alarm]
    return is_letter or bool(broken)


def _agreement(environ: Mapping[str, Any]) -> Callable[[Entry | None], bool]:
    match, none_match = environ.get("HTTP_IF_MATCH"), environ.get("HTTP_IF_NONE_MATCH")

    def agrees(entry: Entry | None) -> bool:
        if match is not None and (entry is None or not (match.strip() == "*" or entry.etag in _tags(match))):
            return False
        return none_match is None or entry is None or not (none_match.strip() == "*" or entry.etag in _tags(none_match))

    return agrees


def _tags(told: str) -> list[str]:
    """A server in front that compresses calls them weak; they are ours all the same."""
    return [tag.strip().removeprefix("W/") for tag in told.split(",")]


def _name(path: str) -> str | None:
    parts = [part for part in path.split("/") if part]
    return parts[2] if len(parts) == 3 and parts[0] == str(guest().member.pk) and parts[1] == CALENDAR else None


def _is_own(path: str) -> bool:
    parts = [part for part in path.split("/") if part]
    return not parts or (parts[0] == str(guest().member.pk) and (len(parts) == 1 or parts[1:] == [CALENDAR]))


def _stranger(path: str) -> Any:
    first = path.strip("/").split("/")[0]
    return httputils.NOT_FOUND if first == str(guest().member.pk) else httputils.NOT_ALLOWED


def _no(status: HTTPStatus, condition: str) -> Any:
    return status, {"Content-Type": "text/xml; charset=utf-8"}, error_body(f"C:{condition}").encode(), None


def _words(status: HTTPStatus, words: str) -> Any:
    return status, {"Content-Type": "text/plain"}, words, None
