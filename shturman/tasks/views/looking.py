"""The essence of a task beside the list that it stands in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from shturman.clients.access import sees_client
from shturman.clients.queries import story_of
from shturman.deals.models import Deal
from shturman.lists.looking import LINES, looked_at
from shturman.tasks.access import can_close_task
from shturman.tasks.rows import rows_of
from shturman.tasks.views.common import task_or_404


@require_GET
def look_at_task(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    context = {
        "task": task,
        "row": rows_of([task], timezone.now())[0],
        "can_close": can_close_task(request.user, task),
        "sees_deal": task.deal and Deal.objects.visible_to(request.user).filter(pk=task.deal_id).exists(),
        "sees_client": task.client is not None and not task.deal_id and sees_client(request.user, task.client),
        "lines": story_of("task", task.pk, reader=request.user).lines[:LINES],
    }
    return looked_at(request, "tasks/look.html", task, context)
