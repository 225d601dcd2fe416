from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shturman.journal.events import Event
from shturman.playbooks.models import Skip


@dataclass(frozen=True)
class TaskSkipped(Event):
    kind = "playbooks.task_skipped"
    group = "tasks"
    icon = "chevron-right"
    task_id: int
    deal_id: int | None
    task_kind: str
    title: str
    why: str = ""
    count: int = 1
    said = gettext_lazy("Skipped: %(title)s")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        why = str(dict(Skip.Why.choices).get(facts["why"], ""))
        if facts["count"] < 2:
            return why
        return f"{why} · " + ngettext("%(count)d time", "%(count)d times", facts["count"]) % {"count": facts["count"]}


@dataclass(frozen=True)
class ClientPrioritySet(Event):
    kind = "playbooks.client_priority_set"
    icon = "diamond"
    client_id: int
    is_priority: bool

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("A priority client now") if facts["is_priority"] else _("No priority client any more")


@dataclass(frozen=True)
class PriorityFirstSwitched(Event):
    kind = "playbooks.priority_first_switched"
    icon = "diamond"
    department_id: int | None
    department: str
    is_on: bool

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return _("Priority clients go first") if facts["is_on"] else _("The usual order of the queue again")

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return facts["department"] or _("the whole company")


@dataclass(frozen=True)
class ContactHoursSet(Event):
    kind = "playbooks.contact_hours_set"
    icon = "clock"
    client_id: int
    said = gettext_lazy("Hours for calls are set")


@dataclass(frozen=True)
class _PlaybookFact(Event):
    icon = "route"
    playbook_id: int
    name: str


@dataclass(frozen=True)
class PlaybookAdded(_PlaybookFact):
    kind = "playbooks.playbook_added"
    said = gettext_lazy("Algorithm added: %(name)s")


@dataclass(frozen=True)
class PlaybookChanged(_PlaybookFact):
    kind = "playbooks.playbook_changed"
    said = gettext_lazy("Algorithm changed: %(name)s")


@dataclass(frozen=True)
class PlaybookPublished(_PlaybookFact):
    kind = "playbooks.playbook_published"
    number: int = 1
    said = gettext_lazy("Algorithm published: %(name)s, version %(number)d")


@dataclass(frozen=True)
class PlaybookSwitched(_PlaybookFact):
    kind = "playbooks.playbook_switched"
    is_on: bool = True

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        words = _("New deals go by “%(name)s”") if facts["is_on"] else _("New deals go by “%(name)s” no more")
        return words % facts


@dataclass(frozen=True)
class PlaybookRemoved(_PlaybookFact):
    kind = "playbooks.playbook_removed"
    said = gettext_lazy("Algorithm removed: %(name)s")


@dataclass(frozen=True)
class RunsMovedOver(_PlaybookFact):
    """Deals that were led by an older version go on by the new one."""

    kind = "playbooks.runs_moved_over"
    number: int = 1
    count: int = 0
    said = gettext_lazy("Deals moved over to version %(number)d of “%(name)s”: %(count)d")
