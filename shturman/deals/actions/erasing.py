"""The deals' part in forgetting a person: what was typed goes, sums and stages stay."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.clients.actions.erasing import erase_notes_on, erased
from shturman.deals.models import Deal, DealContact, DealFile
from shturman.fields.actions.erasing import erase_own_files, without_personal
from shturman.journal.actions import erase_words
from shturman.lists.actions.erasing import erase_in_bulk


def erase_in_deals(client_id: int) -> None:
    ids = _deal_ids(client_id)
    Deal.objects.everything().filter(pk__in=ids).update(title=_("Deal"), loss_words="", own=without_personal("deal"))
    erase_own_files("deal", ids)
    erase_in_bulk("deals", ids)
    DealContact.objects.filter(person=client_id).update(role="")
    Deal.objects.everything().filter(possible_duplicate_of=client_id).update(possible_duplicate_of=None)
    erase_notes_on("deal", ids)
    erase_words("deal", ids, instead=erased())


def erase_deal_files(client_id: int) -> None:
    """The file itself, not only its row."""
    for kept in DealFile.objects.filter(deal__in=_deal_ids(client_id)).exclude(file=""):
        kept.file.delete(save=False)
        DealFile.objects.filter(pk=kept.pk).update(file="", name=erased(), size=0)


def _deal_ids(client_id: int) -> list[int]:
    return list(Deal.objects.everything().filter(client=client_id).values_list("pk", flat=True))
