"""How each person wants to be reminded."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member


class Wishes(models.Model):
    """Where a person has not chosen, what stands here holds for him."""

    class Order(models.TextChoices):
        SCREEN_FIRST = "screen mail sms", _("on the screen, then by e-mail, then by SMS")
        SCREEN_SMS = "screen sms mail", _("on the screen, then by SMS, then by e-mail")
        MAIL_FIRST = "mail screen sms", _("by e-mail, then on the screen, then by SMS")
        MAIL_SMS = "mail sms screen", _("by e-mail, then by SMS, then on the screen")
        SMS_FIRST = "sms screen mail", _("by SMS, then on the screen, then by e-mail")
        SMS_MAIL = "sms mail screen", _("by SMS, then by e-mail, then on the screen")

    class DigestBy(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        PUSH = "push", _("by push")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    page = models.BooleanField(_("A card in Shturman"), default=True)
    push = models.BooleanField(_("Push in the browser"), default=True)
    mail = models.BooleanField(_("E-mail"), default=True)
    sms = models.BooleanField(_("SMS"), default=True)
    sms_of_all = models.BooleanField(_("SMS of ordinary tasks too, not of important ones alone"), default=False)
    order = models.CharField(_("In which order"), max_length=20, choices=Order.choices, default=Order.SCREEN_FIRST)
    is_quiet = models.BooleanField(_("Keep quiet hours"), default=True)
    quiet_from = models.TimeField(_("Quiet from"), default=time(21))
    quiet_until = models.TimeField(_("Quiet until"), default=time(9))
    important_pass = models.BooleanField(_("Important tasks remind in quiet hours too"), default=False)
    morning_digest = models.BooleanField(_("In the morning: what today brings"), default=True)
    evening_digest = models.BooleanField(_("Before the end of the day: what is done and what is left"), default=True)
    digest_by = models.CharField(_("How to send digests"), max_length=5, choices=DigestBy.choices, default=DigestBy.MAIL)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_quiet=False) | ~Q(quiet_from=models.F("quiet_until")), name="quiet_hours_have_an_end")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"

    def louder_at(self, moment: datetime, member: Member, *, is_important: bool) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into, by his own clock."""
        here = moment.astimezone(member.zone)
        if not self.is_quiet or (is_important and self.important_pass) or not self._is_within(here.time()):
            return moment
        end = datetime.combine(here.date(), self.quiet_until, member.zone)
        return end if end > here else datetime.combine(here.date() + timedelta(days=1), self.quiet_until, member.zone)

    def _is_within(self, clock: time) -> bool:
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until
