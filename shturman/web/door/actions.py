"""What is done at the door, and written down."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.company.queries import robot
from shturman.journal.actions import record
from shturman.journal.models import Entry
from shturman.journal.queries import entries_about
from shturman.kit.errors import NotAllowed
from shturman.web.door.browsers import browser_of, place_of
from shturman.web.door.wrong_passwords import Knock, Wrong, forgive
from shturman.web.events import (
    AtTheDoor,
    ManyWrongPasswords,
    PasswordResetAsked,
    RecoveryCodesRenewed,
    SecondFactorAdded,
    SecondFactorRemoved,
    SessionsEnded,
    SignedIn,
    SignInFailed,
    WrongPasswordsForgiven,
)

TOLD_EACH = 20


@transaction.atomic
def note_sign_in(request: HttpRequest, member: Member) -> None:
    """From a browser that is new to a member who has been here before: he is told by a letter."""
    place = place_of(request)
    is_new = not browser_of(request).knows(member) and _was_here(member)
    Knock(request, member.login).forget_wrong()
    _note(SignedIn(member.pk, is_new, place), place, member, by=member)


@transaction.atomic
def note_wrong_password(request: HttpRequest, knock: Knock, wrong: Wrong) -> None:
    """Of a name that nobody has nothing is written: it may be a password typed into the wrong field."""
    member = knock.member
    if member is None:
        return
    place = place_of(request)
    _note(SignInFailed(member.pk, "password", place), place, member, by=robot())
    if wrong.in_a_row % TOLD_EACH == 0:
        _note(ManyWrongPasswords(member.pk, wrong.in_a_row, place), place, member, by=robot())


@transaction.atomic
def note_wrong_code(request: HttpRequest, member: Member) -> None:
    place = place_of(request)
    _note(SignInFailed(member.pk, "factor", place), place, member, by=robot())


@transaction.atomic
def note_factor_added(request: HttpRequest, member: Member, factor: str) -> None:
    place = place_of(request)
    _note(SecondFactorAdded(member.pk, factor), place, member, by=member)


@transaction.atomic
def note_factor_removed(request: HttpRequest, member: Member, factor: str) -> None:
    place = place_of(request)
    _note(SecondFactorRemoved(member.pk, factor), place, member, by=member)


@transaction.atomic
def note_codes_renewed(request: HttpRequest, member: Member) -> None:
    _note(RecoveryCodesRenewed(member.pk), place_of(request), member, by=member)


@transaction.atomic
def ask_for_new_password(request: HttpRequest, member: Member, path: str) -> None:
    _note(PasswordResetAsked(member.pk, path), place_of(request), member, by=robot())


@transaction.atomic
def end_sessions(sessions: list[UserSession], *, by: Member) -> int:
    """One's own; the open pages of an ended sign-in go silent at once."""
    for session in sessions:
        session.end()
    if sessions:
        record(SessionsEnded(by.pk, len(sessions)), by=by, about=[by])
    return len(sessions)


@transaction.atomic
def end_all_sessions(member: Member) -> None:
    """Told by what made it necessary; the open pages of his go silent at once."""
    for session in UserSession.objects.filter(user=member):
        session.end()


@transaction.atomic
def reset_second_factor(member: Member, *, by: Member) -> None:
    """The phone is lost and the recovery codes too: the owner lets the person begin anew, and every sign-in of his ends."""
    _ask_for_keys(by)
    factors = list(Authenticator.objects.select_for_update().filter(user=member))
    Authenticator.objects.filter(pk__in=[factor.pk for factor in factors]).delete()
    end_all_sessions(member)
    for factor in factors:
        if factor.type != Authenticator.Type.RECOVERY_CODES:
            record(SecondFactorRemoved(member.pk, factor.type), by=by, about=[member])


@transaction.atomic
def forgive_wrong_passwords(member: Member, *, by: Member) -> None:
    _ask_for_keys(by)
    forgive(member)
    record(WrongPasswordsForgiven(member.pk), by=by, about=[member])


def _ask_for_keys(by: Member) -> None:
    if not can_keep_house(by):
        raise NotAllowed(_("The door is kept by the owner of the company"))


def _was_here(member: Member) -> bool:
    return entries_about("member", member.pk).filter(kind=SignedIn.kind).exists()


def _note(event: AtTheDoor, place: str, member: Member, *, by: Member) -> Entry:
    return record(event, by=by, about=[member], old_values={"place": ("", place)})
