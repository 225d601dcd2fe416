from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shturman.company.models.department import Department, Office
from shturman.company.models.role import Role
from shturman.company.rights import Reach, whole_right
from shturman.kit import words


class Members(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(Q(login__iexact=username) | Q(email__iexact=username))

    def people(self) -> models.QuerySet[Member]:
        return self.filter(is_robot=False)

    def active(self) -> models.QuerySet[Member]:
        return self.filter(is_active=True, is_robot=False)

    def owners(self) -> models.QuerySet[Member]:
        return self.active().filter(role__base=Role.Base.OWNER).order_by("pk")


def short_name(surname: str, given_name: str) -> str:
    return " ".join(part for part in (surname, given_name) if part)


class Member(AbstractBaseUser):
    """Who works here. A robot is a member too: without sign-in, never an assignee."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    class Theme(models.TextChoices):
        SYSTEM = "", _("as in the system")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    class Start(models.TextChoices):
        ROLE = "", _("as the role does")
        DESKTOP = "desktop", _("desktop")
        DAY = "day", _("my day")
        NAVIGATOR = "navigator", _("navigator")
        FUNNEL = "funnel", _("board")

    login = models.CharField(_("login"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    surname = models.CharField(_("surname"), max_length=100)
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    photo = models.FileField(_("photo"), upload_to="members/", blank=True)
    role = models.ForeignKey(Role, verbose_name=_("role"), on_delete=models.PROTECT, related_name="members")
    # Single rights above and below the role, by the same keys.
    own_rights = models.JSONField(default=dict)
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    office = models.ForeignKey(Office, verbose_name=_("office"), null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    head = models.ForeignKey("self", verbose_name=_("head"), null=True, blank=True, on_delete=models.SET_NULL, related_name="subordinates")
    is_active = models.BooleanField(_("active"), default=True)
    is_robot = models.BooleanField(default=False)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Moscow")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, blank=True, default="")
    is_comfortable = models.BooleanField(_("comfortable rows"), default=False)
    has_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    # A section by its name; nothing is what his role begins with.
    starts_with = models.CharField(max_length=12, choices=Start.choices, blank=True, default="")
    hides_guide = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    # What a page asks for twice, while it is being drawn: a page that only reads has it, nothing else does.
    read_once: dict[Any, Any] | None = None

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
        return short_name(self.surname, self.given_name)

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
        return self.role.is_owner

    @property
    def leads(self) -> bool:
        return self.role.leads

    @property
    def sees_whole_house(self) -> bool:
        """The owner, and the system itself."""
        return self.is_robot or self.role.is_owner

    def right(self, key: str) -> Any:
        """A reach («deal.see») or a switch: his own single right, else his role's, else what is usual."""
        if self.sees_whole_house:
            return whole_right(key)
        return self.own_rights[key] if key in self.own_rights else self.role.right(key)

    def reach(self, thing: str, deed: str) -> Reach:
        return Reach(self.right(f"{thing}.{deed}"))

    @cached_property
    def absent_led(self) -> list[int]:
        """Whose work he does today: people who are away and have named him. The sign-in brings it along."""
        away = self.deputises_in.on(timezone.localdate()).filter(member__is_active=True)
        return list(away.values_list("member_id", flat=True))

    @property
    def photo_url(self) -> str:
        """Empty as well where the page has not read it: no list asks for each face."""
        name = str(self.__dict__.get("photo") or "")
        return f"/company/members/{self.pk}/photo/{PurePosixPath(name).name}" if name else ""

    @property
    def branch_ids(self) -> Sequence[int]:
        """His department and all below it."""
        return self.department.branch_ids if self.department is not None else ()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.short_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
