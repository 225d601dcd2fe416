from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shturman.company.actions import change_company, clear_calendar_day, put_logo, set_calendar_day
from shturman.company.forms.company import CalendarDayForm, CompanyForm
from shturman.company.models import Company
from shturman.company.views.common import owner_only
from shturman.company.year import year_of
from shturman.kit.answers import go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal

COMPANY = "/company/company/"
YEARS = range(2000, 2101)


@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    owner_only(request)
    row = get_object_or_404(Company)
    form = CompanyForm(request.POST or None, request.FILES or None, instance=get_object_or_404(Company))
    if request.method == "POST" and form.is_valid() and _kept(request, row, form):
        toast(request, _("The company's card is saved"))
        return go(request, COMPANY)
    context = {"section": "company", "company": row, "form": form}
    return render(request, "company/company.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, row: Company, form: CompanyForm) -> bool:
    """The card and the logo together, or neither."""
    upload = form.cleaned_data["logo_file"]
    try:
        with transaction.atomic():
            change_company(row, form.facts(), by=request.user)
            if upload or form.cleaned_data.get("logo_gone"):
                put_logo(row, upload, by=request.user)
    except Refused as refusal:
        refusal.field = "logo_file" if refusal.field == "logo" else refusal.field
        show_refusal(form, refusal)
        return False
    return True


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, year: int = 0) -> HttpResponse:
    owner_only(request)
    year = year or timezone.localdate().year
    if year not in YEARS:
        raise Http404
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = form.cleaned_data
        day: date = facts["day"]
        set_calendar_day(day, is_working=bool(facts["is_working"]), name=facts["name"], by=request.user)
        return go(request, f"/company/calendar/{day.year}/")
    context = {"section": "company", "year": year_of(year), "form": form}
    return render(request, "company/calendar.html", context, status=422 if form.errors else 200)


@require_POST
def clear_day(request: HttpRequest, day: str) -> HttpResponse:
    owner_only(request)
    try:
        cleared = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    clear_calendar_day(cleared, by=request.user)
    return go(request, f"/company/calendar/{cleared.year}/")
