"""What a person keeps at hand, the same on all his devices."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member


class Pin(models.Model):
    """A card that a member comes back to. A pin of a client who was merged away stands for the main one."""

    class Card(models.TextChoices):
        CLIENT = "client", _("client")
        DEAL = "deal", _("deal")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    card = models.CharField(max_length=10, choices=Card.choices)
    card_id = models.BigIntegerField()
    pinned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "card", "card_id"], name="card_pinned_once_by_a_person"),
            models.CheckConstraint(condition=models.Q(card__in=["client", "deal"]), name="pin_is_of_a_card"),
        ]

    def __str__(self) -> str:
        return f"{self.card} {self.card_id}"
