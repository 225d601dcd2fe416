"""What a person does and waits for: opening a deal, moving it, finishing a task with the next one formed."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from django.utils import timezone

from shturman.company.models import Member
from shturman.deals.models import Deal, Funnel, Stage
from shturman.tasks.models import Task
from shturman.world.bench.measure import Act, Person


def doings(person: Person, member: Member, times: int) -> dict[str, tuple[Act, float]]:
    """Each with its bar in milliseconds; 50 for what section 4 gives no bar of its own."""
    return {
        "Открыть сделку": (_opening(person, member), 50),
        "Перевести сделку": (_moving(person, member, times), 25),
        "Закончить задачу, следующая появляется": (_finishing(person, member, times), 50),
    }


def _done(answer: tuple[int, int], what: str) -> int:
    status, queries = answer
    if status not in (200, 302):
        raise RuntimeError(f"{what}: {status}")
    return queries


def _opening(person: Person, member: Member) -> Act:
    funnel = Funnel.objects.kept()[0]

    def act(number: int) -> int:
        facts = {"title": f"Замер {number}", "funnel": funnel.pk, "responsible": member.pk, "amount": "125 000", "once": uuid4().hex}
        return _done(person.ask("POST", "/deals/open/", facts, is_part=True), "open")

    return act


def _moving(person: Person, member: Member, times: int) -> Act:
    """Forth and back between the first two stages."""
    first, second = Stage.objects.in_work().order_by("position")[:2]
    deals = cycle(Deal.objects.kept().filter(responsible=member, stage=first).values_list("pk", flat=True)[: times + 10] or [0])
    moved: list[int] = []

    def act(number: int) -> int:
        if moved and number % 2:
            return _done(person.ask("POST", f"/deals/{moved.pop()}/move/", {"stage": first.pk}, is_part=True), "move")
        moved.append(next(deals))
        return _done(person.ask("POST", f"/deals/{moved[-1]}/move/", {"stage": second.pk}, is_part=True), "move")

    return act


def _finishing(person: Person, member: Member, times: int) -> Act:
    def act(number: int) -> int:
        task = (
            Task.objects.everything()
            .open()
            .filter(assignee=member, deal__isnull=False)
            .order_by("deadline", "id")
            .values_list("pk", flat=True)[0]
        )
        day = timezone.localdate() + timedelta(days=number % 20 + 1)
        facts = {
            "result": "Поговорили",
            "step-title": "Узнать решение",
            "step-kind": "call",
            "step-due": f"{day:%d.%m.%Y}",
            "step-assignee": member.pk,
        }
        return _done(person.ask("POST", f"/tasks/{task}/complete/", facts, is_part=True), "complete")

    return act
