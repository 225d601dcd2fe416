from __future__ import annotations

import time
from functools import lru_cache

from shturman.company.models import Company, Member
from shturman.kit.working_time import WorkWeek

ROBOT_LOGIN = "robot"
KEPT_SECONDS = 60


def work_week() -> WorkWeek:
    """Every chip of every list counts by it, and it changes once a year: each process asks again after a minute."""
    return _work_week(int(time.monotonic()) // KEPT_SECONDS)


@lru_cache(maxsize=1)
def _work_week(period: int) -> WorkWeek:
    company = Company.objects.first()
    return company.work_week if company else WorkWeek()


def robot() -> Member:
    """Who signs what the system does by itself."""
    return Member.objects.get(login=ROBOT_LOGIN)


def head_over(member: Member) -> Member:
    """Who decides for him: his head, else the owner."""
    if member.head is not None and member.head.is_active:
        return member.head
    return Member.objects.owners()[0]


def standing_in_for(member: Member) -> Member:
    """Who takes the work of a person that is not active any more."""
    return member if member.is_active and not member.is_robot else head_over(member)
