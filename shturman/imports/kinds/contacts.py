"""What rows of organisations and people have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.access import can_edit_client
from shturman.clients.actions import add_clients, change_client
from shturman.clients.actions.changing_many import change_clients
from shturman.clients.actions.loading import load_notes
from shturman.clients.models import Client, Email, Phone
from shturman.clients.normalising import tidied, tidy_email
from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.imports.kinds.base import NOT_TAKEN, Change, Draft, Field, Record, Sorted, Sorter, UnknownValue, Written
from shturman.imports.kinds.comparing import is_empty
from shturman.imports.kinds.names import Names, mains_of, members, person_key
from shturman.imports.kinds.outer import LONGEST_KEY, OuterKeys
from shturman.imports.models import Policy
from shturman.kit.errors import Refused
from shturman.kit.holding import hold_rows
from shturman.kit.phones import digits_of, normalise

RESPONSIBLE = Field(
    "responsible",
    gettext_lazy("Responsible"),
    (
        *("ответственный", "менеджер", "ответственный менеджер", "owner", "sales agent", "ответственный за контакт"),
        *("ответственный за компанию", "responsible"),
    ),
    has_values=True,
)
PHONE_COLUMNS = ("рабочий телефон", "мобильный телефон", "рабочий прямой телефон", "домашний телефон", "другой телефон", "телефон")
EMAIL_COLUMNS = ("рабочий email", "рабочий e-mail", "частный e-mail", "личный email", "другой email", "другой e-mail", "email", "e-mail")

# Fewer are no phone, not even an inner one.
FEWEST_DIGITS = 3
NOT_DELETED = Q(deleted_at=None) | Q(merged_into__isnull=False)


def both(columns: Sequence[str], whose: str) -> tuple[str, ...]:
    """«Рабочий телефон», «Рабочий телефон (контакт)», «Контакт: Рабочий телефон»."""
    return tuple(shape.format(column, whose) for column in columns for shape in ("{0}", "{0} ({1})", "{1}: {0}"))


PHONES = Field(
    "phones",
    gettext_lazy("Phones"),
    (
        *both(PHONE_COLUMNS, "контакт"),
        *both(PHONE_COLUMNS, "компания"),
        *("телефоны", "телефон агента", "телефон компании", "phone", "phones", "мобильный", "моб. телефон", "телефон для рассылок"),
    ),
    takes_many=True,
    is_phone=True,
)
EMAILS = Field(
    "emails",
    gettext_lazy("E-mails"),
    (
        *both(EMAIL_COLUMNS, "контакт"),
        *both(EMAIL_COLUMNS, "компания"),
        *("почта", "электронная почта", "электронная почта агента", "эл. почта", "mail", "e-mails", "e-mail для рассылок"),
    ),
    takes_many=True,
)
OUTER_KEY = Field("outer_key", gettext_lazy("Number in the former system"), ("id", "id контакта", "id компании", "внешний код"))
NOTE = Field(
    "note",
    gettext_lazy("Note"),
    (
        *("комментарий", "примечание", "заметка", "заметки", "примечания", "note", "notes", "comment"),
        *(f"примечание {place}" for place in range(1, 6)),
        *("примечание к контакту", "примечание к компании"),
    ),
    takes_many=True,
)


def member_named(names: Names[Member], sorter: Sorter, value: str, field: str = "responsible") -> Member:
    found = names.get(person_key(sorter.mapped(field, value)))
    if found is None:
        raise UnknownValue(field, value, _("There is no employee “%(name)s”") % {"name": value[:80]})
    return found


class ClientSorter(Sorter):
    """Compares with clients of its own kind that stood in the base before the load; `people` are the employees by name."""

    own_thing = "client"
    policies = (Policy.ALL, Policy.EMPTY, Policy.SKIP, Policy.ADD)

    def begin(self) -> None:
        self.people = members()
        self.outer = OuterKeys(self.kind, self.source)
        self.reaches: dict[int, list[str]] = {}

    def sort(self, records: Sequence[Record]) -> Sorted:
        self.reaches = {}
        return super().sort(records)

    def look_up(self, records: Sequence[Record]) -> None:
        reaches = {reach for record in records for reach in self.reaches_of(record)}
        self.by_key = self.outer.known([record["outer_key"][:LONGEST_KEY] for record in records])
        found = set(self.by_key.values()) | self.candidates(records)
        if self.policy != Policy.ADD:
            found |= set(Phone.objects.filter(number__in=reaches).values_list("client_id", flat=True))
            mails = Email.objects.annotate(lower=Lower("address")).filter(lower__in=reaches)
            found |= set(mails.values_list("client_id", flat=True))
        found -= self.made_now(Client, found)
        self.known = self._known_of(found)
        self.by_reach: dict[str, Client] = {}
        for client in self.known.values():
            for reach in [*client.phones.all(), *client.emails.all()]:
                self.by_reach.setdefault(str(reach).lower(), client)

    def _known_of(self, found: set[int]) -> dict[int, Client]:
        """One that was merged away is found by its former number, name and INN, and is the one that stands instead of it."""
        mains = mains_of(found)
        rows = Client.objects.kept().filter(pk__in={*found, *mains.values()}, kind=self.client_kind).select_related("responsible")
        living = {client.pk: client for client in rows.order_by("pk").prefetch_related("phones", "emails")}
        away = Client.objects.filter(pk__in=mains).order_by("pk")
        self.spelled = [(client.folded_name, client.inn, client.kpp, client) for client in living.values()]
        self.spelled += [
            (client.folded_name, client.inn, client.kpp, living[mains[client.pk]]) for client in away if mains[client.pk] in living
        ]
        return living | {pk: living[main] for pk, main in mains.items() if main in living}

    def candidates(self, records: Sequence[Record]) -> set[int]:
        """Found by what only this kind has: a name, an INN."""
        return set()

    def pass_over(self, records: Iterable[Record]) -> None:
        super().pass_over(records)
        self.reaches = {}

    def reaches_of(self, record: Record) -> list[str]:
        """Asked several times of each row of a batch: reading a phone is dear."""
        if record.number not in self.reaches:
            self.reaches[record.number] = self._reaches_of(record)
        return self.reaches[record.number]

    def _reaches_of(self, record: Record) -> list[str]:
        phones = [normalise(text) for text in record.many.get("phones", ())]
        mails = [tidy_email(text) for text in record.many.get("emails", ())]
        return [number for number in phones if len(number) >= 7] + [mail for mail in mails if "@" in mail]

    def doubt_reaches(self, record: Record) -> None:
        """What cannot be kept as a phone or a mail is said, not left out silently."""
        for text in record.many.get("phones", ()):
            if len(digits_of(text)) < FEWEST_DIGITS:
                self.result.warned[_("This is no phone: “%(text)s”") % {"text": text[:40]}] += 1
        for text in record.many.get("emails", ()):
            if "@" not in text:
                self.result.warned[_("This is no e-mail: “%(text)s”") % {"text": text[:40]}] += 1

    def known_by_key(self, record: Record) -> Client | None:
        return self.known.get(self.by_key.get(record["outer_key"][:LONGEST_KEY], 0))

    def known_by_reach(self, reaches: Iterable[str]) -> Client | None:
        return next((self.by_reach[reach] for reach in reaches if reach in self.by_reach), None)

    def responsible_of(self, record: Record) -> Member:
        name = record["responsible"] or self.chosen.get("responsible", "")
        responsible = member_named(self.people, self, name) if name else self.by
        if not can_assign_to(self.by, responsible, "client"):
            raise Refused(_("%(name)s is not of your department") % {"name": responsible.short_name})
        return responsible

    def facts_of(self, record: Record, names: Mapping[str, int]) -> dict[str, Any]:
        typed = {name: record[name][:length] for name, length in names.items() if record[name]}
        return {name: value for name, value in tidied(typed, self.client_kind).items() if value}

    def compare(self, record: Record, known: Client, facts: dict[str, Any]) -> None:
        """Phones and mails of the file are added to those that are there."""
        changed = {name: value for name, value in facts.items() if getattr(known, name) != value}
        for name, rows in (("phones", known.phones.all()), ("emails", known.emails.all())):
            present = [str(row) for row in rows]
            known_keys = {_key(value) for value in present}
            added = [value for value in record.many.get(name, ()) if _key(value) and _key(value) not in known_keys]
            if added and not (present and self.policy == Policy.EMPTY):
                changed[name] = present + added
        if self.policy == Policy.EMPTY:
            changed = {name: value for name, value in changed.items() if name in ("phones", "emails") or is_empty(getattr(known, name))}
        if not changed or self.policy == Policy.SKIP:
            self.result.same.append(record.number)
        elif not can_edit_client(self.by, known):
            raise Refused(_("This client is led by %(name)s: ask him or his head") % {"name": known.responsible.short_name})
        else:
            self.result.changes.append(Change(record.number, known, changed))

    def draft(self, record: Record, facts: dict[str, Any], beside: Any = None) -> None:
        row = {**facts, "kind": self.client_kind, "responsible": self.responsible_of(record)}
        row.pop("folded_name", None)
        row |= {name: record.many[name] for name in ("phones", "emails")}
        note = "\n".join(dict.fromkeys(record.many.get("note", ())))
        self.result.new.append(Draft(record.number, (row, record["outer_key"][:LONGEST_KEY], note, beside)))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        made = add_clients([draft.facts[0] for draft in drafts], by=self.by)
        pairs = list(zip(made, drafts, strict=True))
        self.outer.keep({draft.facts[1]: client for client, draft in pairs})
        notes = load_notes([(client, draft.facts[2], self.by, None) for client, draft in pairs if draft.facts[2]], by=self.by)
        self.stand([(client, draft.facts[3]) for client, draft in pairs])
        return [Written(thing) for thing in [*made, *notes]]

    def stand(self, made: Sequence[tuple[Client, Any]]) -> None:
        """What else a new client brings along."""

    def write_changes(self) -> list[Written]:
        """All of the batch by one action; where one of them is refused, each by itself."""
        changes = self.result.changes
        if len({change.thing.pk for change in changes}) < len(changes):
            return super().write_changes()
        try:
            with transaction.atomic():
                return self._changed_together(changes)
        except NOT_TAKEN:
            return super().write_changes()

    def _changed_together(self, changes: Sequence[Change]) -> list[Written]:
        rows = Client.objects.prefetch_related("phones", "emails").select_for_update()
        clients = {client.pk: client for client in hold_rows(rows, [change.thing.pk for change in changes])}
        ready = [fresh for change in changes if (fresh := self._of_now(change, clients[change.thing.pk]))]
        before = {change.thing.pk: {name: shown(clients[change.thing.pk], name) for name in change.facts} for change in ready}
        change_clients({change.thing.pk: change.facts for change in ready}, by=self.by)
        after = {client.pk: client for client in rows.filter(pk__in=before)}
        return [Written(after[pk], True, facts, {name: shown(after[pk], name) for name in facts}) for pk, facts in before.items()]

    def held(self, change: Change) -> Change | None:
        return self._of_now(change, Client.objects.select_for_update().get(pk=change.thing.pk))

    def _of_now(self, change: Change, client: Client) -> Change | None:
        """Phones and mails are added to those of this moment."""
        facts = dict(change.facts)
        for name in [name for name in ("phones", "emails") if name in facts]:
            present = shown(client, name)
            there = {_key(value) for value in present}
            facts[name] = present + [value for value in facts[name] if _key(value) not in there]
            if facts[name] == present or (present and self.policy == Policy.EMPTY):
                del facts[name]
        if self.policy == Policy.EMPTY:
            facts = {name: value for name, value in facts.items() if name in ("phones", "emails") or is_empty(getattr(client, name))}
        return Change(change.number, client, facts) if facts else None

    def write_change(self, change: Change) -> Written:
        client = change.thing
        assert isinstance(client, Client)
        before = {name: shown(client, name) for name in change.facts}
        changed = change_client(client, dict(change.facts), by=self.by)
        return Written(changed, True, before, {name: shown(changed, name) for name in change.facts})


def by_folded_name(pairs: Iterable[tuple[str, Client]]) -> dict[str, list[Client]]:
    names: dict[str, list[Client]] = defaultdict(list)
    for name, client in pairs:
        if client not in names[name]:
            names[name].append(client)
    return names


def shown(client: Client, name: str) -> Any:
    if name in ("phones", "emails"):
        return [str(row) for row in getattr(client, name).all()]
    return getattr(client, name)


def _key(value: str) -> str:
    return tidy_email(value) if "@" in value else normalise(value)
