"""The next step, formed by the system the moment the last one ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.company.queries import robot, work_week_of
from shturman.deals.models import Deal, PresetTask
from shturman.kit import house
from shturman.kit.working_time import WorkWeek
from shturman.tasks.actions.following import doer_of, with_absences
from shturman.tasks.actions.setting import NewTask, write_tasks
from shturman.tasks.due import Due, due_in
from shturman.tasks.models import Task
from shturman.tasks.queries import held_open, without_open_task

MOST_TASKS_A_DAY = 20


@transaction.atomic(savepoint=False)
def form_next_tasks(deals: Iterable[Deal], *, by: Member, after: PresetTask | None = None) -> list[Task]:
    """For each deal that has nothing to do: the preset that follows `after` on its stage, else the first one."""
    return _form(without_open_task(deals), by=by, after=after)


@transaction.atomic(savepoint=False)
def form_tasks_ahead(deals: Sequence[Deal], *, by: Member) -> list[Task]:
    """For deals without a task whose stage is about to begin to keep tasks."""
    return _form(held_open(deals), by=by, after=None)


def _form(idle: Sequence[Deal], *, by: Member, after: PresetTask | None) -> list[Task]:
    if not idle:
        return []
    return write_tasks(next_tasks(idle, after), author=by if by.is_robot else robot(), by=by, is_formed=True)


def next_tasks(idle: Sequence[Deal], after: PresetTask | None = None) -> list[NewTask]:
    """What deals without a task have to do next."""
    if not idle:
        return []
    with_absences(idle)
    presets, now = _presets_of(idle), timezone.now()
    news = [step for plan in house.planners() for step in plan(idle)]
    weeks: dict[int, WorkWeek] = {}
    known = {new.deal.pk for new in news if new.deal}
    for deal in idle:
        if deal.pk in known:
            continue
        assignee = doer_of(deal)
        if assignee.pk not in weeks:
            weeks[assignee.pk] = work_week_of(assignee)
        preset = _following(presets[deal.stage_id], after)
        due = due_in(preset.due_in_days if preset else 1, weeks[assignee.pk], now, assignee.zone)
        news.append(planned(deal, preset, due, assignee))
    return news


@transaction.atomic(savepoint=False)
def spread_first_tasks(deals: Iterable[Deal], *, by: Member) -> list[Task]:
    """First tasks of loaded deals, over the coming working days, at most twenty a person a day."""
    idle = without_open_task(deals)
    if not idle:
        return []
    presets = _presets_of(idle)
    calendar = _DayBook({deal.responsible_id for deal in idle})
    news = []
    for deal in idle:
        assignee = doer_of(deal)
        preset = _following(presets[deal.stage_id], None)
        news.append(planned(deal, preset, Due(on=calendar.take_day(assignee)), assignee))
    return write_tasks(news, author=by if by.is_robot else robot(), by=by, is_formed=True)


def planned(deal: Deal, preset: PresetTask | None, due: Due, assignee: Member) -> NewTask:
    return NewTask(
        title=preset.title if preset else _("Agree on the next step"),
        kind=preset.kind if preset else Task.Kind.CALL,
        due=due,
        assignee=assignee,
        deal=deal,
        preset=preset,
    )


def suggested(deal: Deal, after: PresetTask | None) -> PresetTask | None:
    """What the form of «готово и следующий шаг» offers."""
    return _following(list(deal.stage.preset_tasks.all()), after)


def _presets_of(deals: Sequence[Deal]) -> Mapping[int, list[PresetTask]]:
    presets: dict[int, list[PresetTask]] = defaultdict(list)
    for preset in PresetTask.objects.filter(stage__in={deal.stage_id for deal in deals}):
        presets[preset.stage_id].append(preset)
    return presets


def _following(presets: Sequence[PresetTask], after: PresetTask | None) -> PresetTask | None:
    if not presets:
        return None
    if after is None or after.stage_id != presets[0].stage_id:
        return presets[0]
    return next((preset for preset in presets if preset.position > after.position), presets[-1])


class _DayBook:
    """How many tasks each person has on each coming working day."""

    def __init__(self, member_ids: Iterable[int]):
        self.taken: dict[int, Counter[date]] = defaultdict(Counter)
        self.reached: dict[int, date] = {}
        for member_id, deadline in Task.objects.everything().open().filter(assignee__in=member_ids).values_list("assignee_id", "deadline"):
            self.taken[member_id][timezone.localdate(deadline)] += 1

    def take_day(self, member: Member) -> date:
        start = self.reached.get(member.pk) or timezone.localdate() + timedelta(days=1)
        week = work_week_of(member)
        day = week.next_working_day(start)
        while self.taken[member.pk][day] >= MOST_TASKS_A_DAY:
            day = week.next_working_day(day, after=1)
        self.taken[member.pk][day] += 1
        self.reached[member.pk] = day
        return day
