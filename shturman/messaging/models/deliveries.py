"""What is carried to a person by one channel, and what became of it: the outbox of reminders and digests."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.tasks.models import Reminder, Task


class Channel(models.TextChoices):
    PAGE = "page", _("in Shturman")
    PUSH = "push", _("push")
    MAIL = "mail", _("e-mail")
    SMS = "sms", _("SMS")


class Deliveries(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Deliveries:
        return self.filter(state=Delivery.State.QUEUED, due_at__lte=now)

    def taken_before(self, moment: datetime) -> Deliveries:
        """Of a worker that has not come back: nothing was said to anybody yet."""
        return self.filter(state=Delivery.State.TAKEN, claimed_at__lt=moment)

    def begun_before(self, moment: datetime) -> Deliveries:
        """Of a worker that has not come back in the middle of the talk: whether it has left is not known."""
        return self.filter(state=Delivery.State.SENDING, claimed_at__lt=moment)

    def unseen(self, now: datetime) -> Deliveries:
        return self.filter(next_at__lte=now)

    def on_page(self, member: Member) -> Deliveries:
        """Cards that stand before his eyes until he has done something with them."""
        open_task = Q(task__assignee=member, task__completed_at=None, task__cancelled_at=None, task__deleted_at=None)
        shown = self.filter(to=member, channel=Channel.PAGE, state__in=ON_PAGE, closed_at=None)
        return shown.filter(open_task | Q(why=Delivery.Why.CHECK))


class Delivery(models.Model):
    """Leaves at most once: by one channel to one person of one occasion there is one row, and a row is sent once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("in the queue")
        TAKEN = "taken", _("is being prepared")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("delivered")
        SHOWN = "shown", _("seen")
        FAILED = "failed", _("not delivered")
        UNKNOWN = "unknown", _("fate unknown")
        DROPPED = "dropped", _("not needed any more")

    class Why(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        MORNING = "morning", _("morning digest")
        EVENING = "evening", _("evening digest")
        CHECK = "check", _("check of a channel")

    to = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    reminder = models.ForeignKey(Reminder, null=True, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+")
    # When the occasion came: the same reminder of a task that was moved is another occasion.
    moment = models.DateTimeField()
    channel = models.CharField(max_length=5, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    # He has answered the card, or taken it away.
    closed_at = models.DateTimeField(null=True)
    # When the next channel is tried, unless it has been seen till then.
    next_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    # Under which the gateway knows the message, how many parts it has, and when it was asked what became of it.
    number = models.CharField(max_length=80, blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)

    objects = Deliveries.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why="reminder", reminder__isnull=False, task__isnull=False)
                | (~Q(why="reminder") & Q(reminder=None, task=None)),
                name="delivery_of_a_reminder_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "sending"]) | Q(claimed_at__isnull=False), name="delivery_claimed_before_sending"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted"]) | Q(sent_at__isnull=False), name="delivery_sent_at_a_moment"
            ),
            models.CheckConstraint(condition=~Q(state="shown") | Q(shown_at__isnull=False), name="delivery_shown_at_a_moment"),
            models.UniqueConstraint(
                fields=["reminder", "moment", "to", "channel"], condition=Q(reminder__isnull=False), name="reminded_once_by_a_channel"
            ),
            models.UniqueConstraint(
                fields=["to", "why", "moment", "channel"], condition=Q(why__in=["morning", "evening"]), name="digest_once_by_a_channel"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="deliveries_due", condition=Q(state="queued")),
            models.Index(fields=["claimed_at"], name="deliveries_claimed", condition=Q(state__in=["taken", "sending"])),
            models.Index(fields=["next_at"], name="deliveries_unseen", condition=Q(next_at__isnull=False)),
            models.Index(fields=["to", "-id"], name="deliveries_on_page", condition=Q(channel="page", closed_at=None)),
            models.Index(fields=["to", "-id"], name="deliveries_of_member"),
            models.Index(fields=["sent_at"], name="sms_sent", condition=Q(channel="sms", sent_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.why} → {self.to_id}: {self.channel}"

    @property
    def tone(self) -> str:
        return TONES[self.state]


ON_PAGE = (Delivery.State.SENT, Delivery.State.SHOWN)
ARRIVED = (Delivery.State.SENT, Delivery.State.ACCEPTED, Delivery.State.SHOWN)
TONES: dict[str, str] = {
    Delivery.State.QUEUED: "later",
    Delivery.State.TAKEN: "later",
    Delivery.State.SENDING: "later",
    Delivery.State.SENT: "done",
    Delivery.State.ACCEPTED: "done",
    Delivery.State.SHOWN: "done",
    Delivery.State.FAILED: "late",
    Delivery.State.UNKNOWN: "today",
    Delivery.State.DROPPED: "none",
}
