"""A table on its way into the base: what it is, how it was read, what became of each row."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member


class Policy(models.TextChoices):
    """What becomes of a row that the base knows already."""

    ALL = "all", _("Update all that the file says")
    EMPTY = "empty", _("Fill only what is empty")
    SKIP = "skip", _("Skip: leave as it is")
    ADD = "add", _("Add all the same")


class ImportRun(models.Model):
    class State(models.TextChoices):
        NEW = "new", _("not checked")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("being loaded")
        DONE = "done", _("loaded")
        UNDOING = "undoing", _("being withdrawn")
        UNDONE = "undone", _("withdrawn")
        FAILED = "failed", _("interrupted")
        STOPPED = "stopped", _("stopped")

    kind = models.CharField(_("what is loaded"), max_length=20)
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=300)
    # The same as numbered rows under their headers, whatever the file was: `reading.keep_rows`.
    rows = models.FileField(upload_to="imports/%Y/%m/", max_length=300, blank=True)
    name = models.CharField(_("file"), max_length=250)
    sheets = models.JSONField(default=list)
    sheet = models.CharField(max_length=100, blank=True)
    # What the file itself lets us doubt: rounded numbers, a cut end.
    notes = models.JSONField(default=list)
    # The system whose export it is, when its headers tell; numbers of rows are told apart by it.
    source = models.CharField(max_length=20, blank=True)
    policy = models.CharField(max_length=10, choices=Policy.choices, default=Policy.ALL)
    encoding = models.CharField(max_length=20)
    separator = models.CharField(max_length=1)
    # `fields`: header → field; `values`: word of the file → ours; `defaults`: what stands where the file is silent.
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    new_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    # After an undo: rows that people had changed or that others stand on.
    kept_count = models.PositiveIntegerField(default=0)
    # What the undo could not take back: other rows stand on it.
    held_count = models.PositiveIntegerField(default=0)
    restored_count = models.PositiveIntegerField(default=0)
    undone_rows = models.PositiveIntegerField(default=0)
    # What the check has found: `refused` and `warned` by reason, `unknown` and `words` by field, `shown` first rows of each fate.
    findings = models.JSONField(default=dict)
    checked_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undo_started_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(state__in=["running", "undoing"]), name="one_load_of_a_kind_at_a_time"),
            models.CheckConstraint(condition=Q(done_rows__lte=F("total_rows")), name="progress_is_within_the_table"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone"]) | Q(finished_at__isnull=False), name="finished_load_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.RUNNING, self.State.UNDOING)

    @property
    def is_withdrawable(self) -> bool:
        """What a stopped or broken load has brought may be taken back too."""
        return self.state == self.State.DONE or (self.state in (self.State.STOPPED, self.State.FAILED) and self.done_rows > 0)

    @property
    def left_rows(self) -> int:
        return self.total_rows - self.done_rows

    def get_absolute_url(self) -> str:
        return f"/imports/{self.pk}/"


class RefusedRow(models.Model):
    """Given back as a file: to be mended and loaded again."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refused_rows")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    cells = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="row_refused_once_in_a_load")]

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"


class LoadedRow(models.Model):
    """What the load has made or changed: what its undo takes back."""

    class Fate(models.TextChoices):
        """What the undo has done with it."""

        RESTORED = "restored", _("Restored")
        KEPT = "kept", _("Left: changed later")
        HELD = "held", _("Cannot be withdrawn")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="loaded_rows")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    was_changed = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(default=timezone.now)
    fate = models.CharField(max_length=10, choices=Fate.choices, blank=True)
    # Why the undo has left it.
    kept_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["run", "model", "object_id"], name="loaded_row_of_run"),
            models.Index(fields=["model", "object_id"], name="loaded_row_of_thing"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "model", "object_id"], condition=Q(was_changed=False), name="row_made_once_in_a_load"),
            models.CheckConstraint(condition=Q(was_changed=True) | Q(before={}), name="new_row_has_no_before"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class RememberedMapping(models.Model):
    """The same head of a table next time is read the same way."""

    kind = models.CharField(max_length=20)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_of_a_head")]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"


class WrittenEntries(models.Model):
    """Entries of the journal that loads and their undoes have written: whatever else speaks of a row was done by people."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="written_entries")
    # Pairs of the first and the last number, as a batch has got them.
    ranges = models.JSONField()

    def __str__(self) -> str:
        return f"{self.run_id}: {self.ranges}"


class OuterKey(models.Model):
    """The number that a row had in the former system: the same file, or a newer one, finds its row by it."""

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=80)
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="outer_keys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source", "key"], name="one_row_of_an_outer_key")]
        indexes = [models.Index(fields=["model", "object_id"], name="outer_key_of_thing")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
