"""Letters that follow from what happened in the company and at its door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import override

from shturman.company.models import Member
from shturman.company.queries import robot
from shturman.messaging import actions, system_letters
from shturman.messaging.actions import Draft, queue_letter
from shturman.messaging.layout import Words
from shturman.messaging.models import Letter

HOUR = 60 * 60


def write_invitation(events: Sequence[Any]) -> None:
    for event in events:
        member, inviter = _member(event.member_id), _member(event.inviter_id)
        with override(settings.LANGUAGE_CODE):
            words = system_letters.invitation(member, inviter, event.days)
        _queue(Letter.Kind.INVITATION, member, words, event.path)


def write_forgotten_password(events: Sequence[Any]) -> None:
    for event in events:
        member = _member(event.member_id)
        with override(settings.LANGUAGE_CODE):
            words = system_letters.forgotten_password(member, settings.PASSWORD_RESET_TIMEOUT // HOUR)
        _queue(Letter.Kind.FORGOTTEN_PASSWORD, member, words, event.path)


def write_password_changed(events: Sequence[Any]) -> None:
    for event in events:
        member = _member(event.member_id)
        with override(settings.LANGUAGE_CODE):
            words = system_letters.password_changed(member)
        _queue(Letter.Kind.PASSWORD_CHANGED, member, words)


def write_new_device(events: Sequence[Any]) -> None:
    for event in events:
        if not event.is_new_device:
            continue
        member = _member(event.member_id)
        with override(settings.LANGUAGE_CODE):
            words = system_letters.new_device(member, event.place)
        _queue(Letter.Kind.NEW_DEVICE, member, words)


def write_factor_added(events: Sequence[Any]) -> None:
    for event in events:
        member = _member(event.member_id)
        with override(settings.LANGUAGE_CODE):
            words = system_letters.factor_added(member, event.factor_words())
        _queue(Letter.Kind.FACTOR_ADDED, member, words)


def write_factor_removed(events: Sequence[Any]) -> None:
    for event in events:
        member = _member(event.member_id)
        with override(settings.LANGUAGE_CODE):
            words = system_letters.factor_removed(member, event.factor_words())
        _queue(Letter.Kind.FACTOR_REMOVED, member, words)


def write_wrong_passwords(events: Sequence[Any]) -> None:
    """To the member himself and to the owners: the one may be on holiday, the others can act."""
    for event in events:
        member = _member(event.member_id)
        owners = [person for person in Member.objects.active() if person.is_owner and person.pk != member.pk]
        for reader in [member, *owners]:
            with override(settings.LANGUAGE_CODE):
                words = system_letters.wrong_passwords(reader, member, event.count, event.place)
            _queue(Letter.Kind.WRONG_PASSWORDS, reader, words)


def end_follows(changed: Sequence[Any]) -> None:
    actions.end_follows([event.member_id for event in changed if "is_active" in event.fields])


def forget_clients(events: Sequence[Any]) -> None:
    actions.forget_cards("client", [pk for event in events for pk in event.client_ids])


def forget_deals(events: Sequence[Any]) -> None:
    actions.forget_cards("deal", [pk for event in events for pk in event.deal_ids])


def _member(member_id: int) -> Member:
    return Member.objects.get(pk=member_id)


def _queue(kind: str, member: Member, words: Words, path: str = "") -> None:
    queue_letter(Draft(kind, member, words, path), by=robot())
