"""What own fields hold of a person who asks to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, JSONField, Q, TextField, Value
from django.utils.translation import gettext as _

from shturman.fields.models import OwnField, OwnFile


def without_personal(thing: str) -> Func:
    """The values of a card without those of personal fields and of files; removed fields too, for they may come back."""
    fields = OwnField.objects.filter(Q(is_personal=True) | Q(kind=OwnField.Kind.FILE), thing=thing)
    keys = [str(pk) for pk in fields.values_list("pk", flat=True)]
    listed = Value(keys, ArrayField(TextField()))
    return Func(F("own"), listed, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())


def erase_own_files(thing: str, card_ids: Sequence[int]) -> None:
    """The files themselves, not only their rows."""
    for kept in OwnFile.objects.filter(field__thing=thing, thing_id__in=card_ids).exclude(file=""):
        kept.file.delete(save=False)
        OwnFile.objects.filter(pk=kept.pk).update(file="", name=_("erased"), size=0)


def erase_files_of_client(client_id: int) -> None:
    erase_own_files(OwnField.Thing.CLIENT, [client_id])
