from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.clients.mentions import in_words
from shturman.clients.models import Client, Note
from shturman.company.models import Member
from shturman.company.sight import seen_by
from shturman.kit.trash import SHOWN, Discarded


def discarded_clients(member: Member) -> list[Discarded]:
    rows = (
        Client.objects.everything()
        .filter(seen_by(member, "client", "delete"), deleted_at__isnull=False, merged_into=None)
        .select_related("responsible")
        .order_by("-deleted_at")[:SHOWN]
    )
    return [
        Discarded(_("client"), row.name, row.responsible.short_name, row.deleted_at, f"/clients/{row.pk}/restore/")
        for row in rows
        if row.deleted_at
    ]


def discarded_notes(member: Member) -> list[Discarded]:
    rows = Note.objects.filter(by=member, deleted_at__isnull=False).order_by("-deleted_at")[:SHOWN]
    return [
        Discarded(_("note"), in_words(row.text)[:80], "", row.deleted_at, f"/clients/notes/{row.pk}/restore/")
        for row in rows
        if row.deleted_at
    ]
