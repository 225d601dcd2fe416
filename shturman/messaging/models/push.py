"""Browsers that take notices for a person."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from shturman.company.models import Member


class PushSubscription(models.Model):
    """One browser on one device; the push service says when it is no more."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    # The browser's own keys: only it can read what is sent to it.
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    device = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member"], name="push_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.device}"
