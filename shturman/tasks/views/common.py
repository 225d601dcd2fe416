from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from shturman.company.models import Member
from shturman.company.sight import people_reached
from shturman.deals.models import Deal
from shturman.kit.answers import go
from shturman.tasks.models import Task


def task_or_404(request: HttpRequest, task_id: int) -> Task:
    """His own, those he set, those of his people, and every task of a deal that he sees."""
    seen = Task.objects.visible_to(request.user).filter(pk=task_id)
    rows = Task.objects.kept().select_related(
        "deal__client", "deal__stage", "deal__funnel", "deal__responsible", "client", "assignee", "author", "preset"
    )
    through_deal = Q(deal__in=Deal.objects.inside_for(request.user).filter(tasks=task_id))
    return get_object_or_404(rows, Q(pk__in=seen.values("pk")) | through_deal, pk=task_id)


def assignable_people(member: Member) -> QuerySet[Member]:
    return Member.objects.active().filter(people_reached(member, "task", "transfer")).order_by("surname", "given_name")


def back(request: HttpRequest, task: Task) -> HttpResponse:
    """To where the person pressed the button: only to a path of ours."""
    asked: Any = request.POST.get("back") or request.GET.get("back") or ""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return go(request, asked)
    return go(request, task.deal.get_absolute_url() if task.deal else "/")
