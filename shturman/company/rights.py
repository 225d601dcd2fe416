"""The words of rights: how far a deed reaches, and what each kind of role usually may."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from shturman.kit import house

DEEDS = ("see", "edit", "transfer", "delete", "export")
DEED_WORDS = {
    "see": _("sees"),
    "edit": _("edits"),
    "transfer": _("gives to another person"),
    "delete": _("deletes"),
    "export": _("takes out as a table"),
}


class Reach(models.TextChoices):
    NONE = "none", _("none")
    OWN = "own", _("own")
    DEPARTMENT = "department", _("the department's")
    BRANCH = "branch", _("the department's and below")
    ALL = "all", _("all")

    @property
    def width(self) -> int:
        return list(Reach).index(self)


def whole_right(key: str) -> Any:
    """What the owner has."""
    switch = house.switches().get(key)
    return switch.whole if switch else Reach.ALL


def usual_right(base: str, key: str) -> Any:
    """What a role of this kind has until its editor says otherwise."""
    switch = house.switches().get(key)
    if switch:
        return switch.usual.get(base, switch.ordinary)
    thing, deed = key.split(".")
    reaches = house.things()[thing].usual.get(base)
    return reaches[DEEDS.index(deed)] if reaches else Reach.NONE


def every_key() -> list[str]:
    return [f"{thing}.{deed}" for thing in house.things() for deed in DEEDS] + list(house.switches())


def words_of_key(key: str) -> str:
    """«Сделки: правит»."""
    switch = house.switches().get(key)
    if switch:
        return str(switch.label)
    thing, deed = key.split(".")
    return f"{house.things()[thing].label}: {DEED_WORDS[deed]}"


STAFF_CONTACTS = house.Switch(
    "staff.contacts_of_department",
    _("On the staff page sees contacts of his department only"),
    _("Phones and mails of other people are not shown on the staff page; the name, department and job title stay"),
    whole=False,
    ordinary=False,
    usual={"agent": True},
)
OWN_PHOTO = house.Switch(
    "staff.keeps_photo",
    _("May not change the photo of his profile"),
    _("The photo is then changed by the owner only"),
    whole=False,
    ordinary=False,
)
TRAIL = house.Switch(
    "journal.sees_trail",
    _("Sees who looked, exported and printed"),
    _("The page «Trail»: by person and by client, within the clients and deals that he sees"),
    whole=True,
    ordinary=False,
    usual={"head_of_sales": True},
)
