from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shturman.company.actions.common import ask_to_keep_house, set_fields
from shturman.company.events import MemberAdded, MemberChanged, MembersUnloaded, PasswordSet
from shturman.company.logins import free_login
from shturman.company.models import Member, Role
from shturman.journal.actions import Fact, record, record_many
from shturman.kit import house
from shturman.kit.errors import Refused


@transaction.atomic
def add_member(facts: dict[str, Any], *, by: Member, password: str = "") -> Member:
    """Without a password the member cannot sign in yet."""
    ask_to_keep_house(by)
    member = Member(**{"role": Role.objects.of_base(Role.Base.MANAGER), **facts})
    member.login = member.login or _login_of(member)
    if password:
        member.set_password(password)
    else:
        member.set_unusable_password()
    _save_member(member)
    record(MemberAdded(member.pk, member.role.name), by=by, about=[member])
    return member


@transaction.atomic
def load_members(rows: Sequence[dict[str, Any]], *, by: Member) -> list[Member]:
    """People of a table: none of them can sign in yet, a login is made of the name where the row has none."""
    ask_to_keep_house(by)
    taken = {login.lower() for login in Member.objects.values_list("login", flat=True)}
    members, usual = [], Role.objects.of_base(Role.Base.MANAGER)
    for row in rows:
        login = row.get("login") or free_login(row["surname"], row.get("given_name", ""), taken)
        taken.add(login.lower())
        member = Member(**{"role": usual, **row, "login": login})
        member.set_unusable_password()
        members.append(member)
    Member.objects.bulk_create(members, batch_size=1000)
    record_many([Fact(MemberAdded(member.pk, member.role.name), [member]) for member in members], by=by)
    return members


@transaction.atomic
def unload_members(member_ids: Collection[int], *, by: Member) -> int:
    """The undo of an import; nothing may stand in their names any more."""
    ask_to_keep_house(by)
    Member.objects.filter(head__in=member_ids).update(head=None)
    count, by_model = Member.objects.filter(pk__in=member_ids).delete()
    if count:
        record(MembersUnloaded(sorted(member_ids)), by=by)
    return by_model.get("company.Member", 0)


@transaction.atomic
def change_member(member: Member, changes: dict[str, Any], *, by: Member) -> Member:
    ask_to_keep_house(by)
    member = Member.objects.select_for_update().get(pk=member.pk)
    was_owner = member.is_owner and member.is_active
    changed = set_fields(member, changes)
    if not changed:
        return member
    if was_owner and not (member.is_owner and member.is_active) and not _another_owner(member):
        raise Refused(_("This is the only owner: appoint another one first"), field="role")
    if "is_active" in changed and not member.is_active:
        _ask_to_leave(member, by)
    if "email" in changed and not member.email and member.has_usable_password():
        raise Refused(_("Who signs in needs an e-mail: letters about his sign-in go there"), field="email")
    _save_member(member)
    record(MemberChanged(member.pk, changed), by=by, about=[member])
    return member


@transaction.atomic
def set_password(member: Member, password: str, *, by: Member) -> Member:
    if by.pk != member.pk:
        ask_to_keep_house(by)
    member.set_password(password)
    member.save(update_fields=["password"])
    record(PasswordSet(member.pk), by=by, about=[member])
    return member


def choose_look(
    member: Member, *, theme: str | None = None, density: str | None = None, shortcuts_on: bool | None = None, start: str | None = None
) -> Member:
    """A member's own taste: not a fact of the business, so it leaves no entry."""
    if theme is not None and theme in Member.Theme.values:
        member.theme = theme
    if density is not None:
        member.is_comfortable = density == "comfortable"
    if shortcuts_on is not None:
        member.has_shortcuts = shortcuts_on
    if start is not None and start in Member.Start.values:
        member.starts_with = start
    member.save(update_fields=["theme", "is_comfortable", "has_shortcuts", "starts_with"])
    return member


def _login_of(member: Member) -> str:
    """What stands before the @, else the name; the second one gets a number."""
    taken = {login.lower() for login in Member.objects.values_list("login", flat=True)}
    wanted = member.email.partition("@")[0].lower()
    return wanted if wanted and wanted not in taken else free_login(member.surname, member.given_name, taken)


def _ask_to_leave(member: Member, by: Member) -> None:
    """Higher rooms say what the person still holds: a step of a deal for one."""
    for gate in house.gates("deactivate_member"):
        if obstacle := gate(member, None, by):
            raise Refused(obstacle, field="is_active")


def _another_owner(member: Member) -> bool:
    return Member.objects.owners().exclude(pk=member.pk).exists()


def _save_member(member: Member) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        field = "email" if "one_member_of_an_email" in str(error) else "login"
        raise Refused(_("Another employee has it already"), field=field) from error
