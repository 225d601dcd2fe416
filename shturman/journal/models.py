"""The memory of the house: entries are written once, in the transaction of what they tell, and never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One fact. `happened_at` is when it was so in life, `recorded_at` when it was written down."""

    kind = models.CharField(max_length=60)
    happened_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["by", "-recorded_at"], name="journal_by_recorded"),
            models.Index(fields=["kind", "-happened_at"], name="journal_kind_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Link(models.Model):
    """The entry stands on the timeline of this card."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links")
    card = models.CharField(max_length=30)
    card_id = models.BigIntegerField()
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["card", "card_id", "-happened_at", "-entry"], name="journal_timeline")]

    def __str__(self) -> str:
        return f"{self.card} {self.card_id}"


class OldValue(models.Model):
    """What a personal field held before: stands aside so that a person can be erased without touching the journal."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="old_values")
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.field


class Undone(models.Model):
    """An entry that was taken back, by the entry that tells so. Once only."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="undone")
    by_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.by_entry_id}"


class Look(models.Model):
    """Who opened a card, on which day of his, how often: a line a day, so that looking leaves a trail and no heap."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    card = models.CharField(max_length=30)
    card_id = models.BigIntegerField()
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "card", "card_id", "day"], name="one_look_a_day")]
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="looks_newest"),
            models.Index(fields=["by", "-last_at", "-id"], name="looks_of_member"),
            models.Index(fields=["card", "card_id", "-last_at", "-id"], name="looks_at_card"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} → {self.card} {self.card_id}"
