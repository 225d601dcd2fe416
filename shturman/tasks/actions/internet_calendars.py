"""What opens a person's calendar to his devices: made by himself, shown once, taken away when he leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.queries import robot
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.events import AppPasswordMade, AppPasswordRevoked, CalendarAddressMade, CalendarAddressRevoked
from shturman.tasks.internet_calendars.secrets import (
    fingerprint_of_password,
    fingerprint_of_token,
    new_address_token,
    new_app_password,
)
from shturman.tasks.internet_calendars.sync import Clock, clock_of
from shturman.tasks.models import AppPassword, CalendarAddress, CalendarMark, PhoneCalendar, PhoneItem

MOST_DEVICES = 20
USED_EVERY = timedelta(hours=1)
# What a phone may keep of a calendar: a colour, a name, a place in the list.
MOST_PROPERTIES, LONGEST_PROPERTY = 20, 2000


@transaction.atomic
def make_app_password(device: str, *, by: Member) -> tuple[AppPassword, str]:
    """The password itself is told here and never again."""
    device = " ".join(device.split())
    if not device:
        raise Refused(_("Name the device: a password is revoked by its name"), field="device")
    if by.is_robot or not by.is_active:
        raise NotAllowed(_("Only those who work here have a calendar"))
    # Two windows at once: the row of the member decides who is the last one.
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    if AppPassword.objects.valid().filter(member=by).count() >= MOST_DEVICES:
        raise Refused(_("There are %(count)s passwords already: revoke one that is not used") % {"count": MOST_DEVICES}, field="device")
    open_calendar(by)
    told = new_app_password()
    password = AppPassword.objects.create(member=by, device=device[:60], fingerprint=fingerprint_of_password(told))
    record(AppPasswordMade(by.pk, password.device), by=by, about=[by])
    return password, told


@transaction.atomic
def revoke_app_password(password: AppPassword, *, by: Member) -> None:
    held = AppPassword.objects.valid().select_for_update().filter(pk=password.pk, member=by).first()
    if held is not None:
        _revoke([held], by)
        close_calendar_if_unused(by)


@transaction.atomic
def make_calendar_address(*, by: Member) -> str:
    """The former address ends with it."""
    if by.is_robot or not by.is_active:
        raise NotAllowed(_("Only those who work here have a calendar"))
    token = new_address_token()
    facts = {"fingerprint": fingerprint_of_token(token), "made_at": timezone.now(), "used_at": None, "etag": ""}
    CalendarAddress.objects.update_or_create(member=by, defaults=facts)
    record(CalendarAddressMade(by.pk), by=by, about=[by])
    return token


@transaction.atomic
def revoke_calendar_address(*, by: Member) -> None:
    if CalendarAddress.objects.filter(member=by).delete()[0]:
        record(CalendarAddressRevoked(by.pk), by=by, about=[by])


@transaction.atomic
def close_calendars_of(members: list[Member]) -> None:
    """They do not work here any more: nothing opens their calendars, and what their phones wrote is not kept."""
    for member in members:
        _revoke(list(AppPassword.objects.valid().select_for_update().filter(member=member)), robot())
        if CalendarAddress.objects.filter(member=member).delete()[0]:
            record(CalendarAddressRevoked(member.pk), by=robot(), about=[member])
        PhoneItem.objects.filter(member=member).delete()
        _close(member)


def open_calendar(member: Member) -> PhoneCalendar:
    calendar, is_new = PhoneCalendar.objects.get_or_create(member=member)
    if is_new:
        PhoneCalendar.objects.filter(pk=calendar.pk).update(base=clock_of(calendar).base)
    return calendar


def close_calendar_if_unused(member: Member) -> None:
    """Nobody asks any more: his tasks are not marked, and a token of the time before is refused."""
    if not AppPassword.objects.valid().filter(member=member).exists():
        _close(member)


@transaction.atomic
def begin_marks_anew(calendar: PhoneCalendar, clock: Clock) -> None:
    """The database was restored from a copy: transactions are numbered from elsewhere."""
    held = PhoneCalendar.objects.select_for_update(no_key=True).get(pk=calendar.pk)
    if held.base == clock.base:
        return
    CalendarMark.objects.filter(member=held.member_id).delete()
    PhoneItem.objects.filter(member=held.member_id).update(mark=0)
    PhoneCalendar.objects.filter(pk=held.pk).update(base=clock.base)


def keep_calendar_properties(member: Member, properties: Mapping[str, str]) -> None:
    """A colour, a name: his own taste, so it leaves no entry."""
    kept = {key[:200]: value for key, value in properties.items() if len(value) <= LONGEST_PROPERTY}
    PhoneCalendar.objects.filter(member=member).update(properties=dict(list(kept.items())[:MOST_PROPERTIES]))


def note_password_used(password: AppPassword, now: datetime) -> None:
    """Whoever comes first within the hour writes it."""
    stale = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
    if password.used_at is None or password.used_at < now - USED_EVERY:
        AppPassword.objects.filter(stale, pk=password.pk).update(used_at=now)


def note_address_used(address: CalendarAddress, etag: str, now: datetime) -> CalendarAddress:
    if address.etag != etag:
        address.etag, address.changed_at, address.used_at = etag, now, now
        CalendarAddress.objects.filter(pk=address.pk).update(etag=etag, changed_at=now, used_at=now)
    elif address.used_at is None or address.used_at < now - USED_EVERY:
        CalendarAddress.objects.filter(pk=address.pk).update(used_at=now)
    return address


def _revoke(passwords: list[AppPassword], by: Member) -> None:
    AppPassword.objects.filter(pk__in=[password.pk for password in passwords]).update(revoked_at=timezone.now())
    for password in passwords:
        record(AppPasswordRevoked(password.member_id, password.device), by=by, about=[password.member])


def _close(member: Member) -> None:
    PhoneCalendar.objects.filter(member=member).delete()
    CalendarMark.objects.filter(member=member).delete()
