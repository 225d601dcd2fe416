from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Department, Member
from shturman.company.rights import Reach
from shturman.kit.palette import PALETTE


class TaskKind(models.TextChoices):
    CALL = "call", _("call")
    MEETING = "meeting", _("meeting")
    LETTER = "letter", _("letter")
    DOCUMENT = "document", _("document")
    OTHER = "other", _("other")


class DealKind(models.Model):
    """A kind of deal the company has: a sale, a rent, a service contract."""

    name = models.CharField(_("kind of deal"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_deal_kind_of_a_name")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Funnels(models.QuerySet["Funnel"]):
    def kept(self) -> Funnels:
        return self.filter(removed_at=None)

    def visible_to(self, member: Member) -> Funnels:
        """A funnel tied to departments is for their people; the owner and those who see all have every one."""
        if member.reach("deal", "see") == Reach.ALL:
            return self.kept()
        return self.kept().filter(Q(departments=None) | Q(departments=member.department_id)).distinct()


class Funnel(models.Model):
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.ForeignKey(
        DealKind, verbose_name=_("kind of deal"), null=True, blank=True, on_delete=models.PROTECT, related_name="funnels"
    )
    departments = models.ManyToManyField(Department, verbose_name=_("departments"), blank=True, related_name="funnels")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Funnels.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=Q(removed_at=None), name="one_funnel_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Stages(models.QuerySet["Stage"]):
    def kept(self) -> Stages:
        return self.filter(removed_at=None)

    def in_work(self) -> Stages:
        return self.kept().filter(kind=Stage.Kind.IN_WORK)

    def common(self) -> Stages:
        """Those whose deals stand in «Общие сделки»."""
        return self.kept().filter(is_seen_by_all=True)

    def known_to(self, member: Member) -> Stages:
        """An ordinary employee does not meet the stages that are not for managers."""
        return self.filter(is_for_managers=True) if member.role.is_ordinary and not member.is_robot else self.all()


class Stage(models.Model):
    class Kind(models.TextChoices):
        IN_WORK = "in_work", _("deal in work")
        WON = "won", _("successful completion")
        LOST = "lost", _("refusal")
        NON_TARGET = "non_target", _("non-target contact")
        ARCHIVE = "archive", _("archive")

    # The way of a deal that is won: refusals and the archive lie beside it.
    ON_COURSE = (Kind.IN_WORK, Kind.WON)

    class Phase(models.TextChoices):
        LEAD = "lead", _("lead")
        IN_WORK = "in_work", _("in work")
        PAYMENT = "payment", _("payment")
        DONE = "done", _("done")
        REFUSAL = "refusal", _("refusal")

    class Required(models.TextChoices):
        """Facts of a card that a stage may ask for."""

        CLIENT = "client", _("client")
        AMOUNT = "amount", _("amount")
        KIND = "kind", _("kind of deal")
        EXPECTED = "expected_on", _("expected closing")

    funnel = models.ForeignKey(Funnel, on_delete=models.PROTECT, related_name="stages")
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.IN_WORK)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, default=Phase.IN_WORK)
    colour = models.CharField(_("colour"), max_length=10, choices=PALETTE, default="sea")
    probability = models.PositiveSmallIntegerField(_("probability, %"), default=50)
    longest_stay_days = models.PositiveSmallIntegerField(_("longest stay, days"), null=True, blank=True)
    keeps_tasks = models.BooleanField(_("each deal has a next task"), default=True)
    # Asked to keep tasks, the job that forms the missing ones has not ended yet.
    is_switching = models.BooleanField(default=False)
    is_for_managers = models.BooleanField(
        _("available to managers"),
        default=True,
        help_text=_("Off: managers and agents do not see the stage; their own deals on it are read-only to them, tasks pass to the head"),
    )
    is_seen_by_all = models.BooleanField(
        _("open for viewing by all employees"), default=False, help_text=_("Deals on it stand in “Common deals” of everybody")
    )
    is_open_to_all = models.BooleanField(
        _("full access for all employees"),
        default=False,
        help_text=_("Everybody may view, edit and take a deal to himself, even without being responsible"),
    )
    ignores_required = models.BooleanField(
        _("required fields are not checked"), default=False, help_text=_("An empty card may be moved here")
    )
    is_mandatory = models.BooleanField(
        _("mandatory stage"), default=False, help_text=_("A deal cannot go past it without having been on it; a refusal always can")
    )
    # Those of `Required`, and own fields of deals by `own_…`.
    required_fields = ArrayField(models.CharField(max_length=20), verbose_name=_("required to come here"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Stages.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("funnel", Lower("name"), condition=Q(removed_at=None), name="one_stage_of_a_name"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="probability_is_a_percentage"),
            models.CheckConstraint(condition=Q(is_open_to_all=False) | Q(is_seen_by_all=True), name="what_is_open_to_all_is_seen_by_all"),
        ]
        indexes = [
            models.Index(fields=["is_seen_by_all", "is_for_managers"], name="stage_by_openness", condition=Q(removed_at=None)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.IN_WORK

    @property
    def is_won(self) -> bool:
        return self.kind == self.Kind.WON

    @property
    def asks_reason(self) -> bool:
        return self.kind in (self.Kind.LOST, self.Kind.NON_TARGET)


class PresetTask(models.Model):
    """A typical task of a stage: picked instead of typed; the first forms itself when a deal comes here."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="preset_tasks")
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind.choices, default=TaskKind.CALL)
    title = models.CharField(_("what to do"), max_length=200)
    due_in_days = models.PositiveSmallIntegerField(_("due in, working days"), default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class LossReason(models.Model):
    name = models.CharField(_("reason"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_loss_reason_of_a_name")]

    def __str__(self) -> str:
        return self.name
