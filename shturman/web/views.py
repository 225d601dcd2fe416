from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.company.actions import choose_look, found_company
from shturman.company.models import Company
from shturman.deals.actions import set_up_sales
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.answers import answer, is_part, part, toast
from shturman.kit.errors import Refused
from shturman.kit.ids import row_id
from shturman.kit.smart_dates import understand
from shturman.web.forms import FirstRunForm
from shturman.web.search import found
from shturman.web.start import start_of

SUGGESTED = 5
FOUND_ON_PAGE = 30


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return redirect(start_of(request.user))


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    limit = SUGGESTED if is_part(request) else FOUND_ON_PAGE
    context = {"text": text, "shelves": found(request.user, text, limit), "section": "search"}
    return answer(request, "web/search.html", context, fragment="web/_hits.html")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.filter(by=request.user), pk=row_id(request.POST.get("entry")))
    take_back = house.undo(entry.kind)
    if take_back is None:
        raise Http404
    try:
        words = take_back(entry, by=request.user)
    except Refused as refused:
        toast(request, refused.reason, level="late")
        return part(request, "web/_nothing.html", {}, status=409)
    toast(request, words or _("Taken back"), level="info")
    if is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(_page_before(request))


@require_GET
def trash(request: HttpRequest) -> HttpResponse:
    rows = [row for rows_of in house.trash() for row in rows_of(request.user)]
    rows.sort(key=lambda row: row.deleted_at, reverse=True)
    return render(request, "web/trash.html", {"rows": rows, "section": "trash"})


@require_GET
def understand_date(request: HttpRequest) -> HttpResponse:
    """What the typed words mean: «Суббота, 21 ноября, 10:00»."""
    now = timezone.now()
    understood = understand(request.GET.get("text", ""), now, timezone.get_current_timezone())
    words = ""
    if understood:
        words = date_format(understood.day, "l, j E" if understood.day.year == now.year else "l, j E Y")
        if understood.at:
            words += f", {timezone.localtime(understood.at):%H:%M}"
    return render(request, "web/_understood.html", {"words": words[:1].upper() + words[1:], "is_typed": bool(request.GET.get("text"))})


@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    wishes = {name: request.POST[name] for name in ("theme", "density", "start") if name in request.POST}
    shortcuts = request.POST.get("shortcuts")
    choose_look(request.user, **wishes, shortcuts_on=None if shortcuts is None else shortcuts == "on")
    if is_part(request):
        return HttpResponse(status=204)
    return HttpResponseRedirect(_page_before(request))


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    return answer(request, "web/keys.html", {"section": ""}, fragment="web/_keys.html")


@login_not_required
def first_run(request: HttpRequest) -> HttpResponse:
    if Company.objects.exists():
        return redirect("/")
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                owner = found_company(**form.founding())
                set_up_sales(by=owner)
        except Refused as refused:
            form.add_error(refused.field, str(refused.reason))
        else:
            return perform_login(request, Login(user=owner))
    return render(request, "web/first_run.html", {"form": form}, status=422 if form.errors else 200)


def _page_before(request: HttpRequest) -> str:
    before = request.headers.get("referer", "")
    return before if before.startswith(request.build_absolute_uri("/")) else "/"


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _trouble(request, 404, _("Not found"), "404.html")


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _trouble(request, 403, str(exception or "") or _("This is closed for you"), "403.html")


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "web/door/too_many.html", status=429)


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _trouble(request, 403, _("The page has grown old. Refresh it and repeat: what you typed stays in the fields"), "403.html")


def lost_race(request: HttpRequest, words: str) -> HttpResponse:
    return _trouble(request, 409, words, "403.html")


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database: it may be the one that failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _trouble(request: HttpRequest, status: int, words: str, page: str) -> HttpResponse:
    if is_part(request):
        toast(request, words, level="late")
        return part(request, "web/_nothing.html", {}, status=status)
    context: dict[str, Any] = {"words": words}
    return render(request, page, context, status=status)
