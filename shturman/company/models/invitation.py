from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from shturman.company.models.member import Member


class Invitation(models.Model):
    """A one-time link by which a member chooses his password. One at a time: a newer one replaces it.

    The link itself is kept nowhere, only its fingerprint.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="invitation")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_ends_after_it_begins")]

    def __str__(self) -> str:
        return str(self.member)

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.expires_at > now and self.member.is_active
