"""The one table of the kit: forms that have been sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """A form that has created its thing, and the way its sender was shown to: see `kit/once.py`."""

    # A digest of who sent what from which page: nothing of it can be read back.
    key = models.CharField(max_length=64, primary_key=True)
    answer = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["sent_at"], name="sent_form_by_age")]

    def __str__(self) -> str:
        return self.key[:8]
