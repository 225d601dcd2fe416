from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from shturman.company.models import Member
from shturman.company.sight import people_reached
from shturman.kit.answers import go_back
from shturman.tasks.models import Task
from shturman.tasks.queries import one_met_by


def task_or_404(request: HttpRequest, task_id: int) -> Task:
    return get_object_or_404(one_met_by(request.user, task_id))


def assignable_people(member: Member) -> QuerySet[Member]:
    return Member.objects.active().filter(people_reached(member, "task", "transfer")).order_by("surname", "given_name")


def back(request: HttpRequest, task: Task) -> HttpResponse:
    """To where the person pressed the button, else to the deal."""
    return go_back(request, task.deal.get_absolute_url() if task.deal else "/")
