"""Saved views of lists."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import can_keep_house
from shturman.company.models import Role
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.lists.actions.saving import can_share_views, delete_view, open_list_with, pin_view, renew_view, save_view, unpin_view
from shturman.lists.bar import address_of
from shturman.lists.bulk import BulkThing
from shturman.lists.forms import ViewForm
from shturman.lists.models import SavedView


@require_GET
def view_list(request: HttpRequest, list_key: str) -> HttpResponse:
    thing = _thing(list_key)
    views = SavedView.objects.of_list(list_key, request.user).select_related("owner").prefetch_related("roles")
    rows = [(view, f"{thing.list_url}{address_of(view)}", {role_view.role_id for role_view in view.roles.all()}) for view in views]
    context = {
        "section": thing.section,
        "thing": thing,
        "rows": rows,
        "roles": Role.objects.all() if can_keep_house(request.user) else [],
    }
    return render(request, "lists/views.html", context)


@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, list_key: str) -> HttpResponse:
    thing, query = _thing(list_key), request.POST.get("query", request.GET.get("query", ""))
    form = ViewForm(request.POST or None, may_share=can_share_views(request.user))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            view = save_view(
                list_key,
                facts["name"],
                QueryDict(query),
                by=request.user,
                is_shared=facts.get("is_shared", False),
                is_pinned=facts["is_pinned"],
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("The view “%(name)s” is saved") % {"name": view.name})
            return go(request, f"{thing.list_url}{address_of(view)}")
    context = {"section": thing.section, "thing": thing, "form": form, "query": query}
    return answer(request, "lists/save_view.html", context, fragment="lists/_save_view.html", status=422 if form.errors else 200)


@require_POST
def renew(request: HttpRequest, view_id: int) -> HttpResponse:
    view = _view(request, view_id)
    return _tried(request, view, lambda: renew_view(view, QueryDict(request.POST.get("query", "")), by=request.user), back_to_list=True)


@require_POST
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    view = _view(request, view_id)
    return _tried(request, view, lambda: delete_view(view, by=request.user))


@require_POST
def pin(request: HttpRequest, view_id: int) -> HttpResponse:
    view = _view(request, view_id)
    act = unpin_view if request.POST.get("off") else pin_view
    return _tried(request, view, lambda: act(view, by=request.user))


@require_POST
def open_with(request: HttpRequest, view_id: int) -> HttpResponse:
    view = _view(request, view_id)
    ids = [pk for typed in request.POST.getlist("roles") if (pk := row_id(typed)) is not None]
    return _tried(request, view, lambda: open_list_with(view, list(Role.objects.filter(pk__in=ids)), by=request.user))


def _tried(request: HttpRequest, view: SavedView, act: Callable[[], object], *, back_to_list: bool = False) -> HttpResponse:
    thing = _thing(view.list_key)
    try:
        act()
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, f"{thing.list_url}{address_of(view)}" if back_to_list else f"/lists/views/{view.list_key}/")


def _view(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(SavedView, Q(owner=request.user) | Q(is_shared=True), pk=view_id)


def _thing(list_key: str) -> BulkThing:
    thing: BulkThing | None = house.bulk_things().get(list_key)
    if thing is None:
        raise Http404
    return thing
