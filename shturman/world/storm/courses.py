"""Algorithms in the storm: results are pressed, chains are switched, rewritten and moved over to, touches are skipped."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from shturman.deals.actions import GivenFacts
from shturman.deals.models import Funnel, LossReason
from shturman.kit.errors import Refused
from shturman.playbooks.actions import Answer, give_result, skip_task
from shturman.playbooks.actions.drafting import move_runs_over, open_draft, publish_draft
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.models import Playbook, Skip, Version
from shturman.playbooks.queries.results import course_of_task
from shturman.playbooks.ready_made import READY
from shturman.tasks.due import Due
from shturman.world.storm.choosing import one_task, owner


def press_one(dice: random.Random) -> None:
    task = one_task(dice, completed_at=None, cancelled_at=None, deleted_at=None)
    due = Due(at=timezone.now() + timedelta(hours=dice.randint(1, 50)))
    given = GivenFacts(loss_reason=LossReason.objects.all()[0])
    answer = Answer("шторм", {"amount": 5000, "expected_on": timezone.localdate()}, due, given, "буря")
    give_result(task, dice.choice(course_of_task(task).results).position, answer, by=owner())


def skip_one(dice: random.Random) -> None:
    skip_task(one_task(dice, completed_at=None, cancelled_at=None, deleted_at=None), dice.choice(Skip.Why.values[:3]), by=owner())


def switch_one(dice: random.Random) -> None:
    """One algorithm leads the funnel, then another one."""
    book = Playbook.objects.kept().order_by("?").first()
    if book is None or Playbook.objects.kept().count() < len(READY):
        book = take_ready_made(dice.choice(READY).key, by=owner())
    for other in Playbook.objects.running():
        switch_playbook(other, False, by=owner())
    switch_playbook(book, True, by=owner(), funnel=Funnel.objects.kept()[0])


def renew_one(dice: random.Random) -> None:
    """A new version, and all running deals over to it."""
    book = Playbook.objects.kept().order_by("pk").first()
    if book is None:
        raise Refused("no algorithm yet")
    open_draft(book, by=owner())
    move_runs_over(Version.objects.get(pk=publish_draft(book, by=owner()).pk), by=owner())
