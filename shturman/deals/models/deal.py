from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.clients.models import Client
from shturman.company.models import Department, Member
from shturman.deals.models.funnel import DealKind, Funnel, LossReason, Stage
from shturman.deals.models.sight import ANY_STAGE, PossibleStages, Sight, sight_of
from shturman.fields.models import WithOwnFields
from shturman.fields.models.rows import index_of_own_values
from shturman.goods.models import Good
from shturman.kit.money import to_kopecks


class Deals(models.QuerySet["Deal"]):
    def visible_to(self, member: Member, possible: PossibleStages = ANY_STAGE) -> Deals:
        """`possible`: see `sight_of`."""
        return self.kept().filter(sight_of(member, possible).whole)

    def inside_for(self, member: Member) -> Deals:
        """Deals whose inside he sees: of what an agent has registered for others he follows the fate alone."""
        seen = self.visible_to(member)
        return seen.filter(responsible=member) if member.role.is_outside else seen

    def but_for(self, sight: Sight) -> Deals:
        """Kept rows that `sight` does not narrow away: a page takes them arm by arm."""
        return self.kept().exclude(sight.but) if sight.but else self.kept()

    def kept(self) -> Deals:
        return self.filter(deleted_at=None)

    def open(self) -> Deals:
        return self.filter(closed_at=None)

    def closed(self) -> Deals:
        return self.filter(closed_at__isnull=False)

    def overdue(self, now: object) -> Deals:
        return self.open().filter(next_step_at__lt=now)

    def everything(self) -> Deals:
        """For the system itself (jobs, gates, imports), never for a person's screen."""
        return self.all()


class Deal(WithOwnFields):
    class Outcome(models.TextChoices):
        WON = "won", _("won")
        LOST = "lost", _("lost")
        NON_TARGET = "non_target", _("non-target")
        ARCHIVE = "archive", _("in the archive")

    title = models.CharField(_("what is sold"), max_length=250)
    client = models.ForeignKey(Client, verbose_name=_("client"), null=True, blank=True, on_delete=models.PROTECT, related_name="deals")
    kind = models.ForeignKey(DealKind, verbose_name=_("kind of deal"), null=True, blank=True, on_delete=models.PROTECT)
    funnel = models.ForeignKey(Funnel, verbose_name=_("funnel"), on_delete=models.PROTECT, related_name="deals")
    stage = models.ForeignKey(Stage, verbose_name=_("stage"), on_delete=models.PROTECT, related_name="deals")
    entered_stage_at = models.DateTimeField(default=timezone.now)
    amount = models.DecimalField(_("amount, ₽"), max_digits=14, decimal_places=2, default=Decimal(0))
    responsible = models.ForeignKey(Member, verbose_name=_("responsible"), on_delete=models.PROTECT, related_name="deals")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Written once, at registration: no transfer, merge or import changes it.
    registrar = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="registered_deals")
    # An agent registered it with contacts of a client who is in the base; of it he is told nothing.
    possible_duplicate_of = models.ForeignKey(Client, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # When it came to its responsible from somebody else; empty when he opened it himself.
    received_at = models.DateTimeField(null=True, blank=True)
    expected_on = models.DateField(_("expected closing"), null=True, blank=True)
    # The true clock of the deal; written by `set_next_step` alone.
    next_step_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    loss_reason = models.ForeignKey(LossReason, null=True, blank=True, on_delete=models.PROTECT, related_name="deals")
    loss_words = models.CharField(_("in own words"), max_length=500, blank=True)
    # Place in the column of the board, the smallest on top.
    board_rank = models.FloatField(default=0)
    outer_key = models.CharField(max_length=80, blank=True, help_text=_("number in the system the deal came from"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "outer_key", config="russian"), output_field=SearchVectorField(), db_persist=True
    )

    objects = Deals.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="deal_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="closed_deal_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["lost", "non_target"]) | Q(loss_reason__isnull=False),
                name="lost_deal_has_a_reason",
            ),
            models.UniqueConstraint(fields=["outer_key"], condition=~Q(outer_key="") & Q(deleted_at=None), name="one_deal_of_an_outer_key"),
        ]
        indexes = [
            *[
                models.Index(
                    fields=[*owner, *order, "id" if ascending else "-id"], name=f"deal_{whose}_{what}", condition=Q(deleted_at=None)
                )
                for whose, owner in (("all", []), ("own", ["responsible"]), ("dep", ["department"]))
                for what, order, ascending in (
                    ("changed", ["-changed_at"], False),
                    ("created", ["-created_at"], False),
                    ("amount", ["-amount"], False),
                    ("title", ["title"], True),
                )
            ],
            *[
                models.Index(fields=[*owner, order, "id"], name=f"deal_{whose}_{what}", condition=Q(deleted_at=None))
                for whose, owner in (("all", []), ("own", ["responsible"]), ("dep", ["department"]))
                for what, order in (("next", "next_step_at"), ("expected", "expected_on"))
            ],
            # The sums of columns are counted from the index alone.
            *[
                models.Index(
                    fields=["stage", *owner, "board_rank", "id"],
                    include=["amount"],
                    name=f"deal_board{whose}",
                    condition=Q(deleted_at=None),
                )
                for whose, owner in (("", []), ("_own", ["responsible"]), ("_dep", ["department"]))
            ],
            models.Index(
                fields=["stage", "responsible", "-changed_at", "-id"], name="deal_stage_own_changed", condition=Q(deleted_at=None)
            ),
            models.Index(fields=["registrar", "-changed_at"], name="deal_of_registrar", condition=Q(deleted_at=None)),
            models.Index(fields=["responsible", "received_at"], name="deal_received", condition=Q(received_at__isnull=False)),
            models.Index(fields=["client", "-changed_at"], name="deal_of_client", condition=Q(deleted_at=None)),
            # What a report of sales counts stands in the index itself: a month is read without touching the deals.
            models.Index(
                fields=["-closed_at", "outcome"],
                include=["responsible", "amount", "created_at", "id"],
                name="deal_closed",
                condition=Q(deleted_at=None),
            ),
            GinIndex(fields=["search"], name="deal_search"),
            index_of_own_values("deal_own_values"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        return f"№\u00a0{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def weighted_amount(self) -> Decimal:
        return self.amount * self.stage.probability / 100

    def get_absolute_url(self) -> str:
        return f"/deals/{self.pk}/"


class DealLine(models.Model):
    """A line of goods; the name and the price are those of the day it was written."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="lines")
    good = models.ForeignKey(Good, null=True, blank=True, on_delete=models.PROTECT, related_name="deal_lines")
    name = models.CharField(_("name"), max_length=250)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, default=Decimal(1))
    price = models.DecimalField(_("price, ₽"), max_digits=14, decimal_places=2)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0, price__gte=0), name="line_sells_something")]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> Decimal:
        return to_kopecks(self.quantity * self.price)


class DealContact(models.Model):
    """A person of the client's side, and his part in this deal."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="parts_in_deals")
    role = models.CharField(_("role in the deal"), max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "person"], name="contact_once_in_a_deal")]

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.person_id}"


class DealObserver(models.Model):
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="observers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="observed_deals")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "member"], name="observer_once_in_a_deal")]

    def __str__(self) -> str:
        return f"{self.deal_id} · {self.member_id}"


class Stays(models.QuerySet["StageStay"]):
    def reaching(self, stage: Stage) -> Stays:
        """Stays on this stage and on those further along the same course."""
        return self.filter(stage__funnel=stage.funnel_id, stage__kind__in=Stage.ON_COURSE, stage__position__gte=stage.position)


class StageStay(models.Model):
    """The deal stood on the stage from … to …; the last one has no end."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="stays")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="stays")
    entered_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = Stays.as_manager()

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deal"], condition=Q(left_at=None), name="one_current_stay"),
            models.CheckConstraint(condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="stay_ends_after_it_began"),
        ]
        indexes = [
            models.Index(fields=["deal", "entered_at"], name="stay_of_deal"),
            models.Index(fields=["stage", "entered_at"], name="stay_on_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} @ {self.stage_id}"


class DealFile(models.Model):
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="deals/%Y/%m/")
    name = models.CharField(max_length=250)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
