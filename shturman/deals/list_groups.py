"""What the list of deals is grouped by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client
from shturman.company.models import Department, Member
from shturman.deals.models import DealKind, LossReason, Stage
from shturman.deals.questions import HANDED_OVER
from shturman.deals.veil import handed_over
from shturman.fields.grouping import own_groupings
from shturman.kit.filters import Filter
from shturman.lists.grouping import Grouping, Groupings, answered, by_field, by_name, month_names, within_month

VEILED = 0


def _stage_of(member: Member) -> Any:
    """Stages without a name for him are one group."""
    if not member.role.is_ordinary or member.is_robot:
        return F("stage_id")
    return Case(When(stage__is_for_managers=False, then=Value(VEILED)), default=F("stage_id"), output_field=BigIntegerField())


def _stage_names(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    """In the order of the course; of several funnels a stage says its own."""
    stages = list(Stage.objects.filter(pk__in=values).select_related("funnel").order_by("funnel__position", "funnel_id", "position", "pk"))
    several = len({stage.funnel_id for stage in stages}) > 1
    named = {stage.pk: f"{stage.funnel.name}: {stage.name}" if several else stage.name for stage in stages}
    return named | ({VEILED: handed_over()} if VEILED in values else {})


def _on_stage(value: Any, chosen: Filter) -> Mapping[str, str]:
    return {"stage": HANDED_OVER if value == VEILED else str(value)}


def _closing_months(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    return {**month_names(values, member), None: _("Not closed yet")}


def _closed_in(value: Any, chosen: Filter) -> Mapping[str, str]:
    return {"state": "open"} if value is None else within_month("closed_from", "closed_to")(value, chosen)


KNOWN = (
    Grouping("stage", gettext_lazy("Stage"), ("stage",), _stage_of, _stage_names, _on_stage),
    Grouping(
        "responsible",
        gettext_lazy("Responsible"),
        ("responsible",),
        by_field("responsible_id"),
        by_name(Member, "surname", "given_name", label="short_name"),
        answered("responsible"),
    ),
    Grouping(
        "department", gettext_lazy("Department"), ("department",), by_field("department_id"), by_name(Department), answered("department")
    ),
    Grouping("client", gettext_lazy("Client"), ("client",), by_field("client_id"), by_name(Client, "folded_name"), answered("client")),
    Grouping("kind", gettext_lazy("Kind of deal"), ("kind",), by_field("kind_id"), by_name(DealKind), answered("kind")),
    Grouping(
        "loss_reason",
        gettext_lazy("Reason of refusal"),
        ("loss_reason",),
        by_field("loss_reason_id"),
        by_name(LossReason),
        answered("loss_reason"),
    ),
    Grouping(
        "month",
        gettext_lazy("Month of opening"),
        ("opened_from", "opened_to"),
        lambda member: TruncMonth("created_at", tzinfo=member.zone),
        month_names,
        within_month("opened_from", "opened_to"),
        "-group",
    ),
    Grouping(
        "closed",
        gettext_lazy("Month of closing"),
        ("closed_from", "closed_to", "state"),
        lambda member: TruncMonth("closed_at", tzinfo=member.zone),
        _closing_months,
        _closed_in,
    ),
)
own_groupings_of_deals = own_groupings("deal")


def more(member: Member) -> Sequence[Grouping]:
    """What stands in own fields is of a deal's inside."""
    return () if member.role.is_outside else own_groupings_of_deals(member)


GROUPINGS = Groupings(KNOWN, more)
