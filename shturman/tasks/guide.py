"""The way of an owner who starts empty: what is done is seen from facts, nothing is ticked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Company, Member
from shturman.deals.events import FunnelChanged, StageAdded, StageChanged, StageRemoved
from shturman.deals.models import Deal
from shturman.journal.models import Entry

TOUCHED = tuple(event.kind for event in (FunnelChanged, StageAdded, StageChanged, StageRemoved))


@dataclass(frozen=True)
class Step:
    title: Any
    help: Any
    page: str
    verb: Any
    is_done: bool


@dataclass(frozen=True)
class Guide:
    steps: Sequence[Step]

    @property
    def left(self) -> int:
        return sum(not step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def guide_for(member: Member) -> Guide | None:
    """Nothing for those who do not keep the house, who have hidden it, and where all is done."""
    if not can_keep_house(member) or member.hides_guide:
        return None
    colleagues = Member.objects.active().exclude(pk=member.pk)
    company = Company.objects.annotate(has_people=Exists(colleagues), has_deals=Exists(Deal.objects.everything())).first()
    if company is None:
        return None
    is_filled = bool(company.legal_name or company.inn or company.phone or company.address)
    # A company at work has looked at its funnel long ago.
    is_touched = company.has_deals or Entry.objects.filter(kind__in=TOUCHED, by=member).exists()
    guide = Guide(_steps(is_filled, is_touched, company.has_people, company.has_deals))
    return guide if guide.left else None


def _steps(is_filled: bool, is_touched: bool, has_people: bool, has_deals: bool) -> Sequence[Step]:
    return (
        Step(
            _("Company"),
            _("Name, address and requisites go into documents and letters. The work week decides when tasks fall due"),
            "company:company",
            _("Fill in the company"),
            is_filled,
        ),
        Step(
            _("Funnel"),
            _("The stages are ready: rename them as you say them aloud, and give each its first task"),
            "deals:funnel_list",
            _("Look through the stages"),
            is_touched,
        ),
        Step(
            _("People"),
            _("A mail is enough: each chooses a password by the link of the letter. A whole list loads from Excel"),
            "company:add_member",
            _("Add an employee"),
            has_people,
        ),
        Step(
            _("Clients and deals"),
            _("Load a table: a trial run shows what will come in, and the whole load can be withdrawn. Or open the first deal by hand"),
            "imports:import_list",
            _("Load a table"),
            has_deals,
        ),
    )
