from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models.member import Member


class Absences(models.QuerySet["Absence"]):
    def on(self, day: date) -> Absences:
        return self.filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """Days, both ends included, on which a person does not work, and who stands in for him.

    Those of one person do not overlap: an exclusion constraint of the migrations.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        ILLNESS = "illness", _("illness")
        OTHER = "other", _("other")

    member = models.ForeignKey(Member, verbose_name=_("employee"), on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(_("why"), max_length=10, choices=Kind.choices, default=Kind.HOLIDAY)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    deputy = models.ForeignKey(
        Member, verbose_name=_("who stands in"), null=True, blank=True, on_delete=models.SET_NULL, related_name="deputises_in"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = Absences.as_manager()

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_began"),
            models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("member")), name="nobody_is_his_own_deputy"),
        ]

    @property
    def days(self) -> list[date]:
        return [self.first_day + timedelta(days=step) for step in range((self.last_day - self.first_day).days + 1)]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.first_day} – {self.last_day}"
