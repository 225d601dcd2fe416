"""One deed done to many rows: what was chosen, what became of each row, what its undo gave back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member


class BulkRun(models.Model):
    class State(models.TextChoices):
        CHOSEN = "chosen", _("rows chosen")
        PREPARED = "prepared", _("looked through")
        RUNNING = "running", _("being done")
        DONE = "done", _("carried out")
        STOPPED = "stopped", _("stopped half-way")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("taken back")

    WORKING = (State.RUNNING, State.UNDOING)
    # What was carried out, wholly or up to the place where it was stopped, and may be taken back.
    ENDED = (State.DONE, State.STOPPED)

    thing = models.CharField(max_length=20)
    deed = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHOSEN)
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-id"], name="bulk_run_of_member")]
        constraints = [
            models.CheckConstraint(condition=Q(done_rows__lte=F("total_rows")), name="bulk_progress_is_within_the_chosen"),
            models.CheckConstraint(condition=Q(state="chosen") | ~Q(deed=""), name="bulk_run_knows_its_deed"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.deed} {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def is_ended(self) -> bool:
        return self.state in self.ENDED

    def get_absolute_url(self) -> str:
        return f"/lists/bulk/{self.pk}/"


class BulkRow(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("will be changed")
        DONE = "done", _("row changed")
        REFUSED = "refused", _("cannot be changed")
        RESTORED = "restored", _("row restored")
        KEPT = "kept", _("left as it is")

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    object_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "state", "id"], name="bulk_row_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["run", "object_id"], name="row_chosen_once_in_a_bulk_run"),
            models.CheckConstraint(condition=~Q(state__in=["refused", "kept"]) | ~Q(reason=""), name="bulk_refusal_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.state}"
