"""«Дубли»: who looks like whom, and what is done with them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from shturman.clients.actions import ask_to_merge_many, leave_apart
from shturman.clients.duplicates import groups_page, last_search, why_not
from shturman.clients.models import Client, DuplicatePair, MergeRun
from shturman.company.models import Member
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.ids import row_id
from shturman.kit.once import once

MOST_GROUPS = 200


@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    ask_to_see_clients(request.user)
    before = row_id(request.GET.get("before"))
    groups, next_before = groups_page(request.user, before)
    context = {
        "section": "clients",
        "groups": groups,
        "is_first_page": before is None,
        "next_url": f"{reverse('clients:duplicates')}?before={next_before}" if next_before else "",
        "last_search": last_search(),
        "why_not": why_not(request.user),
        "some_can_be_merged": any(group.can_be_merged for group in groups),
    }
    return answer(request, "clients/duplicates.html", context)


@require_POST
def leave_apart_view(request: HttpRequest) -> HttpResponse:
    number = row_id(request.POST.get("group"))
    pairs = get_list_or_404(DuplicatePair.objects.visible_to(request.user), group=number or 0)
    try:
        left = leave_apart(pairs, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        words = ngettext(
            "%(count)d pair is no duplicate: it will not be shown again",
            "%(count)d pairs are no duplicates: they will not be shown again",
            len(left),
        )
        toast(request, words % {"count": len(left)})
    return go(request, reverse("clients:duplicates"))


@require_POST
@once
def merge_many(request: HttpRequest) -> HttpResponse:
    groups = [
        [pk for part in chosen.split("-") if (pk := row_id(part)) is not None] for chosen in request.POST.getlist("ids")[:MOST_GROUPS]
    ]
    asked = {pk for group in groups for pk in group}
    seen = set(Client.objects.visible_to(request.user).filter(pk__in=asked).values_list("pk", flat=True))
    try:
        run = ask_to_merge_many([group for group in groups if len(group) > 1 and seen.issuperset(group)], by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
        return go(request, reverse("clients:duplicates"))
    return go(request, run.get_absolute_url())


@require_GET
def merge_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far the job has come; then what it could not do and why."""
    run = get_object_or_404(MergeRun, pk=run_id, by=request.user)
    context: dict[str, Any] = {
        "section": "clients",
        "run": run,
        "merged": run.done - len(run.refused),
        "refused": _refused(run, request.user),
    }
    return answer(request, "clients/merge_run.html", context, fragment="clients/_merge_run.html")


def _refused(run: MergeRun, member: Member) -> list[tuple[str, str]]:
    ids = {pk for number in run.refused for pk in run.groups[int(number)]}
    names = dict(Client.objects.visible_to(member).filter(pk__in=ids).values_list("pk", "name"))
    return [
        (", ".join(names[pk] for pk in run.groups[int(number)] if pk in names) or _("not seen any more"), reason)
        for number, reason in run.refused.items()
    ]


def ask_to_see_clients(member: Member) -> None:
    if member.reach("client", "see") == "none":
        raise PermissionDenied(_("The client base is closed to your role: the right is given by the owner"))
