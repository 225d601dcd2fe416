"""What the system writes to a member: what happened, when and where, and what to do when it was not he."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.company.models import Company, Member
from shturman.messaging.layout import LINK_PLACE, Words
from shturman.messaging.models import MailServer


def invitation(member: Member, inviter: Member, days: int) -> Words:
    return Words(
        subject=_("%(company)s invites you to Shturman") % {"company": _company()},
        paragraphs=(
            _hello(member),
            _("%(inviter)s has opened an account for you. Your login: %(login)s.") % {"inviter": inviter.full_name, "login": member.login},
            _("Choose a password by the link, and you are in."),
        ),
        button=_("Choose a password"),
        link=LINK_PLACE,
        note=ngettext(
            "The link works once and for %(days)s day. If it has run out, ask %(inviter)s for a new one.",
            "The link works once and for %(days)s days. If it has run out, ask %(inviter)s for a new one.",
            days,
        )
        % {"days": days, "inviter": inviter.full_name},
    )


def forgotten_password(member: Member, hours: int) -> Words:
    return Words(
        subject=_("A new password for Shturman"),
        paragraphs=(
            _hello(member),
            _("Somebody, most likely you, asked for a new password for the login %(login)s.") % {"login": member.login},
        ),
        button=_("Choose a new password"),
        link=LINK_PLACE,
        note=ngettext(
            "The link works once and for %(hours)s hour. If it was not you, do nothing: the password stays as it was.",
            "The link works once and for %(hours)s hours. If it was not you, do nothing: the password stays as it was.",
            hours,
        )
        % {"hours": hours},
    )


def password_changed(member: Member) -> Words:
    return Words(
        subject=_("Your password in Shturman changed"),
        paragraphs=(
            _hello(member),
            _("The password of the login %(login)s changed %(moment)s.") % {"login": member.login, "moment": _now(member)},
            _if_not_you(),
        ),
    )


def new_device(member: Member, place: str) -> Words:
    return Words(
        subject=_("A sign-in to Shturman from a new device"),
        paragraphs=(
            _hello(member),
            _("%(moment)s somebody signed in under your login from a browser that has not been here before. %(place)s")
            % {"moment": _now(member), "place": place},
            _if_not_you(),
        ),
        button=_("Show my sign-ins"),
        link=_address("/account/security/"),
    )


def factor_added(member: Member, factor: str) -> Words:
    return Words(
        subject=_("The second factor in Shturman is on"),
        paragraphs=(
            _hello(member),
            _("%(moment)s your account got a second factor: %(factor)s. The password alone does not open it any more.")
            % {"moment": _now(member), "factor": factor},
            _if_not_you(),
        ),
    )


def factor_removed(member: Member, factor: str) -> Words:
    return Words(
        subject=_("The second factor in Shturman is off"),
        paragraphs=(
            _hello(member),
            _("%(moment)s your account lost its second factor: %(factor)s.") % {"moment": _now(member), "factor": factor},
            _if_not_you(),
        ),
    )


def wrong_passwords(reader: Member, member: Member, count: int, place: str) -> Words:
    return Words(
        subject=_("%(count)s wrong passwords in a row: %(name)s") % {"count": count, "name": member.short_name},
        paragraphs=(
            _hello(reader),
            _("Somebody has typed %(count)s wrong passwords in a row for the login %(login)s. %(place)s")
            % {"count": count, "login": member.login, "place": place},
            _("Further tries are slowed down. The password is not changed, and a browser that has signed in before enters as usual."),
        ),
        button=_("Show the sign-ins of the company"),
        link=_address("/account/journal/") if reader.is_owner else "",
        note=_("A passkey or a second factor makes guessing useless."),
    )


def _hello(member: Member) -> str:
    return _("Hello, %(name)s.") % {"name": member.given_name or member.full_name}


def _if_not_you() -> str:
    return _("If it was not you, change the password and tell the owner of the company.")


def _company() -> str:
    company = Company.objects.first()
    return company.name if company else "Штурман"


def _now(member: Member) -> str:
    now: datetime = timezone.localtime(timezone.now(), member.zone)
    return f"{date_format(now, 'j E')}, {now:%H:%M}"


def _address(path: str) -> str:
    """Letters open anywhere: without the public address there is no link at all."""
    server = MailServer.objects.filter(pk=1).first()
    return server.public_url.rstrip("/") + path if server else ""
