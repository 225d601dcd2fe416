from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shturman.company.access import can_keep_house
from shturman.company.models import Role
from shturman.dashboards.access import tiles_of_role, tiles_open_to
from shturman.dashboards.actions import begin_with_desktop, place_tile, return_desktop, size_tile, take_tile_off
from shturman.dashboards.arrangement import WIDEST, shifted_before
from shturman.dashboards.drawing import desk_drawn, role_desk_drawn, spare, tile_drawn
from shturman.dashboards.events import DesktopArranged
from shturman.dashboards.queries import desk_of, desk_of_role, desks_of_roles, people_of
from shturman.journal.models import Entry
from shturman.kit.answers import answer, go, is_part, part, refresh, toast
from shturman.kit.errors import Refused

DESKTOP, ROLES = "/desktop/", "/desktop/roles/"
Act = Callable[[HttpRequest, Role | None], Entry | None]


@require_GET
def desktop(request: HttpRequest) -> HttpResponse:
    desk, is_arranged = desk_of(request.user), request.GET.get("arrange") == "1"
    context = {
        "section": "desktop",
        "drawn": desk_drawn(desk.places, request.user),
        "is_arranged": is_arranged,
        "is_own": desk.is_own,
        "address": DESKTOP,
        "keeps_roles": can_keep_house(request.user),
    }
    return render(request, "dashboards/desktop.html", context)


@require_GET
def tile(request: HttpRequest, key: str) -> HttpResponse:
    """One tile anew: after the page, after a failure, after an event."""
    known = tiles_open_to(request.user).get(key)
    if known is None:
        raise Http404
    return HttpResponse(tile_drawn(known, request.user))


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request.user)
    context = {"section": "desktop", "tiles": spare(tiles_open_to(request.user).values(), desk.places), "address": DESKTOP}
    return answer(request, "dashboards/gallery.html", context, fragment="dashboards/_gallery.html")


@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    return _arranged(request, None, f"{DESKTOP}?arrange=1")


@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    _owner_only(request)
    return render(request, "dashboards/roles.html", {"section": "role_desktops", "rows": desks_of_roles()})


@require_GET
def role_desktop(request: HttpRequest, role_id: int) -> HttpResponse:
    role = _role(request, role_id)
    desk = desk_of_role(role)
    context = {
        "section": "role_desktops",
        "role": role,
        "drawn": role_desk_drawn(desk.places, role),
        "is_arranged": True,
        "is_own": desk.is_own,
        "opens_first": desk.opens_first,
        "address": f"{ROLES}{role.pk}/",
    }
    context["followers"], context["on_own"] = people_of(role)
    return render(request, "dashboards/role_desktop.html", context)


@require_GET
def role_gallery(request: HttpRequest, role_id: int) -> HttpResponse:
    role = _role(request, role_id)
    tiles = spare(tiles_of_role(role).values(), desk_of_role(role).places)
    context = {"section": "role_desktops", "tiles": tiles, "address": f"{ROLES}{role.pk}/"}
    return answer(request, "dashboards/gallery.html", context, fragment="dashboards/_gallery.html")


@require_POST
def arrange_role(request: HttpRequest, role_id: int) -> HttpResponse:
    role = _role(request, role_id)
    return _arranged(request, role, f"{ROLES}{role.pk}/")


@require_POST
def open_role_with_desktop(request: HttpRequest, role_id: int) -> HttpResponse:
    role = _role(request, role_id)
    return _answered(request, begin_with_desktop(role, request.POST.get("first") == "1", by=request.user), f"{ROLES}{role.pk}/")


def _arranged(request: HttpRequest, role: Role | None, back: str) -> HttpResponse:
    """A script has moved the tile already and waits for yes or no; a plain form comes back to the page."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        entry = act(request, role)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return part(request, "web/_nothing.html", {}, status=409) if is_part(request) else go(request, back)
    return _answered(request, entry, back)


def _answered(request: HttpRequest, entry: Entry | None, back: str) -> HttpResponse:
    if entry is not None:
        toast(request, DesktopArranged.sentence(entry.facts), undo=entry.pk)
    return part(request, "web/_nothing.html", {}) if request.POST.get("is_drawn") and is_part(request) else refresh(request, back)


def _place(request: HttpRequest, role: Role | None) -> Entry | None:
    return place_tile(request.POST.get("tile", ""), request.POST.get("before", ""), by=request.user, of=role)


def _shift(step: int) -> Act:
    """What a page without scripts asks: past the next tile that is seen."""

    def act(request: HttpRequest, role: Role | None) -> Entry | None:
        key = request.POST.get("tile", "")
        desk, tiles = (desk_of(request.user), tiles_open_to(request.user)) if role is None else (desk_of_role(role), tiles_of_role(role))
        return place_tile(
            key, shifted_before([place.key for place in desk.places if place.key in tiles], key, step), by=request.user, of=role
        )

    return act


def _size(width: int) -> Act:
    return lambda request, role: size_tile(request.POST.get("tile", ""), width, by=request.user, of=role)


ACTS: dict[str, Act] = {
    "place": _place,
    "earlier": _shift(-1),
    "later": _shift(1),
    "wider": _size(WIDEST),
    "narrower": _size(1),
    "remove": lambda request, role: take_tile_off(request.POST.get("tile", ""), by=request.user, of=role),
    "return": lambda request, role: return_desktop(by=request.user, of=role),
}


def _role(request: HttpRequest, role_id: int) -> Role:
    _owner_only(request)
    return get_object_or_404(Role, pk=role_id)


def _owner_only(request: HttpRequest) -> None:
    if not can_keep_house(request.user):
        raise PermissionDenied(_("Desktops of roles are arranged by the owner"))
