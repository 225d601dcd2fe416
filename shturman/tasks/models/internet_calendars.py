"""A member's calendar in his phone: what opens it, what the phone wrote there, and which item changed when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.tasks.models.task import Task


class AppPasswords(models.QuerySet["AppPassword"]):
    def valid(self) -> AppPasswords:
        return self.filter(revoked_at=None)


class AppPassword(models.Model):
    """Opens the calendar of one person to one device; shown once, kept as a fingerprint."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(_("device"), max_length=60)
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    # Exact to the hour: a phone asks every few minutes.
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AppPasswords.as_manager()

    class Meta:
        indexes = [models.Index(fields=["member"], name="app_passwords_valid", condition=Q(revoked_at=None))]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.device}"


class CalendarAddress(models.Model):
    """The secret address of the read-only calendar; the next one replaces it."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    # What was given out last and since when it is so.
    etag = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.member_id}"


class PhoneCalendar(models.Model):
    """Stands as long as any device has a password: only then are changes of the member's tasks marked.

    Its number is part of every sync token: a calendar that was closed and opened anew knows nothing of the time between.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    # Which database the marks were made in: in a restored copy they mean nothing.
    base = models.CharField(max_length=80)
    # The colour, the name and the place that the phone gave it.
    properties = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.member_id}"


class CalendarMark(models.Model):
    """In which transaction a task last changed for this member; written by triggers of the database: see the migration."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    task_id = models.BigIntegerField()
    mark = models.BigIntegerField()
    # How often a change from the phone was not taken: each time the item comes back to it under another tag.
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "task_id"], name="one_mark_of_a_task")]
        indexes = [models.Index(fields=["member", "mark"], name="marks_since")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.task_id}"


class PhoneItems(models.QuerySet["PhoneItem"]):
    def own_events(self) -> PhoneItems:
        """Those that are no tasks: what repeats."""
        return self.filter(task=None, removed_at=None)


class PhoneItem(models.Model):
    """What the phone wrote, whole as it wrote it: beside a task, or alone where the event repeats."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    # Under which name and which identity the phone knows it.
    name = models.CharField(max_length=500)
    uid = models.CharField(max_length=400)
    raw = models.TextField()
    # A task goes for good with an import that is undone.
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+")
    # What the words above say of the task, as it was when they were taken.
    said = models.JSONField(default=dict)
    title = models.CharField(max_length=250, blank=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    mark = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = PhoneItems.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="one_phone_item_of_a_name"),
            models.UniqueConstraint(fields=["member", "task"], name="one_phone_item_of_a_task", condition=Q(task__isnull=False)),
            models.UniqueConstraint(fields=["member", "uid"], name="one_phone_item_of_a_uid", condition=Q(removed_at=None)),
            models.CheckConstraint(condition=Q(task=None) | Q(removed_at=None), name="phone_item_removed_without_task"),
            models.CheckConstraint(
                condition=Q(task__isnull=False) | Q(removed_at__isnull=False) | Q(first_at__isnull=False), name="own_event_has_a_beginning"
            ),
        ]
        indexes = [
            models.Index(fields=["member", "mark"], name="phone_items_since"),
            models.Index(fields=["member", "first_at"], name="own_events", condition=Q(task=None, removed_at=None)),
        ]

    def __str__(self) -> str:
        return self.name
