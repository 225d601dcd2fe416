from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.clients.access import sees_client
from shturman.clients.models import Client
from shturman.company.holding import hold_departments
from shturman.company.models import Member
from shturman.deals.access import can_assign_deal, can_edit_deal
from shturman.deals.actions.moving import locked, locked_all
from shturman.deals.actions.taking import ask_caps
from shturman.deals.events import DealAssigned, DealChanged, DealTeamChanged
from shturman.deals.models import Deal, DealContact, DealObserver, Funnel
from shturman.fields.actions import kept_aside, take_own, told
from shturman.fields.known import KnownField, fields_for
from shturman.fields.models.rows import is_own
from shturman.journal.actions import Fact, record, record_many
from shturman.kit.conflicts import ask_still_so
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.money import roubles

CHANGEABLE = ("title", "client", "kind", "amount", "expected_on")


@transaction.atomic
def change_deal(deal: Deal, changes: dict[str, Any], *, by: Member, seen: Mapping[str, Any] | None = None) -> Deal:
    """Fields that hold no gate of their own, those that the company has added among them.

    Clients are named in the journal by number, not by name.

    `seen` is what stood there when the change was decided: what a colleague has changed since is not written over.
    """
    deal = led(deal, by)
    if seen is not None:
        ask_still_so(deal, [name for name, value in changes.items() if is_changed(deal, name, value)], seen)
    fields, fact = _put(deal, changes, by, None)
    if fact is not None:
        deal.save(update_fields=fields)
        record_many([fact], by=by)
    return deal


@transaction.atomic
def change_deals(changes: Mapping[int, Mapping[str, Any]], *, by: Member) -> dict[int, Deal]:
    """As `change_deal`, by the number of the deal. One refusal refuses all."""
    deals = locked_all(list(changes))
    if len(deals) < len(changes):
        raise Refused(_("There is no such deal"))
    known = fields_for(by, "deal") if any(is_own(name) for change in changes.values() for name in change) else []
    fields, facts = set[str](), []
    for deal in deals:
        _ask_to_edit(deal, by)
        written, fact = _put(deal, changes[deal.pk], by, known)
        if fact is not None:
            fields |= set(written)
            facts.append(fact)
    if facts:
        Deal.objects.bulk_update(deals, sorted(fields), batch_size=500)
        record_many(facts, by=by)
    return {deal.pk: deal for deal in deals}


def _put(deal: Deal, changes: Mapping[str, Any], by: Member, known: Sequence[KnownField] | None) -> tuple[list[str], Fact | None]:
    """Columns that are to be saved and what the journal tells; nothing where it is all so already."""
    changed = {name: value for name, value in changes.items() if is_changed(deal, name, value)}
    own = take_own(deal, changed, by=by, known=known)
    plain = {name: value for name, value in changed.items() if name in CHANGEABLE}
    if not plain and not own:
        return [], None
    facts = {_label(name): [_shown(getattr(deal, name)), _shown(value)] for name, value in plain.items()}
    for name, value in plain.items():
        setattr(deal, name, value)
    deal.changed_at = timezone.now()
    fact = Fact(DealChanged(deal.pk, facts | told(own)), [deal], old_values=kept_aside(own))
    return [*plain, *(["own"] if own else []), "changed_at"], fact


def is_changed(deal: Deal, name: str, value: Any) -> bool:
    return (name in CHANGEABLE or is_own(name)) and getattr(deal, name) != value


@transaction.atomic
def assign_deals(deals: Sequence[Deal], responsible: Member, *, by: Member) -> list[Deal]:
    """The open tasks of the former responsible go along: a reaction to `DealAssigned` moves them."""
    rows = _to_give([deal.pk for deal in deals], responsible, by)
    ask_caps(responsible, len(rows))
    return _give(rows, responsible, by)


@transaction.atomic
def assign_deals_past_caps(deal_ids: Sequence[int], responsible: Member, *, by: Member) -> list[Deal]:
    """The owner places the deals of one who leaves: somebody has to lead them, however many he may receive a day."""
    if not by.sees_whole_house:
        raise NotAllowed(_("More deals than a person may receive are given by the owner alone"), field="responsible")
    return _give(_to_give(deal_ids, responsible, by), responsible, by)


def _to_give(deal_ids: Sequence[int], responsible: Member, by: Member) -> list[Deal]:
    if not responsible.is_active or responsible.is_robot:
        raise Refused(_("%(name)s does not work here any more") % {"name": responsible.short_name}, field="responsible")
    rows = [row for row in locked_all(deal_ids) if row.responsible_id != responsible.pk]
    for row in rows:
        if not can_assign_deal(by, row):
            raise NotAllowed(_("A deal is given to another person by the head: ask %(name)s") % {"name": _head_of(row)})
    return rows


def _give(rows: list[Deal], responsible: Member, by: Member) -> list[Deal]:
    facts = [
        Fact(DealAssigned(row.pk, row.responsible_id, row.responsible.short_name, responsible.pk, responsible.short_name), [row])
        for row in rows
    ]
    department_id = hold_departments([responsible.pk])[responsible.pk]
    for row in rows:
        row.responsible, row.department_id, row.changed_at = responsible, department_id, timezone.now()
        row.received_at = row.changed_at
    Deal.objects.bulk_update(rows, ["responsible", "department", "changed_at", "received_at"], batch_size=500)
    record_many(facts, by=by)
    return rows


def follow_responsible(member_ids: Collection[int]) -> None:
    """Who changes his department takes his open deals along; closed ones keep theirs. Told by the member's own entry."""
    for member in Member.objects.filter(pk__in=member_ids):
        deals = Deal.objects.everything().open().filter(responsible=member)
        # In one order with whoever takes many.
        held = list(deals.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
        deals.filter(pk__in=held).update(department=member.department_id)


def leave_department(department_id: int, move_to_id: int | None) -> None:
    """The department is removed: its deals and funnels go elsewhere. Told by its own entry."""
    Deal.objects.everything().filter(department=department_id).update(department=move_to_id)
    for funnel in Funnel.objects.filter(departments=department_id):
        funnel.departments.remove(department_id)
        if move_to_id is not None:
            funnel.departments.add(move_to_id)


@transaction.atomic
def add_contact(deal: Deal, person: Client, role: str, *, by: Member) -> DealContact:
    deal = led(deal, by)
    if not sees_client(by, person):
        raise NotAllowed(_("Pick the person from the list; a new one is added on the Clients page"), field="person")
    try:
        with transaction.atomic():
            contact = DealContact.objects.create(deal=deal, person=person, role=role.strip())
    except IntegrityError as error:
        raise Refused(_("This person is in the deal already"), field="person") from error
    record(DealTeamChanged(deal.pk, "contact_added"), by=by, about=[deal, person])
    return contact


@transaction.atomic
def remove_contact(contact: DealContact, *, by: Member) -> None:
    deal, person = led(contact.deal, by), contact.person
    contact.delete()
    record(DealTeamChanged(deal.pk, "contact_removed"), by=by, about=[deal, person])


@transaction.atomic
def add_observer(deal: Deal, member: Member, *, by: Member) -> DealObserver:
    deal = led(deal, by)
    observer, is_new = DealObserver.objects.get_or_create(deal=deal, member=member)
    if is_new:
        record(DealTeamChanged(deal.pk, "observer_added"), by=by, about=[deal])
    return observer


@transaction.atomic
def remove_observer(observer: DealObserver, *, by: Member) -> None:
    deal = led(observer.deal, by)
    observer.delete()
    record(DealTeamChanged(deal.pk, "observer_removed"), by=by, about=[deal])


def led(deal: Deal, by: Member) -> Deal:
    deal = locked(deal)
    _ask_to_edit(deal, by)
    return deal


def _ask_to_edit(deal: Deal, by: Member) -> None:
    if not can_edit_deal(by, deal):
        raise NotAllowed(_("This deal is led by %(name)s: ask him or his head") % {"name": deal.responsible.short_name})


def _head_of(deal: Deal) -> str:
    head = deal.responsible.head or Member.objects.owners().first()
    return head.short_name if head else ""


def _label(name: str) -> str:
    return str(getattr(Deal._meta.get_field(name), "verbose_name", name))


def _shown(value: Any) -> str:
    if isinstance(value, Client):
        return f"№\u00a0{value.pk}"
    if isinstance(value, Decimal):
        return roubles(value)
    return "" if value is None else str(value)
