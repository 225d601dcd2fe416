"""Who wants to be told of a card, and what he was told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.journal.models import Entry


class Card(models.TextChoices):
    CLIENT = "client", _("client")
    DEAL = "deal", _("deal")
    TASK = "task", _("task")


FOLLOWED = Q(card__in=["client", "deal"])
OF_A_CARD = Q(card__in=["client", "deal", "task"])


class Follower(models.Model):
    """He is told what happens on a card that he sees; he sees no more by that: decision 016."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    card = models.CharField(max_length=10, choices=Card.choices)
    card_id = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "card_id", "member"], name="follower_once_of_a_card"),
            models.CheckConstraint(condition=FOLLOWED, name="follower_is_of_a_card"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.card} {self.card_id}"


class Notices(models.QuerySet["Notice"]):
    def unread(self, member: Member) -> Notices:
        return self.filter(to=member, read_at=None).order_by("-id")

    def read(self, member: Member) -> Notices:
        return self.filter(to=member, read_at__isnull=False)


class Notice(models.Model):
    """One person is told of one entry of the journal, once; its words are the entry's own."""

    class Why(models.TextChoices):
        MENTIONED = "mentioned", _("You are mentioned")
        GIVEN = "given", _("It is yours now")
        FOLLOWED = "followed", _("You follow it")
        REACTED = "reacted", _("Your note")
        PHONE = "phone", _("The calendar of your phone")

    to = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    # The card whose inside he must see to be shown the notice.
    card = models.CharField(max_length=10, choices=Card.choices)
    card_id = models.BigIntegerField()
    # The same happened to so many cards at once: one notice tells of all.
    cards = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = Notices.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "to"], name="told_once_of_an_entry"),
            models.CheckConstraint(condition=OF_A_CARD, name="notice_is_of_a_card"),
            models.CheckConstraint(condition=Q(cards__gte=1), name="notice_is_of_some_cards"),
        ]
        indexes = [
            models.Index(fields=["to", "-id"], name="notices_unread", condition=Q(read_at=None)),
            models.Index(fields=["to", "-id"], name="notices_read", condition=Q(read_at__isnull=False)),
            models.Index(fields=["read_at"], name="notices_to_forget", condition=Q(read_at__isnull=False)),
            models.Index(fields=["card", "card_id"], name="notices_of_card"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.to_id}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
