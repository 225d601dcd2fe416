from __future__ import annotations

from django.db.models import Q

from shturman.company.models import Member
from shturman.kit.search import Hit, first_hits, words_query
from shturman.tasks.models import Task


def search(member: Member, text: str, limit: int) -> list[Hit]:
    """Open tasks by words of their title."""
    query = words_query(text)
    if query is None:
        return []
    seen = Task.objects.visible_to(member).open()
    rows = first_hits(seen, Q(search=query), "deadline", limit=limit).select_related("assignee")
    return [Hit("task", task.title, task.assignee.short_name, task.get_absolute_url()) for task in rows]
