from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role


class OwnFields(models.QuerySet["OwnField"]):
    def kept(self) -> OwnFields:
        return self.filter(removed_at=None)


class OwnField(models.Model):
    """What kind it is never changes: values of one kind are no values of another."""

    class Thing(models.TextChoices):
        DEAL = "deal", _("deals")
        CLIENT = "client", _("clients")
        GOOD = "good", _("goods")

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        MONEY = "money", _("money, ₽")
        DATE = "date", _("date")
        CHOICE = "choice", _("choice of one")
        MANY = "many", _("choice of several")
        FLAG = "flag", _("yes or no")
        PERSON = "person", _("employee")
        FILE = "file", _("file")

    CHOSEN = (Kind.CHOICE, Kind.MANY)

    class OnlyFor(models.TextChoices):
        EVERYBODY = "", _("people and organisations")
        PERSON = "person", _("people")
        ORGANISATION = "organisation", _("organisations")

    thing = models.CharField(_("on the card of"), max_length=10, choices=Thing.choices)
    kind = models.CharField(_("kind of field"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=60)
    hint = models.CharField(_("hint below the field"), max_length=200, blank=True)
    # Of clients: whose cards have it.
    only_for = models.CharField(_("on the cards of"), max_length=12, choices=OnlyFor.choices, blank=True, default="")
    # Goes for good when the person asks to be forgotten; of a client every field does.
    is_personal = models.BooleanField(_("holds personal data"), default=False)
    # None named: every employee; an agent from outside sees what his role is named for.
    seen_by = models.ManyToManyField(Role, verbose_name=_("seen by"), blank=True, related_name="+")
    changed_by = models.ManyToManyField(Role, verbose_name=_("filled in by"), blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    # Values stay on the cards and come back with the field.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnFields.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("thing", Lower("name"), condition=Q(removed_at=None), name="one_own_field_of_a_name"),
            models.CheckConstraint(condition=Q(only_for="") | Q(thing="client"), name="only_clients_are_people_or_organisations"),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "number", "money", "date", "choice", "many", "flag", "person", "file"]),
                name="own_field_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FieldChoice(models.Model):
    """An answer to pick; one that is offered no more stays where it was picked."""

    field = models.ForeignKey(OwnField, on_delete=models.PROTECT, related_name="choices")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("field", Lower("name"), name="one_choice_of_a_name")]

    def __str__(self) -> str:
        return self.name


class OwnFile(models.Model):
    """A file that stands in a field; replaced ones are kept for the history of the card."""

    field = models.ForeignKey(OwnField, on_delete=models.PROTECT, related_name="files")
    thing_id = models.BigIntegerField()
    file = models.FileField(upload_to="fields/%Y/%m/", blank=True)
    name = models.CharField(max_length=250)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["thing_id", "field"], name="own_file_of_card")]

    def __str__(self) -> str:
        return self.name
