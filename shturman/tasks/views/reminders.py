"""What a task that stands already reminds of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from shturman.kit.answers import answer
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.tasks.actions import choose_reminders
from shturman.tasks.forms import RemindersForm
from shturman.tasks.reminding import planned_for
from shturman.tasks.views.common import back, task_or_404


@require_http_methods(["GET", "POST"])
def change_reminders(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    form = RemindersForm(request.POST or None, planned=planned_for(task))
    if request.method == "POST" and form.is_valid():
        try:
            choose_reminders(task, form.asked(), by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return back(request, task)
    status = 422 if form.errors else 200
    context = {"section": "tasks", "task": task, "form": form}
    return answer(request, "tasks/reminders.html", context, fragment="tasks/_reminders_form.html", status=status)
