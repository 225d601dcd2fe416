"""The company's own card and its calendar; each process that shows them asks anew within a minute, this one at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.actions.common import ask_to_keep_house, put_picture, set_fields
from shturman.company.events import CalendarChanged, CompanyChanged
from shturman.company.models import CalendarDay, Company, Member
from shturman.company.queries import forget_settings
from shturman.journal.actions import record
from shturman.kit.errors import Refused

PICTURES = ("members", "company")


@transaction.atomic
def change_company(company: Company, changes: dict[str, Any], *, by: Member) -> Company:
    ask_to_keep_house(by)
    changed = set_fields(company, changes)
    if not changed:
        return company
    if company.day_starts_at >= company.day_ends_at:
        raise Refused(_("The working day ends later than it begins"), field="day_ends_at")
    if not company.working_weekdays:
        raise Refused(_("At least one day of the week is a working one"), field="working_weekdays")
    company.save(update_fields=changed)
    forget_settings()
    record(CompanyChanged(changed), by=by)
    return company


@transaction.atomic
def put_logo(company: Company, upload: UploadedFile | None, *, by: Member) -> Company:
    """None takes it away."""
    ask_to_keep_house(by)
    put_picture(company, "logo", upload)
    record(CompanyChanged(["logo"]), by=by)
    return company


@transaction.atomic
def set_calendar_day(day: date, *, is_working: bool, name: str, by: Member) -> CalendarDay:
    """A day on which this company works or rests otherwise than the country does."""
    ask_to_keep_house(by)
    row, _is_new = CalendarDay.objects.update_or_create(day=day, defaults={"is_working": is_working, "name": name.strip()})
    forget_settings()
    record(CalendarChanged(day, is_working), by=by)
    return row


@transaction.atomic
def clear_calendar_day(day: date, *, by: Member) -> None:
    ask_to_keep_house(by)
    count, _by_model = CalendarDay.objects.filter(day=day).delete()
    if count:
        forget_settings()
        record(CalendarChanged(day, None), by=by)


def forget_old_pictures(now: datetime) -> int:
    """Files that no row names: replaced ones, and those of a form that was refused after all."""
    named = {*Member.objects.exclude(photo="").values_list("photo", flat=True), *Company.objects.values_list("logo", flat=True)}
    gone = 0
    for folder in PICTURES:
        if not default_storage.exists(folder):
            continue
        for name in default_storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if path not in named and default_storage.get_modified_time(path) < now - timedelta(hours=1):
                default_storage.delete(path)
                gone += 1
    return gone
