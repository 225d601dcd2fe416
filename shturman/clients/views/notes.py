"""Notes of any card, by those who wrote them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.access import can_change_note, sees_card
from shturman.clients.actions import change_note, delete_note, pin_note, restore_note, unpin_note
from shturman.clients.forms import NoteForm
from shturman.clients.mentions import offered, typed_again
from shturman.clients.models import Note
from shturman.clients.views.common import dialog
from shturman.kit.answers import go, part, toast
from shturman.kit.errors import Refused
from shturman.kit.ids import row_id


@require_http_methods(["GET", "POST"])
def change_note_view(request: HttpRequest, note_id: int) -> HttpResponse:
    note = _note_or_404(request, note_id)
    form = NoteForm(request.POST or None, initial={"text": typed_again(note.text)}, mentions_url=note.mentions_url)
    if request.method == "POST" and form.is_valid():
        change_note(note, form.cleaned_data["text"], by=request.user)
        return go(request, note.card_url)
    context = {"note": note, "form": form, "title": _("A note"), "verb": _("Save")}
    return dialog(request, "clients/_note_form.html", context, status=422 if form.errors else 200)


@require_GET
def mention_options(request: HttpRequest) -> HttpResponse:
    """Whom a note on this card may call by name."""
    card, card_id = request.GET.get("card", ""), row_id(request.GET.get("id")) or 0
    if not sees_card(request.user, card, card_id):
        raise Http404
    return part(
        request, "clients/_mention_options.html", {"offers": offered(request.GET.get("q", "")[:60], card, card_id, to=request.user)}
    )


@require_POST
def delete_note_view(request: HttpRequest, note_id: int) -> HttpResponse:
    note = _note_or_404(request, note_id)
    entry = delete_note(note, by=request.user)
    toast(request, _("The note is in the trash"), undo=entry.pk)
    return go(request, note.card_url)


@require_POST
def restore_note_view(request: HttpRequest, note_id: int) -> HttpResponse:
    note = _note_or_404(request, note_id, deleted=True)
    try:
        restore_note(note, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, "/trash/")
    toast(request, _("The note is restored"))
    return go(request, note.card_url)


@require_POST
def pin_note_view(request: HttpRequest, note_id: int) -> HttpResponse:
    return _pinned(request, note_id, pin_note, _("The note stands above the timeline"))


@require_POST
def unpin_note_view(request: HttpRequest, note_id: int) -> HttpResponse:
    return _pinned(request, note_id, unpin_note, _("The note is unpinned"))


def _pinned(request: HttpRequest, note_id: int, act: Callable[..., Note], words: str) -> HttpResponse:
    note = get_object_or_404(Note, pk=note_id, deleted_at=None)
    if not sees_card(request.user, note.card, note.card_id):
        raise Http404
    try:
        act(note, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, words)
    return go(request, note.card_url)


def _note_or_404(request: HttpRequest, note_id: int, *, deleted: bool = False) -> Note:
    note: Note = get_object_or_404(Note.objects.select_related("by"), pk=note_id, deleted_at__isnull=not deleted)
    if not can_change_note(request.user, note):
        raise Http404
    return note
