"""What may be done to many clients at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients import bulk_fields
from shturman.clients.access import can_assign_client, can_delete_client, can_edit_client
from shturman.clients.actions import assign_clients, delete_client, set_tags, undo_delete_client
from shturman.clients.bulk_fields import ChangeClientsForm
from shturman.clients.models import Client
from shturman.clients.questions import chosen_clients
from shturman.company.models import Member
from shturman.kit.errors import Refused
from shturman.kit.holding import hold_rows
from shturman.lists.asking import GiveManyForm, NothingToAskForm
from shturman.lists.bulk import (
    CHANGED_SINCE,
    GONE,
    BulkDeed,
    BulkThing,
    Facts,
    Outcome,
    one_by_one,
    take_entries_back,
    taken_back_one_by_one,
)


class GiveClientsForm(GiveManyForm):
    thing = "client"


SEVERAL = gettext_lazy("Several are set apart by commas")


class TagManyForm(forms.Form):
    add = forms.CharField(
        label=gettext_lazy("Add tags"), required=False, max_length=300, help_text=gettext_lazy("Several are set apart by commas")
    )
    remove = forms.CharField(label=gettext_lazy("Remove tags"), required=False, max_length=300)

    def __init__(self, *args: Any, by: Member, **options: Any):
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not _named(facts.get("add", "")) and not _named(facts.get("remove", "")):
            raise forms.ValidationError(_("Name at least one tag"))
        return facts

    def facts(self) -> dict[str, Any]:
        return {name: _named(self.cleaned_data[name]) for name in ("add", "remove")}


def _named(typed: str) -> list[str]:
    return [name for part in typed.split(",") if (name := part.strip())]


def _held(ids: Sequence[int]) -> list[Client]:
    rows = Client.objects.kept().select_related("responsible").defer("search").prefetch_related("tags")
    return hold_rows(rows.select_for_update(of=("self",)), ids)


def _receiver(facts: Facts) -> Member:
    return Member.objects.select_related("role", "department").get(pk=facts["responsible"])


def _cannot_assign(client: Client, to: Member, by: Member) -> str:
    if client.responsible_id == to.pk:
        return _("he leads him already")
    return "" if can_assign_client(by, client) else _("he is given to another person by the head")


def _assign(clients: Sequence[Client], to: Member, by: Member) -> Mapping[int, Outcome]:
    told = {client.pk: Outcome(reason=_cannot_assign(client, to, by)) for client in clients}
    giving = [client for client in clients if not told[client.pk].reason]
    given = {client.pk: Outcome({"responsible": client.responsible_id}, {"responsible": to.pk}) for client in giving}
    try:
        with transaction.atomic():
            assign_clients(giving, to, by=by)
    except Refused as refusal:
        given = {client.pk: Outcome(reason=refusal.reason) for client in giving}
    return told | given


def _give_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    left: dict[int, str] = {}
    former: dict[int, list[Client]] = defaultdict(list)
    for client in _held(list(outcomes)):
        if client.responsible_id != outcomes[client.pk].after["responsible"]:
            left[client.pk] = str(CHANGED_SINCE)
        else:
            former[outcomes[client.pk].before["responsible"]].append(client)
    people = Member.objects.in_bulk(list(former))
    for member_id, clients in former.items():
        ids = [client.pk for client in clients]
        try:
            with transaction.atomic():
                assign_clients(clients, people[member_id], by=by)
            left |= dict.fromkeys(ids, "")
        except Refused as refusal:
            left |= dict.fromkeys(ids, refusal.reason)
    return left


def _tags_of(client: Client) -> list[str]:
    return sorted(tag.name for tag in client.tags.all())


def _tagged(client: Client, facts: Facts) -> list[str]:
    going = {name.casefold() for name in facts["remove"]}
    kept = [name for name in _tags_of(client) if name.casefold() not in going]
    there = {name.casefold() for name in kept}
    return kept + [name for name in facts["add"] if name.casefold() not in there]


def _cannot_tag(client: Client, facts: Facts, by: Member) -> str:
    if not can_edit_client(by, client):
        return _("he is led by another person")
    return _("the tags are so already") if sorted(_tagged(client, facts)) == _tags_of(client) else ""


def _tag(clients: Sequence[Client], facts: Facts, by: Member) -> Mapping[int, Outcome]:
    def one(client: Client) -> Outcome:
        if reason := _cannot_tag(client, facts, by):
            raise Refused(reason)
        before, after = _tags_of(client), _tagged(client, facts)
        set_tags(client, after, by=by)
        return Outcome({"tags": before}, {"tags": sorted(after)})

    return one_by_one(clients, one)


def _tag_back(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    clients = {client.pk: client for client in _held(list(outcomes))}

    def one(pk: int, outcome: Outcome) -> str:
        client = clients.get(pk)
        if client is None:
            return str(GONE)
        if {name.casefold() for name in _tags_of(client)} != {name.casefold() for name in outcome.after["tags"]}:
            return str(CHANGED_SINCE)
        set_tags(client, outcome.before["tags"], by=by)
        return ""

    return taken_back_one_by_one(outcomes, one)


def _tag_words(facts: Facts) -> str:
    parts = [_("Add tags: %(tags)s") % {"tags": ", ".join(facts["add"])}] if facts["add"] else []
    parts += [_("Remove tags: %(tags)s") % {"tags": ", ".join(facts["remove"])}] if facts["remove"] else []
    return ". ".join(parts)


def _cannot_delete(client: Client, _facts: Facts, by: Member) -> str:
    return "" if can_delete_client(by, client) else _("he is deleted by the one who leads him or by the head")


def _delete(clients: Sequence[Client], _facts: Facts, by: Member) -> Mapping[int, Outcome]:
    return one_by_one(clients, lambda client: Outcome(after={"entry": delete_client(client, by=by).pk}))


def _restore(outcomes: Mapping[int, Outcome], by: Member) -> Mapping[int, str]:
    return take_entries_back(outcomes, undo_delete_client, by)


def _reaches(deed: str) -> Callable[[Member], bool]:
    return lambda member: member.reach("client", deed) != "none" and not member.role.is_outside


CLIENTS = BulkThing(
    key="clients",
    section="clients",
    label=gettext_lazy("Clients"),
    list_url="/clients/",
    seen=lambda member: Client.objects.visible_to(member).select_related("responsible").defer("search").prefetch_related("tags"),
    chosen=lambda params, member: Client.objects.visible_to(member).filter(chosen_clients(params, member)),
    held=_held,
    deeds=(
        BulkDeed(
            key="assign",
            label=gettext_lazy("Give to"),
            icon="user",
            is_for=_reaches("transfer"),
            form=GiveClientsForm,
            describe=lambda facts: _("Give to: %(name)s") % facts,
            read=_receiver,
            obstacle=_cannot_assign,
            act=_assign,
            take_back=_give_back,
            undo_batch=1000,
        ),
        BulkDeed(
            key="change",
            label=gettext_lazy("Change the fields"),
            icon="pencil",
            is_for=_reaches("edit"),
            form=ChangeClientsForm,
            describe=bulk_fields.said,
            read=bulk_fields.read,
            obstacle=bulk_fields.cannot_change,
            act=bulk_fields.change,
            take_back=lambda outcomes, by: bulk_fields.change_back({row.pk: row for row in _held(list(outcomes))}, outcomes, by),
            undo_batch=1000,
        ),
        BulkDeed(
            key="tag",
            label=gettext_lazy("Tags"),
            icon="tag",
            is_for=_reaches("edit"),
            form=TagManyForm,
            describe=_tag_words,
            obstacle=_cannot_tag,
            act=_tag,
            take_back=_tag_back,
        ),
        BulkDeed(
            key="delete",
            label=gettext_lazy("Delete"),
            icon="trash",
            is_for=_reaches("delete"),
            form=NothingToAskForm,
            describe=lambda facts: _("To the trash"),
            obstacle=_cannot_delete,
            act=_delete,
            take_back=_restore,
            is_removal=True,
        ),
    ),
)
