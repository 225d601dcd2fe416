from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.events import InvitationAccepted, InvitationLinkMade, MemberInvited
from shturman.company.models import Invitation, Member
from shturman.company.one_time_links import fingerprint, invitation_of, new_token
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused

LIVES = timedelta(days=7)


@transaction.atomic
def invite_member(member: Member, *, by: Member) -> Invitation:
    """By a letter, which the mail room writes in the same transaction."""
    if not member.email:
        raise Refused(_("The employee's card has no e-mail: fill it in or give the link by hand"))
    invitation, path = _renew(member, by)
    record(MemberInvited(member.pk, by.pk, LIVES.days, path), by=by, about=[member])
    return invitation


@transaction.atomic
def make_invitation_link(member: Member, *, by: Member) -> str:
    """The path of the link, to be given by hand. It is shown once: the next one replaces it."""
    _invitation, path = _renew(member, by)
    record(InvitationLinkMade(member.pk), by=by, about=[member])
    return path


@transaction.atomic
def accept_invitation(token: str, password: str) -> Member:
    """The link is spent together with the choice of the password: of two at once the second finds it spent."""
    known = invitation_of(token)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("member").filter(pk=known.pk).first() if known else None
    if invitation is None or invitation.fingerprint != fingerprint(token) or not invitation.is_open(timezone.now()):
        raise Refused(_("This link does not work any more"))
    member = invitation.member
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    member.set_password(password)
    member.save(update_fields=["password"])
    record(InvitationAccepted(member.pk), by=member, about=[member])
    return member


def _renew(member: Member, by: Member) -> tuple[Invitation, str]:
    if not can_keep_house(by):
        raise NotAllowed(_("Employees are invited by the owner of the company"))
    if not member.is_active or member.is_robot:
        raise Refused(_("This employee does not work any more: there is nobody to invite"))
    token, now = new_token(), timezone.now()
    facts = {"by": by, "fingerprint": fingerprint(token), "made_at": now, "expires_at": now + LIVES, "used_at": None}
    invitation, _is_new = Invitation.objects.update_or_create(member=member, defaults=facts)
    return invitation, reverse("web:accept_invitation", args=[token])
