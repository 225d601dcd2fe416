"""What is wrong with a chain before anybody works by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shturman.playbooks.drawing import leads_to
from shturman.playbooks.models import Result, Step, Unit
from shturman.playbooks.script import unknown_places

Effect = Result.Effect
# A deal rests after these: going round by one of them is no loop without a pause.
RESTING = (Effect.CALL_BACK, Effect.PAUSE, Effect.REPEAT)
MINUTES_A_DAY = 8 * 60


@dataclass(frozen=True)
class Fault:
    """`is_grave`: nobody may be led by it."""

    step: Step | None
    words: str
    is_grave: bool = False


def faults_of(steps: Sequence[Step]) -> list[Fault]:
    if not steps:
        return [Fault(None, _("There is not a single step yet"), is_grave=True)]
    faults = [fault for step in steps for fault in _of_step(step)]
    return faults + _unreachable(steps) + _endless(steps)


def _of_step(step: Step) -> list[Fault]:
    results = list(step.results.all())
    faults = []
    if not results:
        faults.append(Fault(step, _("“%(step)s” has no result: whoever comes here stays here") % {"step": step.title}, is_grave=True))
    for result in results:
        if result.effect == Effect.NEXT and result.following_id is None:
            words = _("“%(step)s”: the result “%(result)s” leads nowhere") % {"step": step.title, "result": result.name}
            faults.append(Fault(step, words, is_grave=True))
    stage = step.stage
    if stage is not None and stage.longest_stay_days is not None and _days(step) > stage.longest_stay_days:
        words = _("“%(step)s”: its term is longer than a deal may stay on “%(stage)s” (%(days)d days)")
        faults.append(Fault(step, words % {"step": step.title, "stage": stage.name, "days": stage.longest_stay_days}))
    unknown = _("“%(step)s”: nobody knows what to put in place of {%(name)s}")
    return faults + [Fault(step, unknown % {"step": step.title, "name": name}) for name in unknown_places(step.script)]


def _days(step: Step) -> float:
    if step.unit == Unit.DAYS:
        return step.wait
    return step.wait * (60 if step.unit == Unit.HOURS else 1) / MINUTES_A_DAY


def _unreachable(steps: Sequence[Step]) -> list[Fault]:
    """A deal comes to the first step, and to the steps of stages by moving there."""
    by_id = {step.pk: step for step in steps}
    reached = {steps[0].pk} | {step.pk for step in steps if step.stage_id is not None}
    waiting = list(reached)
    while waiting:
        step = by_id[waiting.pop()]
        for result in step.results.all():
            following = leads_to(step, result)
            if following in by_id and following not in reached:
                reached.add(following)
                waiting.append(following)
    return [Fault(step, _("No way leads to “%(step)s”") % {"step": step.title}) for step in steps if step.pk not in reached]


def _endless(steps: Sequence[Step]) -> list[Fault]:
    """Steps that can only go round for ever: no way out of them leads to an end, a refusal, a move or a rest."""
    by_id = {step.pk: step for step in steps}
    free = {step.pk for step in steps if any(_lets_out(step, result) for result in step.results.all())}
    while True:
        further = {
            step.pk for step in steps if step.pk not in free and any(leads_to(step, result) in free for result in step.results.all())
        }
        if not further:
            break
        free |= further
    caught = [step for step in steps if step.pk not in free and step.results.all() and leads_on(step, by_id)]
    return [Fault(step, _("“%(step)s” goes round without a pause and without an end") % {"step": step.title}) for step in caught]


def leads_on(step: Step, by_id: dict[int, Step]) -> bool:
    return any(leads_to(step, result) in by_id for result in step.results.all())


def _lets_out(step: Step, result: Result) -> bool:
    return result.effect in RESTING or leads_to(step, result) is None
