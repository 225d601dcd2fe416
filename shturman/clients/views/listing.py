from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shturman.clients.models import Client
from shturman.clients.queries import DEFAULT_SORT, ORDERS, list_page
from shturman.clients.views.common import dialog
from shturman.kit import house
from shturman.kit.answers import answer
from shturman.kit.filters import Filter, read
from shturman.lists.bar import ViewBar


@require_GET
def client_list(request: HttpRequest) -> HttpResponse:
    if request.user.reach("client", "see") == "none":
        raise PermissionDenied(_("The client base is closed to your role: the right is given by the owner"))
    view_bar = ViewBar("clients", request)
    if view_bar.opens_with:
        return redirect(f"/clients/{view_bar.opens_with}")
    chosen = client_filter(request)
    sort = request.GET.get("sort", DEFAULT_SORT)
    sort = sort if sort in ORDERS else DEFAULT_SORT
    found = list_page(request.user, chosen.q(), sort, request.GET.get("cursor", ""))
    context = {
        "section": "clients",
        "view_bar": view_bar,
        "clients": found.rows,
        "next_url": chosen.url(sort=sort, cursor=found.next_cursor, part="rows") if found.next_cursor else "",
        "sort": sort,
        "sorts": [(key, words, chosen.url(sort=key)) for key, words in (("-changed", _("changed last")), ("name", _("by name")))],
        "kinds": _kinds(chosen),
        "filters": _chips(chosen),
        "filter_url": f"/clients/filter/?{chosen.query()}",
        "words": request.GET.get("q", ""),
        "kept": {key: value for key, value in chosen.answers.items() if key != "q"},
        "is_narrowed": bool(chosen.answers),
        "bulk_deeds": house.bulk_thing("clients").deeds_for(request.user),
        "bulk_query": chosen.query(),
        "may_export": request.user.reach("client", "export") != "none",
        "export_url": f"/clients/export/?{chosen.query()}",
    }
    return answer(request, "clients/list.html", context, fragment="clients/_list_rows.html" if request.GET.get("part") == "rows" else "")


@require_GET
def client_filter_form(request: HttpRequest) -> HttpResponse:
    chosen = client_filter(request)
    questions = [question for question in chosen.offered() if question["choices"]]
    groups = [
        group | {"questions": [question for question in group["questions"] if question["choices"]]} for group in chosen.offered_groups()
    ]
    kept = {key: request.GET[key] for key in ("q", "sort", "view", "columns") if request.GET.get(key)}
    return dialog(
        request, "clients/_filter_form.html", {"questions": questions, "groups": groups, "kept": kept, "title": _("Which clients to show")}
    )


def client_filter(request: HttpRequest) -> Filter:
    return read(request.GET, house.questions("client_list"), request.user)


def _kinds(chosen: Filter) -> list[tuple[str, str, bool]]:
    named = ((Client.Kind.PERSON, _("People")), (Client.Kind.ORGANISATION, _("Organisations")))
    asked = chosen.answers.get("kind", "")
    return [
        (_("All clients"), chosen.url_without("kind"), not asked),
        *[(words, chosen.url_with("kind", kind), asked == kind) for kind, words in named],
    ]


def _chips(chosen: Filter) -> list[dict[str, object]]:
    """The kind stands in the switch and the words in their box: here is the rest."""
    chips: list[dict[str, object]] = [
        {"label": chip.label, "remove_url": chip.remove_url, "is_on": True} for chip in chosen.chips() if chip.key not in ("kind", "q")
    ]
    if "responsible" not in chosen.answers:
        chips.append({"label": _("Mine"), "url": chosen.url_with("responsible", "me"), "icon": "user", "is_on": False})
    return chips
