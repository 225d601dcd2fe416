"""What a drawn calendar reads: the same items and days, as plain values."""

from __future__ import annotations

from typing import Any

from shturman.company.models import Member
from shturman.tasks.calendar.clashes import crossing_words
from shturman.tasks.calendar.queries import Day, Item

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


def drawn_day(day: Day) -> dict[str, Any]:
    return {"on": day.on.isoformat(), "isWorking": day.is_working, "note": day.note}
