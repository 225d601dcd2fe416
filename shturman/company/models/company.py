from __future__ import annotations

from datetime import time
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.kit.working_time import WorkWeek


class Company(models.Model):
    """One installation is one company: a single row."""

    name = models.CharField(_("company name"), max_length=200)
    legal_name = models.CharField(_("legal name, as in the state register"), max_length=400, blank=True)
    logo = models.FileField(_("logo"), upload_to="company/", blank=True)
    phone = models.CharField(_("common phone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    inn = models.CharField(_("INN"), max_length=20, blank=True)
    kpp = models.CharField(_("KPP"), max_length=20, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=20, blank=True)
    bank = models.CharField(_("bank"), max_length=200, blank=True)
    bic = models.CharField(_("BIC"), max_length=20, blank=True)
    account = models.CharField(_("account"), max_length=30, blank=True)
    correspondent_account = models.CharField(_("correspondent account"), max_length=30, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Moscow")
    working_weekdays = models.CharField(max_length=20, default="0,1,2,3,4")
    day_starts_at = models.TimeField(_("working day from"), default=time(9))
    day_ends_at = models.TimeField(_("working day to"), default=time(18))
    # A company without departments never meets the notion.
    has_departments = models.BooleanField(_("there are departments"), default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_company_per_installation"),
            models.CheckConstraint(condition=Q(day_starts_at__lt=models.F("day_ends_at")), name="working_day_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        return f"/company/logo/{PurePosixPath(str(self.logo)).name}" if self.logo else ""

    @property
    def work_week(self) -> WorkWeek:
        """The week with the days by which this company differs from the calendar of the Russian Federation."""
        weekdays = frozenset(int(number) for number in self.working_weekdays.split(",") if number)
        days = list(CalendarDay.objects.all())
        return WorkWeek(
            weekdays,
            self.day_starts_at,
            self.day_ends_at,
            extra_days_off=frozenset(day.day for day in days if not day.is_working),
            extra_working_days=frozenset(day.day for day in days if day.is_working),
        )


class CalendarDay(models.Model):
    """A day on which this company works, or rests, otherwise than the calendar of the Russian Federation says."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working"))
    name = models.CharField(_("what it is"), max_length=120, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()
