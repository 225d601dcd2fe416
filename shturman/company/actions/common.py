from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member
from shturman.kit.errors import NotAllowed
from shturman.kit.pictures import checked_picture


def ask_to_keep_house(by: Member) -> None:
    if not can_keep_house(by):
        raise NotAllowed(_("The settings of the company are changed by its owner"))


def put_picture(row: Any, name: str, upload: UploadedFile | None) -> None:
    """A checked picture instead of the present one, whose file the night takes away; None leaves none."""
    setattr(row, name, checked_picture(upload, field=name) if upload is not None else "")
    row.save(update_fields=[name])


def set_fields(row: Any, changes: dict[str, Any]) -> list[str]:
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    return changed
