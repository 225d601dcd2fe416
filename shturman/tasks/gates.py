"""What tasks say when somebody else asks to do something."""

from __future__ import annotations

from django.utils.translation import ngettext

from shturman.company.models import Member
from shturman.tasks.models import Task


def member_holds_no_steps(member: Member, target: object, by: Member) -> str | None:
    """A deal whose step stands on one who has left would be forgotten."""
    count = Task.objects.everything().open().filter(assignee=member).count()
    if not count:
        return None
    words = ngettext(
        "He has %(count)d open task: hand his deals over first", "He has %(count)d open tasks: hand his deals over first", count
    )
    return words % {"count": count}
