from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.clients.actions import record_export
from shturman.clients.list_columns import SORTS
from shturman.clients.models import Client
from shturman.clients.queries import DEFAULT_SORT, emails_for, phones_for
from shturman.company.sight import seen_by
from shturman.fields.columns import Cells, own_table
from shturman.kit import house
from shturman.kit.filters import read, told_without_words
from shturman.kit.phones import shown
from shturman.kit.tables_out import table_response
from shturman.lists.sorting import taken_out

BATCH = 2000


@require_GET
def export_clients(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, as far as the role takes out; contacts as the member may read them."""
    if request.user.reach("client", "export") == "none":
        raise PermissionDenied(_("Taking clients out as a table is closed to you: the right is given by the owner"))
    chosen = read(request.GET, house.questions_for("client_list", request.user, request.GET), request.user)
    rows = Client.objects.visible_to(request.user).filter(seen_by(request.user, "client", "export"), chosen.q())
    count = rows.count()
    record_export(count, told_without_words(request.GET), by=request.user)
    rows = rows.select_related("responsible").prefetch_related(phones_for(request.user), emails_for(request.user)).defer("search")
    sort = request.GET.get("sort", "")
    rows = taken_out(rows, partial(SORTS.settled, sort, request.user, DEFAULT_SORT), request.user) if sort else rows.order_by("pk")
    heads = [_("Number"), _("Kind"), _("Name"), _("Phones"), _("E-mails"), _("INN"), _("Address"), _("Responsible"), _("Added")]
    own_heads, own_cells = own_table("client", request.user)
    return table_response(request.GET.get("as", ""), "clients", heads + own_heads, _rows(rows, own_cells), count)


def _rows(clients: Any, own_cells: Cells) -> Iterator[list[Any]]:
    for client in clients.iterator(chunk_size=BATCH):
        phones = ", ".join(shown(phone.number) for phone in client.phones.all())
        emails = ", ".join(email.address for email in client.emails.all())
        named = [client.pk, client.get_kind_display(), client.name, phones, emails, client.inn, client.address]
        yield [*named, client.responsible.full_name, client.created_at, *own_cells(client)]
