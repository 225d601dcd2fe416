"""The box for a note on a card of any room: a refusal stands beside what was typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from shturman.kit.answers import go, is_part, part, toast
from shturman.kit.errors import Refused


def refuse_note(request: HttpRequest, refusal: Refused, card_url: str, **entry: object) -> HttpResponse:
    if not is_part(request):
        toast(request, refusal.reason, level="late")
        return go(request, card_url)
    typed = {"error": refusal.reason, "typed": request.POST.get("text", ""), "note_url": request.path}
    return part(request, "clients/_note_entry.html", typed | entry, status=422)
