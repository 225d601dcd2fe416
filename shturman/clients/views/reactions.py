"""A press puts a colleague's mark on a note, once more takes it off."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from shturman.clients.access import can_react
from shturman.clients.actions import react_to_note, withdraw_reaction
from shturman.clients.models import Note
from shturman.clients.reactions_shown import reactions_to
from shturman.kit.answers import go, is_part, part, toast
from shturman.kit.errors import Refused

PLACES = ("story", "pinned")


@require_POST
def react_to_note_view(request: HttpRequest, note_id: int) -> HttpResponse:
    note = get_object_or_404(Note, pk=note_id)
    if not can_react(request.user, note):
        raise Http404
    try:
        if "take_off" in request.POST:
            withdraw_reaction(note, request.POST["take_off"], by=request.user)
        else:
            react_to_note(note, request.POST.get("put", ""), by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    if not is_part(request):
        return go(request, note.card_url)
    place = request.POST.get("place", "")
    context = {"reactions": reactions_to([note], request.user)[note.pk], "place": place if place in PLACES else PLACES[0]}
    return part(request, "clients/_note_reactions.html", context)
