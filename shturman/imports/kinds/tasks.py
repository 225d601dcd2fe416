"""Tasks: those that are done stand in the past, those that are open wait for their people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client
from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.imports.kinds.base import Draft, Field, Record, Sorter, Written
from shturman.imports.kinds.contacts import RESPONSIBLE, member_named
from shturman.imports.kinds.names import members
from shturman.imports.kinds.outer import OuterKeys, key_of_facts
from shturman.imports.kinds.placing import PLACES, Cards
from shturman.imports.models import Policy
from shturman.imports.values import day_of, moment_of
from shturman.kit.errors import Refused
from shturman.kit.words import folded, quotable
from shturman.tasks.actions import NewTask
from shturman.tasks.actions.loading import LoadedTask, load_tasks
from shturman.tasks.due import Due
from shturman.tasks.models import Task

DONE = {
    "да",
    "yes",
    "y",
    "1",
    "true",
    "выполнена",
    "выполнено",
    "завершена",
    "завершено",
    "завершен",
    "закрыта",
    "сделано",
    "done",
    "completed",
}
KINDS_BY_WORD = {
    **dict.fromkeys(("звонок", "позвонить", "связаться", "связаться с клиентом", "call"), Task.Kind.CALL),
    **dict.fromkeys(("встреча", "meeting"), Task.Kind.MEETING),
    **dict.fromkeys(("письмо", "e-mail", "email", "letter"), Task.Kind.LETTER),
    **dict.fromkeys(("документ", "документы", "document"), Task.Kind.DOCUMENT),
}


class TaskSorter(Sorter):
    kind = "tasks"
    label = gettext_lazy("Tasks")
    hint = gettext_lazy("What, whose, until when, done or not; of a deal or of a client")
    defaults = ("responsible",)
    policies = (Policy.SKIP,)
    fields = (
        Field(
            "title", gettext_lazy("What to do"), ("задача", "название", "название задачи", "текст задачи", "дело", "task", "title"), True
        ),
        Field("outer_key", gettext_lazy("Number in the former system"), ("id", "номер", "id задачи")),
        *PLACES,
        Field("responsible", gettext_lazy("Who does it"), (*RESPONSIBLE.aliases, "исполнитель", "кому"), has_values=True),
        Field("kind", gettext_lazy("Kind"), ("тип", "тип задачи", "вид", "kind", "type")),
        Field("due", gettext_lazy("Due"), ("срок", "крайний срок", "выполнить до", "дедлайн", "дата выполнения", "due", "deadline")),
        Field("set_on", gettext_lazy("Set on"), ("дата создания", "дата постановки", "создана", "created")),
        Field("done", gettext_lazy("Done or not"), ("статус", "выполнена", "завершена", "состояние", "status", "done")),
        Field("done_on", gettext_lazy("Done on"), ("дата завершения", "дата закрытия", "закрыта", "завершено", "completed at")),
        Field("result", gettext_lazy("Result"), ("результат", "итог", "result")),
    )

    def begin(self) -> None:
        self.people = members()
        self.outer = OuterKeys(self.kind, self.source)
        self.now = timezone.now()
        self.likeness: Counter[str] = Counter()

    def key_of(self, record: Record) -> Any:
        return key_of_facts(record, self.likeness)

    def look_up(self, records: Sequence[Record]) -> None:
        self.cards = Cards(records, self.by)
        self.present = self.outer.known(self.keys)

    def place(self, record: Record, key: str) -> None:
        if not record["title"]:
            raise Refused(_("There is no text of the task"))
        if key in self.present:
            self.result.same.append(record.number)
            return
        self.result.new.append(Draft(record.number, (self._loaded(record), key)))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        made = load_tasks([draft.facts[0] for draft in drafts], by=self.by)
        self.outer.keep({draft.facts[1]: task for draft, task in zip(drafts, made, strict=True)})
        return [Written(task) for task in made]

    def _loaded(self, record: Record) -> LoadedTask:
        card = self.cards.of(record)
        completed_at = self._completed_at(record)
        set_at = moment_of(record["set_on"], self.zone) or completed_at or self.now
        if isinstance(card, Deal) and not card.is_open and completed_at is None:
            raise Refused(_("The deal “%(name)s” is closed: an open task cannot stand on it") % {"name": quotable(card.title[:80])})
        new = NewTask(
            title=" ".join(record["title"].split())[:250],
            due=self._due(record, completed_at),
            assignee=self._assignee(record),
            kind=KINDS_BY_WORD.get(folded(record["kind"]), Task.Kind.CALL if not record["kind"] else Task.Kind.OTHER),
            deal=card if isinstance(card, Deal) else None,
            client=card if isinstance(card, Client) else None,
        )
        return LoadedTask(new, min(set_at, self.now), completed_at, record["result"][:500] or ("—" if completed_at else ""))

    def _assignee(self, record: Record) -> Member:
        name = record["responsible"] or self.chosen.get("responsible", "")
        found = member_named(self.people, self, name) if name else self.by
        if not can_assign_to(self.by, found, "task"):
            raise Refused(_("%(name)s is not of your department") % {"name": found.short_name})
        return found

    def _completed_at(self, record: Record) -> datetime | None:
        done_on = moment_of(record["done_on"], self.zone)
        if done_on is None and folded(record["done"]) in DONE:
            done_on = moment_of(record["due"], self.zone) or self.now
        return min(done_on, self.now) if done_on else None

    def _due(self, record: Record, completed_at: datetime | None) -> Due:
        text = record["due"]
        if not text:
            return Due(on=(completed_at or self.now).astimezone(self.zone).date())
        return Due(at=moment_of(text, self.zone)) if ":" in text else Due(on=day_of(text))
