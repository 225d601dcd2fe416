"""When a task reminds of itself, and what each person is used to."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from shturman.company.models import Member
from shturman.tasks.models.task import Task


class Reminders(models.QuerySet["Reminder"]):
    def waiting(self) -> Reminders:
        return self.filter(fired_at=None, due_at__isnull=False)

    def due(self, now: datetime) -> Reminders:
        return self.waiting().filter(due_at__lte=now)


class Reminder(models.Model):
    """So long before the task's moment, or at a moment of its own. Whom it reminds is the task's assignee of that moment."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    before_minutes = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(null=True)
    # Put off by the person himself: his quiet hours do not hold it.
    is_snoozed = models.BooleanField(default=False)
    # None: its moment had passed when it was planned, and the past reminds of nothing.
    due_at = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)

    objects = Reminders.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before_minutes=None, at__isnull=False) | Q(before_minutes__isnull=False, at=None),
                name="reminder_before_or_at",
            ),
            models.CheckConstraint(condition=Q(fired_at=None) | Q(due_at__isnull=False), name="reminder_fires_when_due"),
            models.UniqueConstraint(fields=["task", "before_minutes"], name="reminder_once_before"),
            models.UniqueConstraint(fields=["task", "at"], name="reminder_once_at"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="reminders_waiting", condition=Q(fired_at=None, due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.due_at}"


class ReminderHabits(models.Model):
    """How long before which kind of task this person is reminded, where he has changed the usual."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    minutes = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.member_id}"
