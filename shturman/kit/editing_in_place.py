"""One field of a card, changed where it is shown: a small form takes the place of the value and gives it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shturman.kit.answers import answer, go, is_part
from shturman.kit.conflicts import Conflict, met
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.marks import editable, safe


def only(form: forms.BaseForm, name: str) -> forms.BaseForm:
    """The form with this field alone; 404 where the person has no such field."""
    if name not in form.fields:
        raise Http404
    form.fields = {name: form.fields[name]}
    return form


def edit_in_place(
    request: HttpRequest,
    name: str,
    form_of: Callable[..., forms.BaseForm],
    save: Callable[[Any], None],
    words: Callable[[], str],
    *,
    card_url: str,
    section: str,
) -> HttpResponse:
    """`form_of(data, files)` is the form of the whole card; `words` says what stands in the field now."""
    now = only(form_of(None, None), name)
    if request.method == "GET":
        return _value(request, now, name, words()) if "shown" in request.GET else _form(request, now, name, card_url, section)
    data, conflicts = met(request.POST, now)
    form: Any = only(form_of(data, request.FILES or None), name)
    if conflicts:
        form.add_error(name, _told(conflicts))
        return _form(request, form, name, card_url, section, untouched=now)
    if form.is_valid():
        try:
            save(form)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _value(request, form, name, words()) if is_part(request) else go(request, card_url)
    return _form(request, form, name, card_url, section)


def _told(conflicts: Sequence[Conflict]) -> str:
    """A second press writes over knowingly: the form is drawn over the card as it stands now."""
    return _("A colleague has put “%(theirs)s” here meanwhile: save again to write yours") % {"theirs": conflicts[0].theirs or "—"}


def _form(request: HttpRequest, form: Any, name: str, card_url: str, section: str, *, untouched: Any = None) -> HttpResponse:
    context = {
        "section": section,
        "form": form,
        "field": form[name],
        "untouched": untouched,
        "in_cell": _in_cell(request),
        "card_url": card_url,
        "has_file": isinstance(form.fields[name], forms.FileField),
    }
    status = 422 if form.errors else 200
    return answer(request, "web/edit_in_place.html", context, fragment="web/ui/_edit_in_place.html", status=status)


def _value(request: HttpRequest, form: Any, name: str, words: str) -> HttpResponse:
    return HttpResponse(safe(words) if _in_cell(request) else editable(words, form[name].label, request.path))


def _in_cell(request: HttpRequest) -> bool:
    return "cell" in request.GET or "cell" in request.POST
