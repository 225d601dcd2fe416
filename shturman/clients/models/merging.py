"""One client entered several times: who looks like whom, what was made one, and how to take it back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.clients.models.card import Client
from shturman.company.models import Member
from shturman.journal.models import Entry


class Merge(models.Model):
    """Several clients became one. The others stay as rows that nobody sees: their addresses lead to the main one."""

    main = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_merge_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["main", "-id"], name="merge_of_main")]

    def __str__(self) -> str:
        return f"№ {self.pk}: {self.main_id}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class MergedClient(models.Model):
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="away")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "client"], name="client_once_in_a_merge")]

    def __str__(self) -> str:
        return f"{self.client_id} → {self.merge_id}"


class MovedRow(models.Model):
    """What a merge has changed, field by field: its undo gives back what nobody has touched since."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    model = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # The place that it had among the phones or mails of its client.
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    kept = models.BooleanField(default=False, help_text=_("the undo has left it: it was changed later"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "model", "row_id", "field"], name="row_moved_once_in_a_merge")]
        indexes = [models.Index(fields=["model", "row_id", "field"], name="moved_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"


class Pairs(models.QuerySet["DuplicatePair"]):
    def open(self) -> Pairs:
        return self.filter(decision="")

    def visible_to(self, member: Member) -> Pairs:
        """Only to one who sees both."""
        seen = Client.objects.visible_to(member).values("pk")
        return self.filter(first__in=seen, second__in=seen)


def _worth(points: int, **reason: bool) -> Case:
    return Case(When(**reason, then=Value(points)), default=Value(0))


class DuplicatePair(models.Model):
    """Two clients that look like one. What a person has decided of them is remembered."""

    class Decision(models.TextChoices):
        OPEN = "", _("not decided")
        APART = "apart", _("not duplicates")
        MERGED = "merged", _("merged")

    first = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    by_phone = models.BooleanField(default=False)
    by_email = models.BooleanField(default=False)
    by_inn = models.BooleanField(default=False)
    by_name = models.BooleanField(default=False)
    score: Any = models.GeneratedField(
        expression=Least(
            _worth(90, by_inn=True) + _worth(70, by_phone=True) + _worth(70, by_email=True) + _worth(40, by_name=True), Value(100)
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    # The largest number among those who are tied together by open pairs: one group on the screen.
    group = models.BigIntegerField(default=0)
    found_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default=Decision.OPEN)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    merge = models.ForeignKey(Merge, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs")

    objects = Pairs.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_two_clients"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="smaller_number_stands_first"),
            models.CheckConstraint(
                condition=Q(by_phone=True) | Q(by_email=True) | Q(by_inn=True) | Q(by_name=True), name="pair_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_pair_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["-group", "id"], name="open_pair_by_group", condition=Q(decision=""))]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class DuplicateSearch(models.Model):
    """When the base was looked through: the next search looks at what has changed since."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    looked_at = models.PositiveIntegerField()
    found = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="search_for_doubles_last")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d} {self.found}"


class MergeRun(models.Model):
    """Many groups merged one by one by a job; a killed worker goes on from the group where it stood."""

    groups = models.JSONField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    # Reasons why, by the number of the group.
    refused = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"№ {self.pk}: {self.done} / {len(self.groups)}"

    @property
    def total(self) -> int:
        return len(self.groups)

    def get_absolute_url(self) -> str:
        return f"/clients/merges/runs/{self.pk}/"
