"""Roles and the single rights of a person. The owner's role is whole by definition: nobody can lock him out by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shturman.company.actions.common import ask_to_keep_house
from shturman.company.events import MemberRightsChanged, RoleAdded, RoleChanged, RoleRemoved
from shturman.company.models import Member, Role
from shturman.company.rights import DEEDS, Reach, every_key, usual_right, words_of_key
from shturman.journal.actions import record
from shturman.kit import house
from shturman.kit.errors import Refused
from shturman.kit.holding import hold_row


@transaction.atomic
def copy_role(role: Role, name: str, *, by: Member) -> Role:
    """A new role of the same kind with the same rights, to be edited."""
    ask_to_keep_house(by)
    if role.is_owner:
        raise Refused(_("The owner's role is one of its kind: appoint a second owner instead"))
    last = Role.objects.order_by("-position").values_list("position", flat=True).first() or 0
    copy = Role(name=name.strip(), base=role.base, rights=dict(role.rights), position=last + 1)
    copy.requires_second_factor = role.requires_second_factor
    _save(copy)
    record(RoleAdded(copy.pk, copy.name), by=by)
    return copy


@transaction.atomic
def change_role(role: Role, *, name: str, rights: Mapping[str, Any], requires_second_factor: bool, by: Member) -> Role:
    """`rights` by key; what is usual for the kind of role is not kept."""
    ask_to_keep_house(by)
    role = Role.objects.select_for_update().get(pk=role.pk)
    before = {key: role.right(key) for key in every_key()}
    role.name, role.requires_second_factor = name.strip(), requires_second_factor
    if not role.is_owner:
        _ask_reaches({key: rights.get(key, before[key]) for key in before})
        role.rights = {key: value for key, value in rights.items() if key in before and value != usual_right(role.base, key)}
    _save(role)
    changed = [words_of_key(key) for key in before if role.right(key) != before[key]]
    record(RoleChanged(role.pk, role.name, changed), by=by)
    return role


@transaction.atomic
def remove_role(role: Role, *, move_to: Role | None, by: Member) -> int:
    """Its people get `move_to`; answers how many."""
    ask_to_keep_house(by)
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.is_ready_made:
        raise Refused(_("A ready-made role stays: it may be renamed and changed"))
    people = Member.objects.filter(role=role)
    if people.exists() and (move_to is None or move_to.pk == role.pk or move_to.is_owner):
        raise Refused(_("There are people with this role: choose another one for them"), field="move_to")
    count = people.update(role=move_to) if move_to else 0
    role_id, name = role.pk, role.name
    role.delete()
    record(RoleRemoved(role_id, name, move_to.name if move_to else "", count), by=by)
    return count


@transaction.atomic
def set_own_rights(member: Member, rights: Mapping[str, Any], *, by: Member) -> Member:
    """Single rights above and below the role; a key that is not in `rights` is as the role has it."""
    ask_to_keep_house(by)
    member = hold_row(Member.objects.select_for_update(of=("self",)).select_related("role"), member.pk)
    if member.is_owner:
        raise Refused(_("The owner has every right: there is nothing to add or to take away"))
    known = every_key()
    before = {key: member.right(key) for key in known}
    member.own_rights = {key: value for key, value in rights.items() if key in known and value != member.role.right(key)}
    _ask_reaches({key: member.right(key) for key in known})
    member.save(update_fields=["own_rights"])
    changed = [words_of_key(key) for key in known if member.right(key) != before[key]]
    if changed:
        record(MemberRightsChanged(member.pk, changed), by=by, about=[member])
    return member


def _ask_reaches(rights: Mapping[str, Any]) -> None:
    """Nobody changes, gives away, deletes or takes out what he does not see."""
    for thing in house.things():
        seen = Reach(rights[f"{thing}.see"]).width
        for deed in DEEDS[1:]:
            if Reach(rights[f"{thing}.{deed}"]).width > seen:
                raise Refused(_("This reaches further than what is seen: widen «sees» first"), field=f"{thing}.{deed}")


def _save(role: Role) -> None:
    if not role.name:
        raise Refused(_("A role needs a name"), field="name")
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise Refused(_("There is a role of this name already"), field="name") from error
