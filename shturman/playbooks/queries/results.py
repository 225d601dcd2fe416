"""What may come of a touch: the results of its step, or of its kind where no algorithm leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from shturman.playbooks.models import Result, Run, Step, Unit
from shturman.tasks.models import Task

Effect, Warmth = Result.Effect, Result.Warmth
SILENT = (Effect.REPEAT,)
# The run that the task is a step of, and how the touches of its deal ended, the newest first.
KNOWN = """
SELECT (SELECT id FROM playbooks_run WHERE task_id = %(task)s AND ended_at IS NULL),
    ARRAY(SELECT effect FROM playbooks_touch WHERE deal_id = %(deal)s ORDER BY happened_at DESC, id DESC)"""


@dataclass(frozen=True)
class Course:
    """A task as its algorithm sees it; without one the results of its kind close it."""

    task: Task
    run: Run | None
    step: Step | None
    results: Sequence[Result]
    # With this touch: «2-й из 5» counts those that did not reach the client.
    number: int
    tries: int

    def result_at(self, position: int) -> Result | None:
        return next((result for result in self.results if result.position == position), None)


def course_of_task(task: Task) -> Course:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"task": task.pk, "deal": task.deal_id})
        run_id, touches = cursor.fetchone()
    run = Run.objects.select_related("version__playbook", "step").get(pk=run_id) if run_id else None
    step = run.step if run else None
    results = list(step.results.select_related("following", "stage")) if step else []
    tries = run.tries if run else silent_in_a_row(touches)
    return Course(task, run, step, results or plain_results(task), len(touches) + 1, tries + 1)


def silent_in_a_row(effects: Iterable[str]) -> int:
    """The newest touches in a row that did not reach the client."""
    count = 0
    for effect in effects:
        if effect not in SILENT:
            break
        count += 1
    return count


def plain_results(task: Task) -> list[Result]:
    """Useful before anybody has written an algorithm."""
    named = {
        Task.Kind.CALL: ((_("Talked"), Effect.NEXT, Warmth.WARMER), (_("No answer"), Effect.REPEAT, Warmth.SAME)),
        Task.Kind.MEETING: ((_("Met"), Effect.NEXT, Warmth.WARMER),),
    }.get(Task.Kind(task.kind), ((_("Done"), Effect.NEXT, Warmth.SAME),))
    later = _("Call back later") if task.kind == Task.Kind.CALL else _("At another time")
    rows = [*named, (later, Effect.CALL_BACK, Warmth.SAME), (_("They put it off"), Effect.PAUSE, Warmth.COLDER)]
    if task.deal is not None and task.deal.is_open:
        rows.append((_("Refusal"), Effect.REFUSE, Warmth.COLDER))
    return [
        Result(position=place, name=name, effect=effect, warmth=warmth, wait=2, unit=Unit.HOURS, most_tries=5)
        for place, (name, effect, warmth) in enumerate(rows, 1)
    ]
