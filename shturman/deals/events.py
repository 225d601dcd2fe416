from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shturman.journal.events import Event
from shturman.kit.money import roubles


@dataclass(frozen=True)
class DealOpened(Event):
    kind = "deals.deal_opened"
    group = "stages"
    icon = "plus"
    tone = "stage"
    deal_id: int
    stage_id: int
    stage: str
    responsible_id: int
    amount: Decimal
    said = gettext_lazy("The deal is opened")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        amount = Decimal(facts["amount"])
        return f"{facts['stage']} · {roubles(amount)}" if amount else facts["stage"]


@dataclass(frozen=True)
class _Placed(Event):
    """A deal left one stage for another."""

    group = "stages"
    icon = "heading"
    tone = "stage"
    deal_id: int
    from_stage_id: int
    from_stage: str
    to_stage_id: int
    to_stage: str
    days_on_stage: int
    drop_tasks: list[int] = field(default_factory=list)
    said = gettext_lazy("Stage: %(from_stage)s → %(to_stage)s")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        days = int(facts["days_on_stage"])
        return ngettext("after %(days)d day", "after %(days)d days", days) % {"days": days} if days else ""


@dataclass(frozen=True)
class DealMoved(_Placed):
    kind = "deals.deal_moved"


@dataclass(frozen=True)
class DealRelocated(_Placed):
    """Its stage was removed from the funnel."""

    kind = "deals.deal_relocated"


@dataclass(frozen=True)
class DealReopened(_Placed):
    """With how it had been closed, its words aside: so it may be closed again as it was."""

    kind = "deals.deal_reopened"
    # To the microsecond, which a moment in the journal is not.
    closed_at: str = ""
    closed_by_id: int | None = None
    loss_reason_id: int | None = None
    said = gettext_lazy("Reopened: %(from_stage)s → %(to_stage)s")


@dataclass(frozen=True)
class DealClosedAgain(_Placed):
    kind = "deals.deal_closed_again"
    icon = "undo"
    said = gettext_lazy("The reopening is undone: back to “%(to_stage)s”")


@dataclass(frozen=True)
class _Closed(_Placed):
    amount: Decimal = Decimal(0)
    reason: str = ""

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return facts.get("reason", "")


@dataclass(frozen=True)
class DealWon(_Closed):
    kind = "deals.deal_won"
    icon = "circle-check"
    tone = "money"

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("The deal is won: %(amount)s") % {"amount": roubles(Decimal(facts["amount"]))}


@dataclass(frozen=True)
class DealLost(_Closed):
    kind = "deals.deal_lost"
    icon = "close"
    said = gettext_lazy("The deal is lost: %(to_stage)s")


@dataclass(frozen=True)
class DealShelved(_Closed):
    kind = "deals.deal_shelved"
    icon = "folder"
    said = gettext_lazy("The deal is closed: %(to_stage)s")


@dataclass(frozen=True)
class DealPlacementUndone(_Placed):
    kind = "deals.deal_placement_undone"
    icon = "undo"
    # When the undone move was written: tasks that it dropped come back, those that it formed go.
    undone_since: datetime | None = None
    said = gettext_lazy("The move is undone: back to “%(to_stage)s”")


@dataclass(frozen=True)
class DealTaken(Event):
    """Out of the common deals, by himself."""

    kind = "deals.deal_taken"
    icon = "user"
    deal_id: int
    from_member_id: int
    from_member: str
    to_member_id: int
    to_member: str
    said = gettext_lazy("%(to_member)s takes the deal, before it was led by %(from_member)s")


@dataclass(frozen=True)
class DealChanged(Event):
    kind = "deals.deal_changed"
    icon = "pencil"
    deal_id: int
    changes: dict[str, list[str]]

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Changed: %(labels)s") % {"labels": ", ".join(facts["changes"])}

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        return "; ".join(f"{before or '—'} → {after or '—'}" for before, after in facts["changes"].values())


@dataclass(frozen=True)
class DealAssigned(Event):
    kind = "deals.deal_assigned"
    icon = "user"
    deal_id: int
    from_member_id: int
    from_member: str
    to_member_id: int
    to_member: str
    said = gettext_lazy("Responsible: %(from_member)s → %(to_member)s")


@dataclass(frozen=True)
class DealLinesSet(Event):
    kind = "deals.deal_lines_set"
    icon = "box"
    deal_id: int
    count: int
    amount: Decimal

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        count = int(facts["count"])
        return ngettext("Goods of the deal: %(count)d line", "Goods of the deal: %(count)d lines", count) % {"count": count}

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return roubles(Decimal(facts["amount"]))


@dataclass(frozen=True)
class DealTeamChanged(Event):
    kind = "deals.deal_team_changed"
    icon = "people"
    deal_id: int
    what: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return {
            "contact_added": _("A contact person is added"),
            "contact_removed": _("A contact person is removed"),
            "observer_added": _("An observer is added"),
            "observer_removed": _("An observer is removed"),
        }[facts["what"]]


@dataclass(frozen=True)
class _FileFact(Event):
    icon = "paperclip"
    group = "files"
    deal_id: int
    file_id: int
    name: str


@dataclass(frozen=True)
class DealFileAttached(_FileFact):
    kind = "deals.file_attached"
    said = gettext_lazy("File: %(name)s")


@dataclass(frozen=True)
class DealFileDeleted(_FileFact):
    kind = "deals.file_deleted"
    icon = "trash"
    said = gettext_lazy("The file “%(name)s” is moved to the trash")


@dataclass(frozen=True)
class DealFileRestored(_FileFact):
    kind = "deals.file_restored"
    said = gettext_lazy("The file “%(name)s” is restored")


@dataclass(frozen=True)
class DealDeleted(Event):
    kind = "deals.deal_deleted"
    icon = "trash"
    deal_id: int
    deleted_at: datetime
    said = gettext_lazy("The deal is moved to the trash")


@dataclass(frozen=True)
class DealRestored(Event):
    kind = "deals.deal_restored"
    icon = "undo"
    deal_id: int
    deleted_at: datetime
    said = gettext_lazy("The deal is restored from the trash")


@dataclass(frozen=True)
class DealsUnloaded(Event):
    """The undo of an import took these deals out of the base."""

    kind = "deals.deals_unloaded"
    icon = "trash"
    deal_ids: list[int]
    said = gettext_lazy("Deals of a withdrawn import are removed")


@dataclass(frozen=True)
class _FunnelFact(Event):
    icon = "route"
    funnel_id: int
    name: str


@dataclass(frozen=True)
class FunnelAdded(_FunnelFact):
    kind = "deals.funnel_added"
    said = gettext_lazy("The funnel “%(name)s” is added")


@dataclass(frozen=True)
class FunnelChanged(_FunnelFact):
    kind = "deals.funnel_changed"
    said = gettext_lazy("The funnel “%(name)s” changed")


@dataclass(frozen=True)
class FunnelRemoved(_FunnelFact):
    kind = "deals.funnel_removed"
    said = gettext_lazy("The funnel “%(name)s” is removed")


@dataclass(frozen=True)
class _StageFact(Event):
    icon = "flag"
    funnel_id: int
    stage_id: int
    name: str


@dataclass(frozen=True)
class StageAdded(_StageFact):
    kind = "deals.stage_added"
    said = gettext_lazy("The stage “%(name)s” is added")


@dataclass(frozen=True)
class StageChanged(_StageFact):
    kind = "deals.stage_changed"
    fields: list[str] = field(default_factory=list)
    said = gettext_lazy("The stage “%(name)s” changed")


@dataclass(frozen=True)
class StageAskedToKeepTasks(_StageFact):
    """Its deals get their missing tasks first, as a job; then the stage is switched."""

    kind = "deals.stage_asked_to_keep_tasks"
    said = gettext_lazy("Missing tasks are being formed on the stage “%(name)s”")


@dataclass(frozen=True)
class StageRemoved(_StageFact):
    kind = "deals.stage_removed"
    moved_to_id: int = 0
    moved_count: int = 0
    said = gettext_lazy("The stage “%(name)s” is removed")


@dataclass(frozen=True)
class FunnelRestored(_FunnelFact):
    kind = "deals.funnel_restored"
    said = gettext_lazy("The funnel “%(name)s” is restored")


@dataclass(frozen=True)
class StageRestored(_StageFact):
    kind = "deals.stage_restored"
    said = gettext_lazy("The stage “%(name)s” is restored")


@dataclass(frozen=True)
class LossReasonsChanged(Event):
    kind = "deals.loss_reasons_changed"
    icon = "list"
    names: list[str]
    said = gettext_lazy("The reasons of refusals changed")


@dataclass(frozen=True)
class DealsExported(Event):
    """The list was taken out as a table."""

    kind = "deals.deals_exported"
    icon = "import"
    count: int
    conditions: str

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        count = int(facts["count"])
        return ngettext("Took out %(count)d deal as a table", "Took out %(count)d deals as a table", count) % {"count": count}
