"""Answers that serve a page and htmx alike."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme


def is_part(request: HttpRequest) -> bool:
    """Was a part of the page asked for, not the whole?"""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def toast(request: HttpRequest, text: Any, *, undo: int | None = None, level: str = "good", link: str = "") -> None:
    """`undo` is the id of the journal entry that «Отменить» takes back."""
    messages.info(request, str(text), extra_tags=json.dumps({"undo": undo, "level": level, "link": link}))


def part(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The fragment, and the toasts beside it out of band."""
    html = render_to_string(template, context, request)
    html += render_to_string("web/_toasts.html", {"out_of_band": True}, request)
    return HttpResponse(html, status=status)


def answer(request: HttpRequest, page: str, context: dict[str, Any], *, fragment: str = "", status: int = 200) -> HttpResponse:
    """The fragment for htmx, the whole page for everybody else."""
    if fragment and is_part(request):
        return part(request, fragment, context, status=status)
    return render(request, page, context, status=status)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """To another page: by header for htmx, by redirect without it."""
    if is_part(request):
        return HttpResponse(headers={"HX-Redirect": iri_to_uri(url)})
    return HttpResponseRedirect(url)


def go_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To where the person pressed the button, as its form says under `back`: only to a path of ours."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = asked.startswith("/") and asked.isprintable() and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return go(request, asked if is_ours else otherwise)


def refresh(request: HttpRequest, url: str) -> HttpResponse:
    """Done from a dialog: the page below is read anew."""
    if is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(url)
