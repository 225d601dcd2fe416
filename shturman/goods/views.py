from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import is_employee
from shturman.company.models import Member
from shturman.goods.actions import add_good, change_good, delete_good, restore_good
from shturman.goods.forms import GoodForm
from shturman.goods.models import Good
from shturman.journal.queries import who_changed_last
from shturman.kit.answers import answer, go, toast
from shturman.kit.conflicts import met
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.keyset import Order, page
from shturman.kit.once import once

LIST_SIZE = 100
GOODS = "/goods/"


@require_GET
def good_list(request: HttpRequest) -> HttpResponse:
    if not is_employee(request.user):
        raise PermissionDenied(_("The price list is for employees of the company"))
    found = page(Good.objects.kept(), Order("name"), request.GET.get("cursor", ""), LIST_SIZE)
    context = {
        "section": "goods",
        "goods": found.rows,
        "can_change": request.user.leads,
        "next_url": f"?cursor={found.next_cursor}&part=rows" if found.next_cursor else "",
    }
    return answer(request, "goods/list.html", context, fragment="goods/_list_rows.html" if request.GET.get("part") else "")


@require_http_methods(["GET", "POST"])
@once
def edit_good(request: HttpRequest, good_id: int = 0) -> HttpResponse:
    if not request.user.leads:
        # The action refuses too; a form that cannot be sent is not shown.
        raise PermissionDenied(_("Goods and prices are changed by heads and the owner"))
    good = get_object_or_404(Good.objects.kept(), pk=good_id) if good_id else None
    now = GoodForm(instance=good, member=request.user)
    data, conflicts = met(request.POST, now) if good and request.POST else (request.POST or None, [])
    instance = Good.objects.get(pk=good.pk) if good else None
    form = GoodForm(data, request.FILES or None, instance=instance, member=request.user)
    if good and conflicts:
        return _good_form(request, good, form, conflicts=conflicts, untouched=now, colleague=who_changed_last("good", good.pk))
    if request.method == "POST" and form.is_valid():
        try:
            if good:
                change_good(good, form.facts(), by=request.user)
            else:
                _add(form.facts(), request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, GOODS)
    return _good_form(request, good, form)


def _good_form(request: HttpRequest, good: Good | None, form: GoodForm, **more: Any) -> HttpResponse:
    context = {"section": "goods", "good": good, "form": form, **more}
    status = 422 if form.errors or "conflicts" in more else 200
    return answer(request, "goods/edit.html", context, fragment="goods/_good_form.html", status=status)


@transaction.atomic
def _add(facts: dict[str, Any], by: Member) -> None:
    """A file lies by the number of its card: it follows the good."""
    files = {name: value for name, value in facts.items() if isinstance(value, UploadedFile)}
    good = add_good({name: value for name, value in facts.items() if name not in files}, by=by)
    if files:
        change_good(good, files, by=by)


@require_POST
def delete_good_view(request: HttpRequest, good_id: int) -> HttpResponse:
    good = get_object_or_404(Good.objects.kept(), pk=good_id)
    try:
        entry = delete_good(good, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("“%(name)s” is in the trash") % {"name": good.name}, undo=entry.pk)
    return go(request, GOODS)


@require_POST
def restore_good_view(request: HttpRequest, good_id: int) -> HttpResponse:
    good = get_object_or_404(Good, pk=good_id, deleted_at__isnull=False)
    try:
        restore_good(good, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, GOODS)
