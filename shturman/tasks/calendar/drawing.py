"""What a drawn calendar reads: the same items and days, as plain values."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.tasks.calendar.clashes import crossing_words
from shturman.tasks.calendar.queries import Day, Item
from shturman.tasks.internet_calendars.occurring import Occurring

REPEATS = "refresh"
ICONS = {"call": "phone", "meeting": "meeting", "letter": "mail", "document": "file", "other": "checkbox"}


def drawn(item: Item, member: Member) -> dict[str, Any]:
    task = item.task
    start = task.due_at.astimezone(member.zone).isoformat() if task.due_at else task.due_on and task.due_on.isoformat()
    end = task.ends_at.astimezone(member.zone).isoformat() if task.ends_at else None
    return {
        "id": str(task.pk),
        "title": task.title,
        "start": start,
        "end": end,
        "allDay": task.due_at is None,
        "url": task.get_absolute_url(),
        "editable": not item.is_done,
        "extendedProps": {
            "about": item.about,
            "whom": item.whom,
            "name": item.name,
            "icon": ICONS[task.kind],
            "kind": task.get_kind_display(),
            "minutes": int(task.length.total_seconds() // 60),
            "hasOwnLength": task.minutes is not None,
            "isImportant": task.is_important,
            "isDone": item.is_done,
            "isLate": item.is_late,
            "waits": item.waits,
            "clash": crossing_words(item.clashes),
        },
    }


def drawn_time(one: Occurring) -> dict[str, Any]:
    """It is moved on the phone, where its rule is kept."""
    start = one.begins_at.isoformat() if one.begins_at else one.on.isoformat()
    return {
        "id": f"own-{one.item_id}-{start}",
        "title": one.title or _("Event"),
        "start": start,
        "end": one.ends_at.isoformat() if one.begins_at else (one.last_on + timedelta(days=1)).isoformat(),
        "allDay": one.begins_at is None,
        "url": one.url,
        "editable": False,
        "extendedProps": {
            "about": one.place,
            "whom": "",
            "name": one.title or _("Event"),
            "icon": REPEATS,
            "kind": _("repeats"),
            "isFixed": True,
            "hasOwnLength": True,
            "minutes": int((one.ends_at - one.begins_at).total_seconds() // 60) if one.begins_at else 0,
            **dict.fromkeys(("isImportant", "isDone", "isLate", "waits"), False),
            "clash": "",
        },
    }


def drawn_day(day: Day) -> dict[str, Any]:
    return {"on": day.on.isoformat(), "isWorking": day.is_working, "note": day.note}
