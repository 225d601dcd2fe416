"""What is sold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member
from shturman.fields.models import WithOwnFields
from shturman.fields.models.rows import index_of_own_values


class Goods(models.QuerySet["Good"]):
    def kept(self) -> Goods:
        return self.filter(deleted_at=None)

    def shown_to(self, member: Member) -> Goods:
        """The price list is for employees of the company."""
        return self.none() if member.role.is_outside else self.kept()

    def on_sale(self) -> Goods:
        return self.kept().filter(is_on_sale=True)


class Good(WithOwnFields):
    name = models.CharField(_("name"), max_length=250)
    # Name without blanks, case and «ё»: «GTX Pro» and «GTXPro» are one product.
    folded_name = models.CharField(max_length=250, editable=False)
    code = models.CharField(_("code"), max_length=60, blank=True)
    series = models.CharField(_("group"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=20, default="шт.")
    price = models.DecimalField(_("price, ₽"), max_digits=14, decimal_places=2, default=0)
    vat_percent = models.PositiveSmallIntegerField(_("VAT, %"), null=True, blank=True)
    is_on_sale = models.BooleanField(_("on sale"), default=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Goods.as_manager()

    class Meta:
        indexes = [index_of_own_values("good_own_values")]
        constraints = [
            models.UniqueConstraint(fields=["folded_name"], condition=Q(deleted_at=None), name="one_good_of_a_name"),
            models.CheckConstraint(condition=Q(price__gte=0), name="good_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
