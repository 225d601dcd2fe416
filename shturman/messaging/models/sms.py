"""Through which gateway SMS leave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.kit.sealing import unseal


class SmsGateway(models.Model):
    """There is one or none."""

    class Name(models.TextChoices):
        SMSC = "smsc", "SMSC.ru"
        SMSRU = "smsru", "SMS.ru"
        SMSAERO = "smsaero", "SMS Aero"

    name = models.CharField(_("gateway"), max_length=10, choices=Name.choices, default=Name.SMSC)
    login = models.CharField(_("login"), max_length=150, blank=True)
    sealed_key = models.TextField()
    sender = models.CharField(_("sender's name"), max_length=20, blank=True)
    day_limit = models.PositiveIntegerField(_("messages a day at most"), default=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_sms_gateway"),
            models.CheckConstraint(condition=~Q(sealed_key=""), name="sms_gateway_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.get_name_display()

    @property
    def key(self) -> str:
        return unseal(self.sealed_key)
