"""The same facts into many clients at once: their industry and the fields that the company has added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from shturman.clients.access import can_edit_client
from shturman.clients.actions.changing_many import change_clients
from shturman.clients.facts import label_of
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.fields.asking import add_own_fields, given, many_fields, own_said
from shturman.fields.known import KnownField, every_field
from shturman.fields.models.rows import is_own
from shturman.lists.bulk import Facts, Outcome, change_together, take_back_together


class ChangeClientsForm(forms.Form):
    """An empty field leaves what stands in the cards."""

    industry = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)
        self.fields["industry"].label = label_of("industry")
        self.own_fields = many_fields(by, "client")
        add_own_fields(self, self.own_fields)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not self._filled():
            raise forms.ValidationError(_("Fill in at least one field: empty ones leave the cards as they are"))
        return facts

    def facts(self) -> dict[str, Any]:
        own = given(self, self.own_fields)
        return {name: own[name] if name in own else self.cleaned_data[name] for name in self._filled()}

    def _filled(self) -> list[str]:
        return [name for name in self.fields if self.data.get(name, "").strip()]


@dataclass(frozen=True)
class Given:
    """What goes into each card, and the own fields among it."""

    facts: Facts
    fields: Sequence[KnownField]


def read(facts: Facts) -> Given:
    fields = every_field("client") if any(is_own(name) for name in facts) else []
    return Given(facts, [field for field in fields if field.key in facts])


def cannot_change(client: Client, given: Given, by: Member) -> str:
    if not can_edit_client(by, client):
        return _("he is led by another person")
    if foreign := next((field for field in given.fields if not field.is_on(client)), None):
        return _("“%(field)s” is not on such a card") % {"field": foreign.name}
    return _("the card says so already") if all(_now(client, name) == value for name, value in given.facts.items()) else ""


def change(clients: Sequence[Client], given: Given, by: Member) -> Mapping[int, Outcome]:
    told = {client.pk: Outcome(reason=cannot_change(client, given, by)) for client in clients}
    ready = [client for client in clients if not told[client.pk].reason]
    return told | change_together(ready, given.facts, _now, _by(by))


def change_back(rows: Mapping[int, Client], outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_back_together(rows, outcomes, _now, _by(by))


def said(facts: Facts) -> str:
    plain = [f"{label_of(name)}: {value}" for name, value in facts.items() if not is_own(name)]
    return "; ".join([*plain, *own_said(facts, "client")])


def _now(client: Client, name: str) -> Any:
    return getattr(client, name)


def _by(member: Member) -> Callable[[Mapping[int, Facts]], Mapping[int, Client]]:
    return lambda changes: change_clients(changes, by=member)
