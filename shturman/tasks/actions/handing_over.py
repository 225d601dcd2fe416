"""One who leaves gives away all that he holds, in one step that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.clients.actions import assign_clients
from shturman.clients.models import Client
from shturman.company.access import can_assign_to
from shturman.company.actions import change_member
from shturman.company.models import Member
from shturman.company.queries import head_over, standing_in_for
from shturman.deals.actions import assign_deals, assign_deals_past_caps
from shturman.deals.models import Deal
from shturman.journal.actions import Fact, record, record_many
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.holding import hold_row, hold_rows
from shturman.tasks.access import can_dismiss, can_hand_over
from shturman.tasks.actions.setting import cards_of
from shturman.tasks.events import MemberHandedOver, MemberHandOverUndone, TaskHandedOver
from shturman.tasks.models import Task
from shturman.tasks.shares import Share, shares_of, work_of


@transaction.atomic
def hand_work_over(member: Member, receivers: Sequence[Member], *, by: Member) -> Entry:
    """Open deals, clients and open tasks, evenly between the receivers; he himself stays."""
    member = _held(member)
    return _record(member, _give_all(member, receivers, by), by, is_dismissed=False)


@transaction.atomic
def dismiss_member(member: Member, receivers: Sequence[Member], *, by: Member) -> Entry:
    """The same, and he does not work here any more: his sign-ins end."""
    if not can_dismiss(by):
        raise NotAllowed(_("Employees are dismissed by the owner of the company"))
    member = _held(member)
    if not member.is_active:
        raise Refused(_("%(name)s does not work here any more") % {"name": member.short_name})
    shares = _give_all(member, receivers, by)
    change_member(member, {"is_active": False}, by=by)
    return _record(member, shares, by, is_dismissed=True)


@transaction.atomic
def undo_hand_over(entry: Entry, *, by: Member) -> str:
    """Gives back what nobody has touched since; the rest stays with who works on it, and the answer says how much."""
    member = _held(Member.objects.get(pk=entry.facts["member_id"]))
    if entry.facts["is_dismissed"] and not can_dismiss(by):
        raise NotAllowed(_("Employees are taken back by the owner of the company"))
    _ask(member, by)
    if entry.facts["is_dismissed"] and not member.is_active:
        member = change_member(member, {"is_active": True}, by=by)
    returned = kept = 0
    for share in entry.facts["shares"]:
        asked = len(share["deals"]) + len(share["clients"]) + len(share["tasks"])
        given_back = _give_back(member, share, entry, by)
        returned, kept = returned + given_back, kept + asked - given_back
    record(MemberHandOverUndone(member.pk, returned, kept), by=by, about=[member], undoes=entry)
    return _told(member, kept)


def hand_tasks_to(task_ids: Sequence[int], receiver: Member, *, by: Member) -> int:
    """Those that are open still; they leave whoever holds them."""
    rows = Task.objects.everything().open().exclude(assignee=receiver).select_related("deal", "client", "assignee")
    moving = hold_rows(rows.select_for_update(of=("self",), no_key=True), task_ids)
    facts = []
    for task in moving:
        former, task.assignee = task.assignee, receiver
        event = TaskHandedOver(task.pk, task.deal_id, task.kind, task.title, former.short_name, receiver.short_name)
        facts.append(Fact(event, cards_of(task)))
    Task.objects.bulk_update(moving, ["assignee"], batch_size=1000)
    if facts:
        record_many(facts, by=by)
    return len(moving)


def _give_all(member: Member, receivers: Sequence[Member], by: Member) -> list[Share]:
    _ask(member, by)
    work = work_of(member)
    if not work:
        return []
    if not receivers:
        raise Refused(_("Choose who takes it over"), field="receivers")
    for receiver in receivers:
        if receiver.pk == member.pk or receiver.role.is_outside or not can_assign_to(by, receiver, "deal"):
            raise Refused(_("%(name)s cannot take it over: choose another person") % {"name": receiver.short_name}, field="receivers")
    shares = shares_of(work, receivers)
    for share in shares:
        _give_deals(share.deals, share.receiver, by)
        assign_clients(list(Client.objects.kept().filter(pk__in=share.clients)), share.receiver, by=by)
        # Most tasks went along with their deals: a reaction moves them. These stood elsewhere.
        hand_tasks_to(_still_held(share.tasks, member), share.receiver, by=by)
    return shares


def _give_deals(deal_ids: Sequence[int], receiver: Member, by: Member) -> None:
    """The owner places all of them, however many a person may receive a day."""
    if by.sees_whole_house:
        assign_deals_past_caps(deal_ids, receiver, by=by)
    else:
        assign_deals(list(Deal.objects.everything().filter(pk__in=deal_ids)), receiver, by=by)


def _give_back(member: Member, share: dict[str, Any], entry: Entry, by: Member) -> int:
    """Tasks first: what goes along with a deal would stop at the deputy of one who is away."""
    receiver = Member.objects.select_related("head", "role").get(pk=share["receiver_id"])
    deals = Deal.objects.everything().kept().open().filter(pk__in=share["deals"])
    untouched = list(deals.filter(responsible=receiver, changed_at__lte=entry.recorded_at).values_list("pk", flat=True))
    # A task goes back with its deal; one whose deal has stayed stays too.
    tasks = Task.objects.everything().open().filter(pk__in=share["tasks"]).exclude(deal__in=set(share["deals"]) - set(untouched))
    theirs = tasks.filter(assignee__in={receiver.pk, standing_in_for(receiver).pk, head_over(receiver).pk, member.pk})
    task_ids = list(theirs.values_list("pk", flat=True))
    hand_tasks_to(task_ids, member, by=by)
    _give_deals(untouched, member, by)
    clients = Client.objects.kept().filter(pk__in=share["clients"], responsible=receiver, changed_at__lte=entry.recorded_at)
    returned = assign_clients(list(clients), member, by=by)
    return len(untouched) + len(returned) + len(task_ids)


def _still_held(task_ids: Sequence[int], member: Member) -> list[int]:
    return list(Task.objects.everything().open().filter(pk__in=task_ids, assignee=member).values_list("pk", flat=True))


def _held(member: Member) -> Member:
    """Nobody gives him a task or a deal until this is done: a foreign key waits for the row."""
    rows = Member.objects.people().select_related("role", "department")
    return hold_row(rows.select_for_update(of=("self",)), member.pk)


def _ask(member: Member, by: Member) -> None:
    if not can_hand_over(by, member):
        raise NotAllowed(_("Another person's work is handed over by his head or the owner"))


def _record(member: Member, shares: Sequence[Share], by: Member, *, is_dismissed: bool) -> Entry:
    facts = [
        {
            "receiver_id": share.receiver.pk,
            "receiver": share.receiver.short_name,
            "deals": share.deals,
            "clients": share.clients,
            "tasks": share.tasks,
        }
        for share in shares
    ]
    return record(MemberHandedOver(member.pk, is_dismissed, facts), by=by, about=[member])


def _told(member: Member, kept: int) -> str:
    if not kept:
        return _("All is given back to %(name)s") % {"name": member.short_name}
    words = ngettext(
        "Given back to %(name)s, except %(count)d row that has changed since",
        "Given back to %(name)s, except %(count)d rows that have changed since",
        kept,
    )
    return words % {"name": member.short_name, "count": kept}
