"""Forms that create something are sent once: two clicks, a repeat on a weak line or a reload write one thing.

A page draws `{% once %}` into its form; the view stands under `@once`. Who sends the same words from the same page again
waits for the first sending and is shown the way that it was shown. Other words are another wish, even from a page that
the browser took out of its memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from shturman.kit.actions import claim_form, keep_answer, release_form

FIELD = "once"
ASIDE = ("csrfmiddlewaretoken",)
WAYS = ("Location", "HX-Redirect", "HX-Refresh", "HX-Trigger")
Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponse]


def once(view: View[Asked]) -> View[Asked]:
    @wraps(view)
    def sent_once(request: HttpRequest, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        key = _key_of(request)
        # One transaction with what the view writes: killed half-way, neither is there.
        with transaction.atomic():
            answered = claim_form(key)
            if answered is not None:
                return _repeated(answered)
            response = view(request, *args, **kwargs)
            if _shows_the_way(response):
                keep_answer(key, {"status": response.status_code, "ways": {way: response[way] for way in WAYS if way in response}})
            else:
                release_form(key)
        return response

    return sent_once


def _key_of(request: HttpRequest) -> str:
    words = [(name, values) for name, values in sorted(request.POST.lists()) if name not in ASIDE]
    key = hashlib.sha256(json.dumps([request.user.pk, request.get_full_path(), words], ensure_ascii=False).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            key.update(f"{name}: {file.name}".encode())
            for chunk in file.chunks():
                key.update(chunk)
            file.seek(0)
    return key.hexdigest()


def _shows_the_way(response: HttpResponse) -> bool:
    """Done is told by a way to go; a form shown again is not."""
    return response.status_code < 400 and not response.content


def _repeated(answer: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(status=answer["status"], headers=answer["ways"])
