"""By which channels a person can be reached, in the order that he wants."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.kit.phones import digits_of, normalise
from shturman.messaging.models import Channel, MailServer, PushSubscription, SmsGateway, Wishes

Step = tuple[str, ...]
MOBILE = "79"
MOBILE_DIGITS = 11


def wishes_of(member: Member) -> Wishes:
    return Wishes.objects.filter(member=member).first() or Wishes(member=member)


def mobile_of(member: Member) -> str:
    """«79217234410», as gateways want it; empty where he has no mobile phone of this country."""
    digits = digits_of(normalise(member.phone))
    return digits if digits.startswith(MOBILE) and len(digits) == MOBILE_DIGITS else ""


def obstacle_of(member: Member, channel: str) -> str:
    """Why nothing can come to him by this channel, and who mends it; nothing where it can."""
    if channel == Channel.MAIL:
        if not member.email:
            return _("Your card has no e-mail: ask the owner to add it")
        if not MailServer.objects.exists():
            return _("The mail of the company is not set up: ask its owner")
    if channel == Channel.PUSH and not PushSubscription.objects.filter(member=member).exists():
        return _("Switch notices on in a browser first")
    if channel == Channel.SMS:
        if not mobile_of(member):
            return _("Your profile has no mobile phone")
        if not SmsGateway.objects.exists():
            return _("The company has no SMS gateway: ask its owner")
    return ""


class Ways:
    """Of several people: each is asked for his wishes once, whatever number of reminders he has."""

    def __init__(self, member_ids: Collection[int]):
        self.wishes = {wishes.member_id: wishes for wishes in Wishes.objects.filter(member__in=member_ids)}
        self.has_mail = MailServer.objects.exists()
        self.has_sms = SmsGateway.objects.exists()
        self.with_push = set(PushSubscription.objects.filter(member__in=member_ids).values_list("member_id", flat=True))

    def wishes_of(self, member: Member) -> Wishes:
        return self.wishes.get(member.pk) or Wishes(member=member)

    def steps(self, member: Member, *, is_important: bool) -> list[Step]:
        """A step is tried when the one before it has failed. The card in Shturman disturbs nobody: it goes with the first one."""
        wishes = self.wishes_of(member)
        order = [self._step(name, wishes, member, is_important) for name in wishes.order.split()]
        first, *later = [step for step in order if step] or [()]
        if Channel.PAGE in (name for step in later for name in step):
            first = (Channel.PAGE.value, *first)
            later = [tuple(name for name in step if name != Channel.PAGE) for step in later]
        return [step for step in (first, *later) if step]

    def digest_channel(self, member: Member) -> str:
        """By what he has chosen, else by the other one; nothing where neither reaches him."""
        open_ones = {
            Channel.MAIL.value: self.has_mail and bool(member.email),
            Channel.PUSH.value: member.pk in self.with_push,
        }
        chosen = self.wishes_of(member).digest_by
        return next((channel for channel in (chosen, *open_ones) if open_ones.get(channel)), "")

    def _step(self, name: str, wishes: Wishes, member: Member, is_important: bool) -> Step:
        if name == "screen":
            has_push = wishes.push and member.pk in self.with_push
            return (*((Channel.PAGE.value,) if wishes.page else ()), *((Channel.PUSH.value,) if has_push else ()))
        if name == "mail" and wishes.mail and self.has_mail and member.email:
            return (Channel.MAIL.value,)
        if name == "sms" and wishes.sms and self.has_sms and mobile_of(member) and (is_important or wishes.sms_of_all):
            return (Channel.SMS.value,)
        return ()
