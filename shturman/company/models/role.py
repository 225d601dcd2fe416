from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shturman.company.rights import usual_right, whole_right


class Roles(models.QuerySet["Role"]):
    def of_base(self, base: str) -> Role:
        """The ready-made role of this kind."""
        return self.get(base=base, is_ready_made=True)


class Role(models.Model):
    """What a group of people may see and do; single rights of a person stand above and below it.

    `rights` holds what differs from the usual rights of its kind: «deal.see»: «branch» (a reach of `company.rights.Reach`),
    switches of `wiring.SWITCHES` by their key.
    """

    class Base(models.TextChoices):
        OWNER = "owner", _("owner")
        HEAD_OF_SALES = "head_of_sales", _("head of sales")
        HEAD = "head", _("head of a department")
        MANAGER = "manager", _("manager")
        MARKETER = "marketer", _("marketer")
        ACCOUNTANT = "accountant", _("accountant")
        QUALITY = "quality", _("quality controller")
        COLLEAGUE = "colleague", _("colleague of another department")
        AGENT = "agent", _("outside agent, dealer, partner")

    LEADING = (Base.OWNER, Base.HEAD_OF_SALES, Base.HEAD)
    # Whom a stage «not available to managers» is hidden from.
    ORDINARY = (Base.MANAGER, Base.COLLEAGUE, Base.AGENT)

    name = models.CharField(_("name"), max_length=80)
    base = models.CharField(_("kind of role"), max_length=16, choices=Base.choices)
    is_ready_made = models.BooleanField(default=False)
    rights = models.JSONField(default=dict)
    requires_second_factor = models.BooleanField(_("signs in with a second factor"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = Roles.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_role_of_a_name"),
            models.UniqueConstraint(fields=["base"], condition=Q(is_ready_made=True), name="one_ready_made_role_of_a_kind"),
            # The owner's rights are whole by definition: no second owner's role can be weaker or forgotten.
            models.CheckConstraint(condition=~Q(base="owner") | Q(is_ready_made=True), name="one_role_of_an_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    def right(self, key: str) -> Any:
        if self.is_owner:
            return whole_right(key)
        return self.rights[key] if key in self.rights else usual_right(self.base, key)

    @property
    def is_owner(self) -> bool:
        return self.base == self.Base.OWNER

    @property
    def leads(self) -> bool:
        return self.base in self.LEADING

    @property
    def is_ordinary(self) -> bool:
        return self.base in self.ORDINARY

    @property
    def is_outside(self) -> bool:
        """An agent, dealer or partner: works with the company, is not of it."""
        return self.base == self.Base.AGENT
