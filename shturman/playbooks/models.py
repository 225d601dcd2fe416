"""Algorithms of work: versions of steps, what each result of a step leads to, and where each deal stands in its own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shturman.clients.models import Client
from shturman.company.models import Department, Member
from shturman.deals.models import Deal, DealKind, Funnel, Stage
from shturman.deals.models.funnel import TaskKind
from shturman.tasks.models import Task


class Unit(models.TextChoices):
    """Of working time: nights, holidays and absences do not count."""

    MINUTES = "minutes", _("working minutes")
    HOURS = "hours", _("working hours")
    DAYS = "days", _("working days")


def term_words(wait: int, unit: str) -> str:
    """«2 рабочих часа»."""
    words = {
        Unit.MINUTES: ngettext("%(count)d working minute", "%(count)d working minutes", wait),
        Unit.HOURS: ngettext("%(count)d working hour", "%(count)d working hours", wait),
        Unit.DAYS: ngettext("%(count)d working day", "%(count)d working days", wait),
    }[Unit(unit)]
    return words % {"count": wait}


class Playbooks(models.QuerySet["Playbook"]):
    def kept(self) -> Playbooks:
        return self.filter(removed_at=None)

    def running(self) -> Playbooks:
        """Those by which new deals are led."""
        return self.kept().filter(is_on=True)


class Playbook(models.Model):
    """An algorithm of work with deals of one funnel or of one kind; the narrower one leads."""

    name = models.CharField(_("name"), max_length=80)
    purpose = models.TextField(_("what it is for"), blank=True)
    funnel = models.ForeignKey(Funnel, verbose_name=_("funnel"), null=True, blank=True, on_delete=models.PROTECT, related_name="playbooks")
    deal_kind = models.ForeignKey(
        DealKind, verbose_name=_("kind of deal"), null=True, blank=True, on_delete=models.PROTECT, related_name="playbooks"
    )
    is_on = models.BooleanField(_("new deals go by it"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Playbooks.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=Q(removed_at=None), name="one_playbook_of_a_name"),
            models.UniqueConstraint(
                Coalesce("funnel", 0), Coalesce("deal_kind", 0), condition=Q(is_on=True, removed_at=None), name="one_playbook_leads_a_deal"
            ),
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(funnel__isnull=False) | Q(deal_kind__isnull=False), name="playbook_that_leads_names_its_deals"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What is published is never changed: deals are led by it. One draft at a time."""

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["playbook", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(fields=["playbook"], condition=Q(published_at=None), name="one_draft_of_a_playbook"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None) | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_version_names_its_publisher",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.playbook} · {self.number}"


class Step(models.Model):
    """A touch: what is done, what is said, what is learned, and till when. `key` is the same step in every version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="steps")
    key = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind of touch"), max_length=10, choices=TaskKind.choices, default=TaskKind.CALL)
    title = models.CharField(_("what to do"), max_length=200)
    script = models.TextField(_("what to say"), blank=True)
    wait = models.PositiveSmallIntegerField(_("term"), default=1)
    unit = models.CharField(_("unit"), max_length=7, choices=Unit.choices, default=Unit.DAYS)
    is_urgent = models.BooleanField(_("speed decides"), default=False, help_text=_("Stands in the queue before all but promised times"))
    stage = models.ForeignKey(
        Stage, verbose_name=_("stage"), null=True, blank=True, on_delete=models.PROTECT, related_name="playbook_steps"
    )
    # Fields of the deal, as a stage names those it requires: without `needs` the touch is not begun, `asks` are learned in it.
    needs = ArrayField(models.CharField(max_length=20), verbose_name=_("known before"), default=list, blank=True)
    asks = ArrayField(models.CharField(max_length=20), verbose_name=_("learned in it"), default=list, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_step_of_a_key")]

    def __str__(self) -> str:
        return self.title

    @property
    def term_words(self) -> str:
        return term_words(self.wait, self.unit)


class Result(models.Model):
    class Effect(models.TextChoices):
        NEXT = "next", _("the next step")
        REPEAT = "repeat", _("once more after a while")
        CALL_BACK = "call_back", _("at the hour that the client names")
        PAUSE = "pause", _("pause until a day")
        MOVE = "move", _("the deal moves to a stage")
        REFUSE = "refuse", _("refusal with its reason")
        END = "end", _("the algorithm ends")

    class Warmth(models.IntegerChoices):
        COLDER = -1, _("colder")
        SAME = 0, _("as it was")
        WARMER = 1, _("warmer")

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("result"), max_length=60)
    effect = models.CharField(_("what follows"), max_length=9, choices=Effect.choices, default=Effect.NEXT)
    following = models.ForeignKey(
        Step, verbose_name=_("next step"), null=True, blank=True, on_delete=models.SET_NULL, related_name="led_to_by"
    )
    stage = models.ForeignKey(Stage, verbose_name=_("stage"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wait = models.PositiveSmallIntegerField(_("after"), default=2)
    unit = models.CharField(_("unit"), max_length=7, choices=Unit.choices, default=Unit.HOURS)
    # With the first one: «2-й из 5».
    most_tries = models.PositiveSmallIntegerField(_("tries at most"), default=5)
    warmth = models.SmallIntegerField(_("the client became"), choices=Warmth.choices, default=Warmth.SAME)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "position"], name="one_result_of_a_key", deferrable=models.Deferrable.DEFERRED),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=9), name="results_have_keys_1_to_9"),
            models.CheckConstraint(condition=~Q(effect="move") | Q(stage__isnull=False), name="move_names_its_stage"),
            models.CheckConstraint(condition=Q(most_tries__gte=1), name="at_least_one_try"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def term_words(self) -> str:
        return term_words(self.wait, self.unit)


class Run(models.Model):
    """Where a deal stands in its algorithm. Without a step it rests: its stage's typical tasks lead it."""

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="run")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="runs")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.PROTECT, related_name="runs")
    task = models.OneToOneField(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="run")
    # Tries of this step that did not reach the client.
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["version"], name="run_of_version", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.step_id}"


class Touch(models.Model):
    """An attempt with its number and outcome."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="touch")
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.CASCADE, related_name="touches")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="touches")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.SET_NULL, related_name="touches")
    effect = models.CharField(max_length=9, choices=Result.Effect.choices)
    number = models.PositiveSmallIntegerField()
    warmth = models.SmallIntegerField(default=0)
    happened_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["deal", "-happened_at"], name="touches_of_deal")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.number}"


class Skip(models.Model):
    """Skipping is possible, asks why and is counted."""

    class Why(models.TextChoices):
        INPUTS = "inputs", _("I lack what I need for it")
        WRONG_TIME = "wrong_time", _("it is a bad time for the client")
        COLLEAGUES = "colleagues", _("I wait for colleagues")
        OTHER = "other", _("another reason")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="skips")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    words = models.CharField(_("in own words"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["by", "-at"], name="skips_of_member"),
            models.Index(fields=["task", "-until"], name="skips_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.why}"


class ContactHours(models.Model):
    """When the client asked to be called, by his own clock."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="contact_hours")
    since = models.TimeField(_("calls from"), null=True, blank=True)
    until = models.TimeField(_("calls until"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None, until=None) | Q(since__isnull=False, until__isnull=False, since__lt=models.F("until")),
                name="contact_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.since}–{self.until}"


class PriorityClient(models.Model):
    """Marked by a head by hand."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="priority")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.client_id)


class PriorityFirst(models.Model):
    """«Сначала приоритетные клиенты»: switched on by a head for a department, or by an owner for everybody."""

    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(Coalesce("department", 0), name="one_priority_switch_of_a_department")]

    def __str__(self) -> str:
        return str(self.department_id or "")
