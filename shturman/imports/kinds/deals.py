"""Deals of the past and of today: their facts stand at their own dates, their first tasks over the coming days."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client
from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.deals.actions import LoadedDeal, NewLine, change_deal, load_deals, reason_of_loads
from shturman.deals.models import Deal, Funnel, LossReason, Stage
from shturman.goods.models import Good
from shturman.goods.names import folded_name
from shturman.imports.kinds.base import Change, Draft, Field, Record, Sorter, UnknownValue, Written
from shturman.imports.kinds.contacts import RESPONSIBLE, member_named
from shturman.imports.kinds.names import Names, members, organisation_key
from shturman.imports.kinds.stages import Stages
from shturman.imports.values import day_of, moment_of, money_of
from shturman.kit.errors import Refused
from shturman.kit.words import folded
from shturman.tasks.actions import spread_first_tasks

TITLE_LENGTH = 250


class DealSorter(Sorter):
    kind = "deals"
    label = gettext_lazy("Deals")
    hint = gettext_lazy("Stages, sums, dates, goods. A deal that is here already keeps its stage and its responsible")
    defaults = ("funnel", "responsible")
    fields = (
        Field("outer_key", gettext_lazy("Number in the former system"), ("id", "номер", "№", "opportunity id", "id сделки", "код")),
        Field("title", gettext_lazy("What is sold"), ("название сделки", "название", "сделка", "title")),
        Field("client", gettext_lazy("Client"), ("клиент", "компания", "организация", "контакт", "account", "основной контакт")),
        RESPONSIBLE,
        Field("registrar", gettext_lazy("Registrar"), ("регистратор", "кем создана", "кем создана сделка"), has_values=True),
        Field("good", gettext_lazy("Good"), ("товар", "product", "продукт")),
        Field("stage", gettext_lazy("Stage"), ("этап", "этап сделки", "стадия", "стадия сделки", "статус", "deal stage"), has_values=True),
        Field("opened_on", gettext_lazy("Opened on"), ("дата создания", "дата создания сделки", "дата начала", "открыта", "engage date")),
        Field("closed_on", gettext_lazy("Closed on"), ("дата закрытия", "закрыта", "close date")),
        Field("amount", gettext_lazy("Amount, ₽"), ("сумма", "бюджет", "бюджет сделки", "возможная сумма", "сумма/валюта", "close value")),
        Field("loss_reason", gettext_lazy("Reason of the refusal"), ("причина отказа", "причина")),
        Field("expected_on", gettext_lazy("Expected closing"), ("предполагаемая дата закрытия", "дата завершения")),
    )

    def look_up(self) -> None:
        self.people = members()
        self.goods = {good.folded_name: good for good in Good.objects.kept()}
        self.clients: Names[Client] = Names()
        for client in Client.objects.kept().order_by("pk"):
            self.clients.add(client.folded_name, client)
        self.reasons = {folded(reason.name): reason for reason in LossReason.objects.all()}
        self.funnel = self._funnel()
        self.stages = Stages(self.funnel)
        self.known = {deal.outer_key: deal for deal in Deal.objects.kept().exclude(outer_key="")}
        self.now = timezone.now()
        self.fallback: LossReason | None = None
        self.likeness: Counter[str] = Counter()

    def place(self, record: Record) -> None:
        key = record["outer_key"][:80] or self._key_of_facts(record)
        self.once(key, record.number)
        known = self.known.get(key)
        if known is not None:
            self._compare(record, known)
        else:
            self.result.new.append(Draft(record.number, self._loaded(record, key)))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        rows = [self._with_a_reason(draft.facts) for draft in drafts]
        deals = load_deals(rows, by=self.by)
        self._first_tasks(deals)
        return [Written(deal) for deal in deals]

    def write_change(self, change: Change) -> Written:
        deal = change.thing
        assert isinstance(deal, Deal)
        return self.written_change(change, change_deal(deal, dict(change.facts), by=self.by))

    def _loaded(self, record: Record, key: str) -> LoadedDeal:
        stage, responsible = self._stage_and_responsible(record)
        client, good = self._client(record), self._good(record)
        opened_at, closed_at = self._dates(record, stage)
        amount = self._amount(record, stage, good)
        return LoadedDeal(
            title=self._title(record, client, good, key),
            funnel=self.funnel,
            stage=stage,
            responsible=responsible,
            registrar=member_named(self.people, self, record["registrar"], "registrar") if record["registrar"] else responsible,
            client=client,
            opened_at=opened_at,
            passed=[] if stage.is_open else [(self.stages.first, opened_at)],
            entered_at=closed_at,
            amount=amount,
            expected_on=day_of(record["expected_on"]) or (day_of(record["closed_on"]) if stage.is_open else None),
            loss_reason=self.reasons.get(folded(record["loss_reason"])) if stage.asks_reason else None,
            loss_words=record["loss_reason"][:500] if stage.asks_reason and folded(record["loss_reason"]) not in self.reasons else "",
            lines=[NewLine(good.name, amount, good=good)] if good else [],
            outer_key=key,
        )

    def _stage_and_responsible(self, record: Record) -> tuple[Stage, Member]:
        """A row may hold two unknown words: both are asked about at once."""
        try:
            stage = self.stages.named(record["stage"], self)
        except UnknownValue:
            try:
                self._responsible(record)
            except UnknownValue as another:
                self.result.note(another)
            raise
        return stage, self._responsible(record)

    def _compare(self, record: Record, known: Deal) -> None:
        """Only what the file says itself: neither a price of the list nor a made title overwrites the words of people."""
        client = self._client(record)
        amount = money_of(record["amount"])
        facts: dict[str, Any] = {}
        if record["title"]:
            facts["title"] = record["title"][:TITLE_LENGTH]
        if client is not None:
            facts["client_id"] = client.pk
        if amount is not None:
            facts["amount"] = amount
        if record["expected_on"]:
            facts["expected_on"] = day_of(record["expected_on"])
        if facts.get("client_id") not in (None, known.client_id):
            facts["client"] = client
        facts.pop("client_id", None)
        self.keep_or_change(record, known, facts)

    def _funnel(self) -> Funnel:
        funnels = Funnel.objects.visible_to(self.by)
        name = self.chosen.get("funnel", "")
        found = funnels.filter(name__iexact=name).first() if name else funnels.first()
        if found is None:
            raise Refused(_("There is no funnel to load deals into") if not name else _("There is no funnel “%(name)s”") % {"name": name})
        return found

    def _responsible(self, record: Record) -> Member:
        name = record["responsible"] or self.chosen.get("responsible", "")
        found = member_named(self.people, self, name) if name else self.by
        if not can_assign_to(self.by, found, "deal"):
            raise Refused(_("%(name)s is not of your department") % {"name": found.short_name})
        return found

    def _client(self, record: Record) -> Client | None:
        name = record["client"]
        if not name:
            return None
        found = self.clients.get(organisation_key(name))
        if found is None:
            raise Refused(_("There is no client “%(name)s”: load clients first") % {"name": name[:80]})
        return found

    def _good(self, record: Record) -> Good | None:
        name = record["good"]
        if not name:
            return None
        found = self.goods.get(folded_name(name))
        if found is None:
            raise Refused(_("There is no good “%(name)s”: load goods first") % {"name": name[:80]})
        return found

    def _dates(self, record: Record, stage: Stage) -> tuple[datetime, datetime | None]:
        opened_at, closed_at = moment_of(record["opened_on"], self.zone), moment_of(record["closed_on"], self.zone)
        if stage.is_open:
            return opened_at or self.now, None
        if closed_at is None:
            raise Refused(_("The deal is closed, and there is no date of its closing"))
        opened_at = opened_at or closed_at
        if opened_at.astimezone(self.zone).date() > closed_at.astimezone(self.zone).date():
            raise Refused(_("The deal is closed earlier than it was opened"))
        # A day without an hour stands at noon: a deal of one day is not closed before its own morning.
        return opened_at, max(opened_at, closed_at)

    def _amount(self, record: Record, stage: Stage, good: Good | None) -> Decimal:
        amount = money_of(record["amount"])
        if amount is None:
            return good.price if good and stage.is_open else Decimal(0)
        return amount

    def _title(self, record: Record, client: Client | None, good: Good | None, key: str) -> str:
        made = " — ".join(str(part) for part in (good, client) if part)
        return (record["title"] or made or _("Deal %(number)s") % {"number": key})[:TITLE_LENGTH]

    def _key_of_facts(self, record: Record) -> str:
        """A row without a number is known by its facts; the second alike in the file is another deal."""
        facts = "\n".join(f"{name}={value}" for name, value in sorted(record.facts.items()))
        digest = hashlib.sha256(facts.encode()).hexdigest()[:24]
        self.likeness[digest] += 1
        return f"{digest}-{self.likeness[digest]}"

    def _with_a_reason(self, row: LoadedDeal) -> LoadedDeal:
        if not row.stage.asks_reason or row.loss_reason is not None:
            return row
        self.fallback = self.fallback or reason_of_loads()
        return LoadedDeal(**{**vars(row), "loss_reason": self.fallback})

    def _first_tasks(self, deals: Sequence[Deal]) -> None:
        spread_first_tasks([deal for deal in deals if deal.is_open], by=self.by)
