"""Deals of the past and of today: their facts stand at their own dates, their first tasks over the coming days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.actions.loading import load_notes
from shturman.clients.models import Client
from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.deals.actions import LoadedDeal, NewLine, change_deal, load_deals, reason_of_loads
from shturman.deals.models import Deal, Funnel, LossReason, Stage
from shturman.goods.models import Good
from shturman.goods.names import folded_name
from shturman.imports.kinds.base import Change, Draft, Field, Record, Sorter, UnknownValue, Written
from shturman.imports.kinds.contacts import EMAIL_COLUMNS, NOTE, PHONE_COLUMNS, RESPONSIBLE, both, member_named
from shturman.imports.kinds.deal_clients import ADD, DealClients, Newcomer
from shturman.imports.kinds.names import members
from shturman.imports.kinds.outer import key_of_facts
from shturman.imports.kinds.own import own_facts
from shturman.imports.kinds.stages import Stages
from shturman.imports.values import day_of, moment_of, money_of
from shturman.kit.errors import Refused
from shturman.kit.words import folded, quotable
from shturman.tasks.actions import spread_first_tasks

TITLE_LENGTH = 250


CLIENTS = (
    *("клиент", "компания", "организация", "account", "название компании", "компания контакта"),
    *("название (компания)", "компания: название компании", "контрагент"),
)
CONTACTS = ("контакт", "основной контакт", "контакт: имя, фамилия", "контакт: полное имя", "полное имя контакта", "полное имя (контакт)")
PHONES_OF_DEAL = (*both(PHONE_COLUMNS, "контакт"), *both(PHONE_COLUMNS, "компания"))
EMAILS_OF_DEAL = (*both(EMAIL_COLUMNS, "контакт"), *both(EMAIL_COLUMNS, "компания"))
STAGES = ("этап", "этап сделки", "стадия", "стадия сделки", "статус", "deal stage", "статус сделки", "стадия лида")
AMOUNTS = ("сумма", "бюджет", "бюджет сделки", "возможная сумма", "сумма/валюта", "close value", "сумма сделки")


class DealSorter(Sorter):
    kind = "deals"
    label = gettext_lazy("Deals")
    hint = gettext_lazy("Stages, sums, dates, goods. A deal that is here already keeps its stage and its responsible")
    own_thing = "deal"
    defaults = ("funnel", "responsible", "missing_client")
    fields = (
        Field("outer_key", gettext_lazy("Number in the former system"), ("id", "номер", "№", "opportunity id", "id сделки", "код")),
        Field("title", gettext_lazy("What is sold"), ("название сделки", "название", "сделка", "title", "название (сделка)")),
        Field("client", gettext_lazy("Client"), CLIENTS),
        Field("contact", gettext_lazy("Contact person"), CONTACTS),
        Field("client_phones", gettext_lazy("Phones of the client"), PHONES_OF_DEAL, takes_many=True, is_phone=True),
        Field("client_emails", gettext_lazy("E-mails of the client"), EMAILS_OF_DEAL, takes_many=True),
        RESPONSIBLE,
        Field("registrar", gettext_lazy("Registrar"), ("регистратор", "кем создана", "кем создана сделка"), has_values=True),
        Field("good", gettext_lazy("Good"), ("товар", "product", "продукт")),
        Field("stage", gettext_lazy("Stage"), STAGES, has_values=True),
        Field("opened_on", gettext_lazy("Opened on"), ("дата создания", "дата создания сделки", "дата начала", "открыта", "engage date")),
        Field("closed_on", gettext_lazy("Closed on"), ("дата закрытия", "закрыта", "close date")),
        Field("changed_on", gettext_lazy("Changed on"), ("дата изменения", "дата редактирования")),
        Field("amount", gettext_lazy("Amount, ₽"), AMOUNTS),
        Field("loss_reason", gettext_lazy("Reason of the refusal"), ("причина отказа", "причина")),
        Field("expected_on", gettext_lazy("Expected closing"), ("предполагаемая дата закрытия", "дата завершения")),
        NOTE,
    )

    def begin(self) -> None:
        self.people = members()
        self.goods = {good.folded_name: good for good in Good.objects.kept()}
        self.reasons = {folded(reason.name): reason for reason in LossReason.objects.all()}
        self.funnel = self._funnel()
        self.stages = Stages(self.funnel)
        self.now = timezone.now()
        self.fallback: LossReason | None = None
        self.likeness: Counter[str] = Counter()

    def key_of(self, record: Record) -> Any:
        return key_of_facts(record, self.likeness)

    def look_up(self, records: Sequence[Record]) -> None:
        self.clients = DealClients(records, adds_missing=self.chosen.get("missing_client") == ADD)
        known = Deal.objects.kept().filter(outer_key__in=self.keys).select_related("client", "responsible")
        self.known = {deal.outer_key: deal for deal in known}

    def place(self, record: Record, key: Any) -> None:
        known = self.known.get(key)
        if known is not None:
            self._compare(record, known)
            return
        client = self.clients.of(record)
        deal = self._loaded(record, key, client)
        note = "\n".join(dict.fromkeys(record.many.get("note", ())))
        self.result.new.append(Draft(record.number, (deal, client, note)))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        rows = [draft.facts for draft in drafts]
        fallback = self.fallback
        try:
            with self.clients.kept_on_failure():
                return self._written(rows)
        except Exception:
            # Whatever broke the batch, a person added within it is not in the base.
            self.fallback = fallback
            raise

    def _written(self, rows: Sequence[tuple[LoadedDeal, Any, str]]) -> list[Written]:
        reasons = self._reasons_made([deal for deal, _client, _note in rows])
        newcomers = self.clients.add(
            [(client, deal.responsible) for deal, client, _note in rows if isinstance(client, Newcomer)], by=self.by
        )
        deals = load_deals(
            [self._with_a_reason(replace(deal, client=self.clients.made(client))) for deal, client, _note in rows], by=self.by
        )
        self._first_tasks(deals)
        notes = load_notes([(deal, row[2], self.by, None) for deal, row in zip(deals, rows, strict=True) if row[2]], by=self.by)
        return [Written(thing) for thing in [*reasons, *newcomers, *deals, *notes]]

    def write_change(self, change: Change) -> Written:
        deal = change.thing
        assert isinstance(deal, Deal)
        return self.written_change(change, change_deal(deal, dict(change.facts), by=self.by))

    def _loaded(self, record: Record, key: str, client: Client | Newcomer | None) -> LoadedDeal:
        stage, responsible = self._stage_and_responsible(record)
        good = self._good(record)
        opened_at, closed_at = self._dates(record, stage)
        amount = self._amount(record, stage, good)
        return LoadedDeal(
            title=self._title(record, client, good, key),
            funnel=self.funnel,
            stage=stage,
            responsible=responsible,
            registrar=member_named(self.people, self, record["registrar"], "registrar") if record["registrar"] else responsible,
            client=None,
            opened_at=opened_at,
            passed=[] if stage.is_open else [(self.stages.first, opened_at)],
            entered_at=closed_at,
            amount=amount,
            expected_on=day_of(record["expected_on"]) or (day_of(record["closed_on"]) if stage.is_open else None),
            loss_reason=self.reasons.get(folded(record["loss_reason"])) if stage.asks_reason else None,
            loss_words=record["loss_reason"][:500] if stage.asks_reason and folded(record["loss_reason"]) not in self.reasons else "",
            lines=[NewLine(good.name, amount, good=good)] if good else [],
            outer_key=key,
            own=own_facts(record, self),
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
        client = self.clients.of(record) if record["client"] else None
        amount = money_of(record["amount"])
        facts: dict[str, Any] = {}
        if record["title"]:
            facts["title"] = record["title"][:TITLE_LENGTH]
        if isinstance(client, Client) and client.pk != known.client_id:
            facts["client"] = client
        if amount is not None:
            facts["amount"] = amount
        if record["expected_on"]:
            facts["expected_on"] = day_of(record["expected_on"])
        self.keep_or_change(record, known, facts | own_facts(record, self))

    def _funnel(self) -> Funnel:
        funnels = Funnel.objects.visible_to(self.by)
        name = self.chosen.get("funnel", "")
        found = funnels.filter(name__iexact=name).first() if name else funnels.first()
        if found is None:
            words = _("There is no funnel “%(name)s”") % {"name": quotable(name)}
            raise Refused(words if name else _("There is no funnel to load deals into"))
        return found

    def _responsible(self, record: Record) -> Member:
        name = record["responsible"] or self.chosen.get("responsible", "")
        found = member_named(self.people, self, name) if name else self.by
        if not can_assign_to(self.by, found, "deal"):
            raise Refused(_("%(name)s is not of your department") % {"name": found.short_name})
        return found

    def _good(self, record: Record) -> Good | None:
        name = record["good"]
        if not name:
            return None
        found = self.goods.get(folded_name(name))
        if found is None:
            raise Refused(_("There is no good “%(name)s”: load goods first") % {"name": quotable(name[:80])})
        return found

    def _dates(self, record: Record, stage: Stage) -> tuple[datetime, datetime | None]:
        opened_at, closed_at = moment_of(record["opened_on"], self.zone), moment_of(record["closed_on"], self.zone)
        if stage.is_open:
            return min(opened_at or self.now, self.now), None
        if closed_at is None and self.source:
            # Such exports name no day of closing: the last change of a closed deal is the nearest to it.
            closed_at = moment_of(record["changed_on"] or record["expected_on"] or record["opened_on"], self.zone)
            opened_at = min(opened_at, closed_at) if opened_at and closed_at else opened_at
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

    def _title(self, record: Record, client: Client | Newcomer | None, good: Good | None, key: str) -> str:
        made = " — ".join(str(part) for part in (good, client) if part)
        return (record["title"] or made or _("Deal %(number)s") % {"number": key})[:TITLE_LENGTH]

    def _reasons_made(self, deals: Sequence[LoadedDeal]) -> list[LossReason]:
        """The company's own words for «nobody has said why» come along with the first deal that needs them."""
        if self.fallback is not None or all(deal.loss_reason or not deal.stage.asks_reason for deal in deals):
            return []
        stood = set(LossReason.objects.values_list("pk", flat=True))
        self.fallback = reason_of_loads()
        return [] if self.fallback.pk in stood else [self.fallback]

    def _with_a_reason(self, row: LoadedDeal) -> LoadedDeal:
        if not row.stage.asks_reason or row.loss_reason is not None:
            return row
        return replace(row, loss_reason=self.fallback)

    def _first_tasks(self, deals: Sequence[Deal]) -> None:
        spread_first_tasks([deal for deal in deals if deal.is_open], by=self.by)
