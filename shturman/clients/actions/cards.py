from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import can_add_clients, can_assign_client, can_edit_client
from shturman.clients.events import ClientAdded, ClientAssigned, ClientChanged
from shturman.clients.merging import living
from shturman.clients.models import Client, Email, Phone, Tag
from shturman.clients.normalising import tidied, tidy_email
from shturman.company.access import can_assign_to
from shturman.company.holding import hold_departments
from shturman.company.models import Member
from shturman.fields.actions import OwnChange, kept_aside, put_own, take_own
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models.rows import is_own
from shturman.journal.actions import Fact, record, record_many
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row, hold_rows
from shturman.kit.phones import digits_of, extension_of, is_too_long, normalise, numbers_in
from shturman.kit.words import quotable


def add_client(facts: dict[str, Any], *, by: Member) -> Client:
    return add_clients([facts], by=by)[0]


@transaction.atomic
def add_clients(rows: Sequence[dict[str, Any]], *, by: Member) -> list[Client]:
    """A row holds the fields of `Client`, and `phones`, `emails` as typed; the responsible is `by` unless named."""
    if not can_add_clients(by):
        raise NotAllowed(_("Your role adds no clients: ask your head"))
    own_fields = known_where_asked(rows, by)
    bodies = [_body(row, by, own_fields) for row in rows]
    departments = hold_departments([body.responsible_id for body in bodies])
    for body in bodies:
        body.department_id = departments[body.responsible_id]
    clients = Client.objects.bulk_create(bodies, batch_size=2000)
    pairs = list(zip(rows, clients, strict=True))
    Phone.objects.bulk_create([phone for row, client in pairs for phone in phone_rows(client, row.get("phones", ()))], batch_size=4000)
    Email.objects.bulk_create([email for row, client in pairs for email in email_rows(client, row.get("emails", ()))], batch_size=4000)
    record_many([Fact(ClientAdded(client.pk, client.kind), [client]) for client in clients], by=by)
    return clients


@transaction.atomic
def change_client(client: Client, changes: dict[str, Any], *, by: Member) -> Client:
    """`phones` and `emails`, when given, are the whole new lists."""
    client = _led(client, by)
    own = take_own(client, changes, by=by)
    plain = {name: value for name, value in changes.items() if not is_own(name)}
    facts = tidied({**parts_of_name(client, plain), **plain}, client.kind)
    if "name" in facts and not facts["name"]:
        raise Refused(_("A client needs a name"), field="name")
    old_values = {
        name: (getattr(client, name), value)
        for name, value in facts.items()
        if name not in ("phones", "emails") and getattr(client, name) != value
    }
    for name, (_before, value) in old_values.items():
        setattr(client, name, value)
    old_values |= _contacts_changed(client, changes)
    if not old_values and not own:
        return client
    client.changed_at = timezone.now()
    client.save()
    record(changed(client, old_values, own), by=by, about=[client], old_values=old_values | kept_aside(own, whole=True))
    return client


def changed(client: Client, old_values: Collection[str], own: Sequence[OwnChange]) -> ClientChanged:
    labels = {label_of(name) for name in old_values if name != "folded_name"} | {change.journal_name for change in own}
    return ClientChanged(client.pk, sorted(labels))


def known_where_asked(rows: Iterable[Mapping[str, Any]], by: Member) -> list[KnownField]:
    """Own fields of clients, read once, if any of the rows fills one."""
    return fields_for(by, "client") if any(is_own(name) for row in rows for name in row) else []


@transaction.atomic
def set_tags(client: Client, names: Sequence[str], *, by: Member) -> Client:
    """A new word becomes a tag; tags are the company's common ones."""
    client = _led(client, by)
    tags = [_tag(name) for name in dict.fromkeys(name.strip() for name in names) if name]
    before = sorted(client.tags.values_list("name", flat=True))
    client.tags.set(tags)
    if before != sorted(tag.name for tag in tags):
        record(ClientChanged(client.pk, [_("tags")]), by=by, about=[client])
    return client


@transaction.atomic
def assign_clients(clients: Sequence[Client], responsible: Member, *, by: Member) -> list[Client]:
    if not responsible.is_active or responsible.is_robot:
        raise Refused(_("%(name)s does not work here any more") % {"name": responsible.short_name}, field="responsible")
    others = Client.objects.kept().exclude(responsible=responsible).select_related("responsible")
    rows = hold_rows(others.select_for_update(of=("self",)), [client.pk for client in clients])
    for row in rows:
        if not can_assign_client(by, row):
            raise NotAllowed(_("A client is given to another person by the head"))
    facts = [
        Fact(ClientAssigned(row.pk, row.responsible_id, row.responsible.short_name, responsible.pk, responsible.short_name), [row])
        for row in rows
    ]
    Client.objects.filter(pk__in=[row.pk for row in rows]).update(
        responsible=responsible, department=hold_departments([responsible.pk])[responsible.pk], changed_at=timezone.now()
    )
    record_many(facts, by=by)
    return rows


def follow_responsible(member_ids: Collection[int]) -> None:
    """Who changes his department takes his clients along. Told by the member's own entry."""
    for member in Member.objects.filter(pk__in=member_ids):
        Client.objects.filter(responsible=member).update(department=member.department_id)


def leave_department(department_id: int, move_to_id: int | None) -> None:
    """The department is removed. Told by its own entry."""
    Client.objects.everything().filter(department=department_id).update(department=move_to_id)


def phone_rows(client: Client, typed: Sequence[str]) -> list[Phone]:
    rows: dict[tuple[str, str], Phone] = {}
    for text in (number for line in typed for number in numbers_in(line)):
        number, extension = normalise(text), extension_of(text)
        # A number that an older rule has let in never keeps the rest of the card from being saved.
        if is_too_long(number, extension) and not client.phones.filter(number=number, extension=extension).exists():
            words = _("“%(phone)s” has more digits than a phone: if these are several numbers, put “/” between them")
            raise Refused(words % {"phone": quotable(text[:60])}, field="phones")
        if number:
            rows.setdefault(
                (number, extension), Phone(client=client, number=number, digits=digits_of(number), extension=extension, position=len(rows))
            )
    return list(rows.values())


def email_rows(client: Client, typed: Sequence[str]) -> list[Email]:
    addresses = dict.fromkeys(tidy_email(text) for text in typed)
    return [
        Email(client=client, address=address, position=place) for place, address in enumerate(address for address in addresses if address)
    ]


def _body(row: dict[str, Any], by: Member, own_fields: Sequence[KnownField]) -> Client:
    fields = {name: value for name, value in row.items() if name not in ("phones", "emails") and not is_own(name)}
    facts = tidied(fields, row["kind"])
    responsible = facts.pop("responsible", None) or by
    if not facts.get("name"):
        raise Refused(_("A client needs a name"), field="name")
    if not can_assign_to(by, responsible, "client"):
        raise NotAllowed(_("You may keep clients yourself; to others their head gives them"), field="responsible")
    client = Client(**facts, responsible=responsible, created_by=by)
    put_own(client, row, by=by, known=own_fields)
    return client


def parts_of_name(client: Client, changes: dict[str, Any]) -> dict[str, Any]:
    """A person's name is made of its parts: those that do not change are needed too."""
    parts = ("surname", "given_name", "patronymic")
    if client.is_organisation or not any(part in changes for part in parts):
        return {}
    return {part: getattr(client, part) for part in parts}


def _contacts_changed(client: Client, changes: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    old_values: dict[str, tuple[Any, Any]] = {}
    for name, rows_of in (("phones", phone_rows), ("emails", email_rows)):
        if name not in changes:
            continue
        rows: Sequence[Phone | Email] = rows_of(client, changes[name])
        known = list(getattr(client, name).all())
        before = ", ".join(str(row) for row in known)
        after = ", ".join(str(row) for row in rows)
        if before != after:
            _put(known, rows)
            old_values[name] = (before, after)
    return old_values


def _put(known: Sequence[Any], rows: Sequence[Phone | Email]) -> None:
    """One that stays keeps its row: the undo of a merge knows it by its number."""
    there = {told(row): row for row in known}
    listed = [(there.pop(told(row), row), row.position) for row in rows]
    for gone in there.values():
        gone.delete()
    for row, position in listed:
        row.position = position
        row.save()


def told(row: Any) -> tuple[str, ...]:
    return (row.address.lower(),) if isinstance(row, Email) else (row.number, row.extension)


def label_of(name: str) -> str:
    named = {"phones": _("phones"), "emails": _("e-mails")}
    return named.get(name) or str(getattr(Client._meta.get_field(name), "verbose_name", name))


def _tag(name: str) -> Tag:
    return Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)


def _led(client: Client, by: Member) -> Client:
    known = Client.objects.filter(Q(deleted_at=None) | Q(merged_into__isnull=False)).select_related("responsible")
    client = hold_row(known.select_for_update(of=("self",)), client.pk)
    # Read after the row is held: joined to it, the main one would be missing where the merge was waited for.
    if client.merged_into_id is not None and (main := living(client.pk)):
        raise Refused(_("Meanwhile this client was merged into “%(name)s”: change that card") % {"name": main.name})
    if not can_edit_client(by, client):
        raise NotAllowed(_("This client is led by %(name)s: ask him or his head") % {"name": client.responsible.short_name})
    return client
