from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    class Kind(models.TextChoices):
        SALES = "sales", _("sales")
        MARKETING = "marketing", _("marketing")
        ACCOUNTING = "accounting", _("accounting")
        LEGAL = "legal", _("legal")
        SERVICE = "service", _("service")
        MANAGEMENT = "management", _("management")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.SALES)
    parent = models.ForeignKey("self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_shown = models.BooleanField(_("shown"), default=True)
    # This department and all below it: kept by a trigger of the database, which refuses a circle as well.
    branch_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_department_of_a_name"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="department_is_no_part_of_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=400, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_office_of_a_name")]

    def __str__(self) -> str:
        return self.name
