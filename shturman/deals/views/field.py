from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shturman.deals.access import can_edit_deal
from shturman.deals.actions import change_deal
from shturman.deals.forms import ChangeDealForm
from shturman.deals.models import Deal
from shturman.deals.views.common import deal_or_404
from shturman.fields.models.rows import is_own
from shturman.fields.naming import words_in
from shturman.kit.dates_in_words import day
from shturman.kit.editing_in_place import edit_in_place
from shturman.kit.money import roubles

# What needs no more than its own field; a client is picked on the form of the whole deal.
IN_PLACE = ("title", "amount", "expected_on", "kind")


@require_http_methods(["GET", "POST"])
def change_field(request: HttpRequest, deal_id: int, name: str) -> HttpResponse:
    deal = deal_or_404(request, deal_id)
    if name not in IN_PLACE and not is_own(name):
        raise Http404
    if not can_edit_deal(request.user, deal):
        raise PermissionDenied(_("This deal is led by %(name)s: ask him or his head") % {"name": deal.responsible.short_name})

    def form_of(data: Any, files: Any) -> ChangeDealForm:
        return ChangeDealForm(data, files, instance=Deal.objects.get(pk=deal.pk), member=request.user)

    def save(form: Any) -> None:
        change_deal(Deal.objects.get(pk=deal.pk), form.changes(), by=request.user, seen={name: getattr(deal, name)})

    def words() -> str:
        return _words(Deal.objects.select_related("kind").get(pk=deal.pk), name, request)

    return edit_in_place(request, name, form_of, save, words, card_url=deal.get_absolute_url(), section="funnel")


def _words(deal: Deal, name: str, request: HttpRequest) -> str:
    if is_own(name):
        return words_in(deal, name, request.user)
    value = getattr(deal, name)
    if name == "amount":
        return roubles(value)
    return day(value, timezone.localdate()) if name == "expected_on" and value else str(value or "")
