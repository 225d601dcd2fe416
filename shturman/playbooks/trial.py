"""What a deal would go through, day by day, for chosen results: nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shturman.company.models import Member
from shturman.company.queries import work_week_of
from shturman.playbooks.models import Result, Step
from shturman.playbooks.terms import due_after
from shturman.tasks.due import Due

Effect = Result.Effect
MOST = 60
# What a client says when he puts it off is unknown: a day stands for «later», a week for «not now».
LATER, PAUSE = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    step: Step
    due: Due
    number: int
    tries: int
    chosen: Result | None
    # The results with the path that each of them makes longer.
    ways: Sequence[tuple[Result, str]]


def turns_of(steps: Sequence[Step], path: Sequence[int], member: Member, now: datetime) -> tuple[list[Turn], str]:
    """The turns, and what ends them: «» while a result is waited for."""
    turns: list[Turn] = []
    step, moment, tries = (steps[0] if steps else None), now, 1
    by_id = {step.pk: step for step in steps}
    due = due_after(step.wait, step.unit, member, moment) if step else Due(on=now.date())
    for number in range(1, MOST + 1):
        if step is None:
            return turns, turns[-1].chosen.effect if turns and turns[-1].chosen else Effect.END
        said = ".".join(str(place) for place in path[: number - 1])
        results = list(step.results.all())
        chosen = next((result for result in results if len(path) >= number and result.position == path[number - 1]), None)
        ways = [(result, f"{said}.{result.position}".lstrip(".")) for result in results]
        turns.append(Turn(step, due, number, tries, chosen, ways))
        if chosen is None:
            return turns, ""
        moment = due.deadline(work_week_of(member), member.zone)
        step, tries, due = _after(step, chosen, tries, moment, member, by_id)
    return turns, Effect.PAUSE


def _after(
    step: Step, result: Result, tries: int, moment: datetime, member: Member, by_id: dict[int, Step]
) -> tuple[Step | None, int, Due]:
    zone = member.zone
    if result.effect == Effect.REPEAT and tries < result.most_tries:
        return step, tries + 1, due_after(result.wait, result.unit, member, moment)
    if result.effect in (Effect.CALL_BACK, Effect.PAUSE):
        further = by_id.get(result.following_id or 0, step)
        later = (moment + (LATER if result.effect == Effect.CALL_BACK else PAUSE)).astimezone(zone)
        return further, 1, Due(on=later.date())
    following = by_id.get(result.following_id or 0)
    if following is None or result.effect in (Effect.END, Effect.REFUSE):
        return None, 1, Due(on=moment.astimezone(zone).date())
    return following, 1, due_after(following.wait, following.unit, member, moment)
