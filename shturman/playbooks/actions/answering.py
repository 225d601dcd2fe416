"""A press on a result: what was said is kept, the next task is formed, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.deals.actions import GivenFacts, change_deal, move_deal
from shturman.deals.models import Deal, Stage
from shturman.journal.models import Entry
from shturman.kit.errors import Missing, Refused
from shturman.playbooks.actions.running import task_of
from shturman.playbooks.models import Result, Run, Step, Touch
from shturman.playbooks.queries.results import Course, course_of_task
from shturman.playbooks.terms import due_after
from shturman.tasks.actions import NewTask, complete_task
from shturman.tasks.actions.completing import Attempt, locked_open
from shturman.tasks.due import Due
from shturman.tasks.models import Task

Effect = Result.Effect


@dataclass(frozen=True)
class Answer:
    """What the manager gave with the press: words, fields of the deal and what stood in them, when to come back, facts for the
    stage."""

    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    due: Due | None = None
    given: GivenFacts = GivenFacts()
    # By what the task stood first.
    why: str = ""
    seen: Mapping[str, Any] | None = None


@transaction.atomic
def give_result(task: Task, position: int, answer: Answer, *, by: Member) -> Entry:
    """The result under this key. A missing fact refuses the press and says which."""
    task = locked_open(task, by)
    course = course_of_task(task)
    result = course.result_at(position)
    if result is None:
        raise Refused(_("This result is offered no more: the algorithm has changed"))
    if answer.facts and task.deal is not None:
        task.deal = change_deal(task.deal, dict(answer.facts), by=by, seen=answer.seen)
        task.deal = Deal.objects.everything().select_related("stage", "responsible", "client").get(pk=task.deal.pk)
    _ask_what_is_needed(course, result, answer)
    stage = stage_of(task, result)
    following = None if stage else _following(course, result, answer)
    attempt = Attempt(course.number if task.deal_id else 0, answer.why)
    words = f"{result.name}. {answer.words.strip()}" if answer.words.strip() else result.name
    _turn(course, result)
    entry = complete_task(task, words[:500], by=by, next_step=following, attempt=attempt, moves_on=stage is not None)
    _keep_touch(course, result, by)
    if stage is not None and task.deal is not None:
        return move_deal(task.deal, stage, by=by, given=answer.given)
    return entry


def _ask_what_is_needed(course: Course, result: Result, answer: Answer) -> None:
    if result.effect in (Effect.CALL_BACK, Effect.PAUSE) and answer.due is None:
        when = _("When to call back?") if result.effect == Effect.CALL_BACK else _("Until which day?")
        raise Refused(when, missing=(Missing("due", when),))
    missing = still_to_learn(course, result, {})
    if missing:
        raise Refused(_("Learned in this touch and not written down yet"), missing=tuple(Missing(name, name) for name in missing))


def still_to_learn(course: Course, result: Result, given: Mapping[str, Any]) -> list[str]:
    """Fields that the step asks for and that neither the deal nor what is given with the press says."""
    deal = course.task.deal
    if course.step is None or deal is None or result.effect in (Effect.REPEAT, Effect.REFUSE, Effect.PAUSE, Effect.CALL_BACK):
        return []
    return [name for name in course.step.asks if given.get(name, getattr(deal, name)) in (None, "", 0, [])]


def stage_of(task: Task, result: Result) -> Stage | None:
    if result.effect == Effect.MOVE:
        return result.stage if result.stage and task.deal and task.deal.stage_id != result.stage_id else None
    if result.effect != Effect.REFUSE or task.deal is None:
        return None
    stage = result.stage or Stage.objects.kept().filter(funnel=task.deal.funnel_id, kind=Stage.Kind.LOST).order_by("position").first()
    if stage is None:
        raise Refused(_("The funnel has no stage of refusals: its owner adds one"))
    return stage


def _following(course: Course, result: Result, answer: Answer) -> NewTask | None:
    """None: the typical tasks of the stage lead on."""
    step, deal = next_step_of(course, result), course.task.deal
    if result.effect in (Effect.CALL_BACK, Effect.PAUSE) and answer.due is not None:
        return _again(course, step, answer.due, is_promise=result.effect == Effect.CALL_BACK)
    if result.effect == Effect.REPEAT and is_repeated(course, result):
        return _again(course, step, due_after(result.wait, result.unit, course.task.assignee, timezone.now()))
    if step is None or deal is None or result.effect == Effect.END:
        return None
    return task_of(step, deal)


def _again(course: Course, step: Step | None, due: Due, *, is_promise: bool = False) -> NewTask:
    """The step, or the same task once more; what was promised to the client is important."""
    task = course.task
    if step is not None and task.deal is not None:
        return task_of(step, task.deal, due=due, is_important=is_promise)
    return NewTask(
        task.title,
        due,
        task.assignee,
        kind=task.kind,
        deal=task.deal,
        client=None if task.deal else task.client,
        is_important=is_promise,
        preset=task.preset,
        is_formed=task.is_formed,
    )


def is_repeated(course: Course, result: Result) -> bool:
    return course.tries < result.most_tries


def next_step_of(course: Course, result: Result) -> Step | None:
    """Where the press leads within the algorithm."""
    if course.step is None or result.effect == Effect.END:
        return None
    if result.effect == Effect.REPEAT and is_repeated(course, result):
        return course.step
    if result.effect in (Effect.CALL_BACK, Effect.PAUSE):
        return result.following or course.step
    return result.following


def _turn(course: Course, result: Result) -> None:
    """Before the next task is formed, so that a stage's step is looked for from the right place."""
    run = course.run
    if run is None:
        return
    step = next_step_of(course, result)
    is_silent = result.effect == Effect.REPEAT and is_repeated(course, result)
    run.tries = run.tries + 1 if is_silent else 0
    run.step = step if step is not None or result.effect == Effect.END else _left_on(course, result)
    run.task = None
    run.save(update_fields=["step", "tries", "task"])
    if result.effect == Effect.END:
        Run.objects.filter(pk=run.pk).update(ended_at=timezone.now(), step=None)


def _left_on(course: Course, result: Result) -> Step | None:
    """A move without a next step of its own: the first step of the new stage is found there. A refusal that is taken back finds
    the deal on the step that it left."""
    if result.effect == Effect.REFUSE:
        return course.step
    return course.step if result.effect == Effect.MOVE and course.step and course.step.stage_id is not None else None


def _keep_touch(course: Course, result: Result, by: Member) -> None:
    Touch.objects.create(
        task=course.task,
        deal=course.task.deal,
        step=course.step,
        result=result if result.pk else None,
        effect=result.effect,
        number=course.number,
        warmth=result.warmth,
        by=by,
    )
