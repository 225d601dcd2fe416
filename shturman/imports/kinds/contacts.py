"""What rows of organisations and people have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.access import can_edit_client
from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.clients.normalising import tidied
from shturman.company.access import can_assign_to
from shturman.company.models import Member
from shturman.imports.kinds.base import Change, Field, Record, Sorter, UnknownValue, Written
from shturman.imports.kinds.names import Names, person_key
from shturman.kit.errors import Refused
from shturman.kit.phones import normalise

RESPONSIBLE = Field(
    "responsible",
    gettext_lazy("Responsible"),
    ("ответственный", "менеджер", "ответственный менеджер", "owner", "sales agent"),
    has_values=True,
)
PHONES = Field(
    "phones",
    gettext_lazy("Phones"),
    (
        *("телефон", "телефоны", "рабочий телефон", "мобильный телефон", "рабочий прямой телефон", "домашний телефон", "другой телефон"),
        *("телефон агента", "телефон компании", "phone"),
    ),
    takes_many=True,
)
EMAILS = Field(
    "emails",
    gettext_lazy("E-mails"),
    (
        *("e-mail", "email", "почта", "рабочий email", "рабочий e-mail", "частный e-mail", "личный email", "другой email", "другой e-mail"),
        *("электронная почта", "электронная почта агента"),
    ),
    takes_many=True,
)


def member_named(names: Names[Member], sorter: Sorter, value: str, field: str = "responsible") -> Member:
    found = names.get(person_key(sorter.mapped(field, value)))
    if found is None:
        raise UnknownValue(field, value, _("There is no employee “%(name)s”") % {"name": value[:80]})
    return found


class ClientSorter(Sorter):
    """Compares with clients of its own kind; `people` are the employees by name."""

    client_kind: str
    people: Names[Member]

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
        wanted = dict(facts)
        for name, rows in (("phones", known.phones.all()), ("emails", known.emails.all())):
            present = [str(row) for row in rows]
            known_keys = {_key(value) for value in present}
            added = [value for value in record.many.get(name, ()) if _key(value) not in known_keys]
            if added:
                wanted[name] = present + added
        changed = {name: value for name, value in wanted.items() if name in ("phones", "emails") or getattr(known, name) != value}
        if not changed:
            self.result.unchanged += 1
        elif not can_edit_client(self.by, known):
            raise Refused(_("This client is led by %(name)s: ask him or his head") % {"name": known.responsible.short_name})
        else:
            self.result.changes.append(Change(record.number, known, changed))

    def write_change(self, change: Change) -> Written:
        client = change.thing
        assert isinstance(client, Client)
        before = {name: shown(client, name) for name in change.facts}
        changed = change_client(client, dict(change.facts), by=self.by)
        return Written(changed, True, before, {name: shown(changed, name) for name in change.facts})


def shown(client: Client, name: str) -> Any:
    if name in ("phones", "emails"):
        return [str(row) for row in getattr(client, name).all()]
    return getattr(client, name)


def _key(value: str) -> str:
    return value.lower() if "@" in value else normalise(value)
