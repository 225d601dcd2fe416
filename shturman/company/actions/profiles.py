"""What an employee keeps of his own card, and his photograph."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.access import can_change_photo
from shturman.company.actions.common import put_picture
from shturman.company.events import MemberChanged, ProfileChanged
from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed


@transaction.atomic
def change_profile(phone: str, *, by: Member) -> Member:
    """His own; the rest of the card is the owner's to change."""
    phone = phone.strip()
    if by.phone != phone:
        by.phone = phone
        by.save(update_fields=["phone"])
        record(ProfileChanged(by.pk, ["phone"]), by=by, about=[by])
    return by


def hide_guide(member: Member) -> None:
    """His own taste: no fact of the business, so it leaves no entry."""
    Member.objects.filter(pk=member.pk).update(hides_guide=True)


def show_guide(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(hides_guide=False)


@transaction.atomic
def put_photo(member: Member, upload: UploadedFile | None, *, by: Member) -> Member:
    """None takes it away."""
    if not can_change_photo(by, member):
        raise NotAllowed(_("Your photo is changed by the owner of the company"), field="photo")
    put_picture(member, "photo", upload)
    event = ProfileChanged(member.pk, ["photo"]) if by.pk == member.pk else MemberChanged(member.pk, ["photo"])
    record(event, by=by, about=[member])
    return member
