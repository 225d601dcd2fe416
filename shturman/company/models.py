"""The company, its departments and its people."""

from __future__ import annotations

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.kit import words
from shturman.kit.working_time import WorkWeek


class Company(models.Model):
    """One installation is one company: a single row."""

    name = models.CharField(_("company name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Moscow")
    working_weekdays = models.CharField(max_length=20, default="0,1,2,3,4")
    day_starts_at = models.TimeField(default=time(9))
    day_ends_at = models.TimeField(default=time(18))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_company_per_installation")]

    def __str__(self) -> str:
        return self.name

    @property
    def work_week(self) -> WorkWeek:
        weekdays = frozenset(int(number) for number in self.working_weekdays.split(",") if number)
        return WorkWeek(weekdays, self.day_starts_at, self.day_ends_at)


class Department(models.Model):
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_department_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Members(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(Q(login__iexact=username) | Q(email__iexact=username))

    def people(self) -> models.QuerySet[Member]:
        return self.filter(is_robot=False)

    def active(self) -> models.QuerySet[Member]:
        return self.filter(is_active=True, is_robot=False)


class Member(AbstractBaseUser):
    """Who works here. A robot is a member too: without sign-in, never an assignee."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        HEAD = "head", _("head")
        MANAGER = "manager", _("manager")

    class Sight(models.TextChoices):
        OWN = "own", _("own only")
        DEPARTMENT = "department", _("the department's")
        ALL = "all", _("all")

    class Theme(models.TextChoices):
        SYSTEM = "", _("as in the system")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    login = models.CharField(_("login"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    surname = models.CharField(_("surname"), max_length=100)
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MANAGER)
    sees = models.CharField(_("sees deals and clients"), max_length=20, choices=Sight.choices, default=Sight.OWN)
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    head = models.ForeignKey("self", verbose_name=_("head"), null=True, blank=True, on_delete=models.SET_NULL, related_name="subordinates")
    is_active = models.BooleanField(_("active"), default=True)
    is_robot = models.BooleanField(default=False)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Moscow")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, blank=True, default="")
    is_comfortable = models.BooleanField(_("comfortable rows"), default=False)
    has_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = Members()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["surname"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("login"), name="one_member_of_a_login"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_member_of_an_email"),
        ]
        indexes = [models.Index(fields=["surname", "given_name"], name="member_by_name")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """«Воскресенская Маргарита»."""
        return " ".join(part for part in (self.surname, self.given_name) if part)

    @property
    def addressed_as(self) -> str:
        return " ".join(part for part in (self.given_name, self.patronymic) if part) or self.surname

    @property
    def initials(self) -> str:
        return words.initials(self.given_name, self.surname) or words.initials(self.login)

    @property
    def tint(self) -> int:
        """One of four avatar tints; it tells people apart and means nothing."""
        return self.pk % 4 + 1

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_owner(self) -> bool:
        return self.role == self.Role.OWNER

    @property
    def leads(self) -> bool:
        return self.role in (self.Role.OWNER, self.Role.HEAD)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.short_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
