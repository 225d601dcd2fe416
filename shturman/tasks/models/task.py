"""What has to be done, by whom and by when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.company.rights import Reach
from shturman.company.sight import seen_by, stands_in_for
from shturman.deals.models import Deal, PresetTask
from shturman.deals.models.funnel import TaskKind

# A length in minutes: from what can be seen in a calendar to a whole day.
SHORTEST, LONGEST = 5, 24 * 60
USUAL_MINUTES = {TaskKind.CALL: 15, TaskKind.MEETING: 60, TaskKind.LETTER: 15, TaskKind.DOCUMENT: 30, TaskKind.OTHER: 30}


class Tasks(models.QuerySet["Task"]):
    def visible_to(self, member: Member) -> Tasks:
        """His own, those he set, and those of the deals and people that he sees."""
        sight = seen_by(member, "task", responsible="assignee", department="assignee__department")
        return self.kept().filter(sight | Q(assignee_id=member.pk) | Q(author_id=member.pk) if sight else sight)

    def kept(self) -> Tasks:
        return self.filter(deleted_at=None)

    @staticmethod
    def arms_of(member: Member) -> list[Q]:
        """What `visible_to` is the union of, where each part has an index in order: see `kit.keyset.first_rows`."""
        if member.reach("task", "see") not in (Reach.NONE, Reach.OWN):
            return [Q()]
        his = {member.pk, *stands_in_for(member, "see")}
        return [*(Q(assignee_id=person) for person in sorted(his)), Q(author_id=member.pk)]

    def open(self) -> Tasks:
        return self.kept().filter(completed_at=None, cancelled_at=None)

    def overdue(self, now: datetime) -> Tasks:
        return self.open().filter(deadline__lt=now)

    def everything(self) -> Tasks:
        """For the system itself (next steps, the clock), never for a person's screen."""
        return self.all()


EVER = (datetime(1969, 12, 31, tzinfo=UTC), datetime(2200, 1, 2, tzinfo=UTC))


class Task(models.Model):
    Kind = TaskKind

    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind.choices, default=TaskKind.CALL)
    title = models.CharField(_("what to do"), max_length=250)
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(Member, verbose_name=_("who does it"), on_delete=models.PROTECT, related_name="tasks")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # A moment or a day, exactly one; `deadline` is the moment after which it is late (the end of the working day).
    due_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    deadline = models.DateTimeField()
    # How long it takes once its moment has come; nothing is the usual of its kind.
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    is_important = models.BooleanField(_("important"), default=False)
    is_formed = models.BooleanField(default=False, help_text=_("formed by the system, not set by hand"))
    preset = models.ForeignKey(PresetTask, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Written once by the clock and kept after completion: lateness is a fact.
    overdue_since = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=500, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(expression=SearchVector("title", config="russian"), output_field=SearchVectorField(), db_persist=True)

    objects = Tasks.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at=None, due_on__isnull=False) | Q(due_at__isnull=False, due_on=None),
                name="task_due_by_moment_or_day",
            ),
            models.CheckConstraint(condition=Q(completed_at=None) | Q(cancelled_at=None), name="task_ends_one_way"),
            # A year that is a slip of the finger would be met by whoever reads the list, in a zone where there is no such day.
            models.CheckConstraint(condition=Q(deadline__range=EVER), name="task_deadline_is_of_these_times"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__range=(SHORTEST, LONGEST)), name="task_length_is_of_one_day"),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "deadline"],
                name="task_open_of_assignee",
                condition=Q(completed_at=None, cancelled_at=None, deleted_at=None),
            ),
            models.Index(
                fields=["deal", "deadline"], name="task_open_of_deal", condition=Q(completed_at=None, cancelled_at=None, deleted_at=None)
            ),
            # With the id: hundreds fall due at the end of one day, and a page reads no more of them than it shows.
            models.Index(
                fields=["deadline", "id"], name="task_open_by_deadline", condition=Q(completed_at=None, cancelled_at=None, deleted_at=None)
            ),
            models.Index(
                fields=["author", "deadline"],
                name="task_open_of_author",
                condition=Q(completed_at=None, cancelled_at=None, deleted_at=None),
            ),
            models.Index(fields=["assignee", "-completed_at"], name="task_done_of_assignee", condition=Q(completed_at__isnull=False)),
            # The calendar shows what is done beside what is planned.
            models.Index(fields=["assignee", "deadline"], name="task_in_calendar", condition=Q(cancelled_at=None, deleted_at=None)),
            models.Index(fields=["client", "deadline"], name="task_of_client"),
            models.Index(fields=["deal"], name="task_of_deal"),
            GinIndex(fields=["search"], name="task_search", condition=Q(completed_at=None, cancelled_at=None, deleted_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.completed_at is None and self.cancelled_at is None and self.deleted_at is None

    @property
    def was_late(self) -> bool:
        ended: Any = self.completed_at or timezone.now()
        return self.overdue_since is not None or ended > self.deadline

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes or USUAL_MINUTES[TaskKind(self.kind)])

    @property
    def ends_at(self) -> datetime | None:
        return self.due_at + self.length if self.due_at else None

    def get_absolute_url(self) -> str:
        return f"/tasks/{self.pk}/"

    @property
    def card_url(self) -> str:
        """Where the work itself is done: the deal's card, else the task's own page."""
        return self.deal.get_absolute_url() if self.deal else self.get_absolute_url()

    @property
    def about(self) -> str:
        """Whom or what it is about, in a few words."""
        if self.deal:
            return self.deal.client.name if self.deal.client else self.deal.title
        return self.client.name if self.client else ""

    @property
    def whom(self) -> str:
        """The client in a word or two: a person by his surname."""
        client = self.deal.client if self.deal else self.client
        return (client.surname or client.name) if client else ""

    @property
    def about_in_full(self) -> str:
        return f"{self.about}, {self.deal.title}" if self.deal and self.deal.client else self.about
