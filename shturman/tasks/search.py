from __future__ import annotations

from shturman.company.models import Member
from shturman.kit.search import Hit, beside_index, words_query
from shturman.tasks.models import Task


def search(member: Member, text: str, limit: int) -> list[Hit]:
    """Open tasks by words of their title."""
    query = words_query(text)
    if query is None:
        return []
    rows = (
        Task.objects.visible_to(member)
        .open()
        .filter(search=query)
        .select_related("assignee")
        .order_by(beside_index("deadline"), "id")[:limit]
    )
    return [Hit("task", task.title, task.assignee.short_name, task.get_absolute_url()) for task in rows]
