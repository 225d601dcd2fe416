"""Parts of other rooms' cards: when a client may be called, whether he comes first, how warm a deal is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.kit.answers import answer, go, part, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.playbooks.actions.priority import mark_priority, set_contact_hours
from shturman.playbooks.forms.navigator import HoursForm
from shturman.playbooks.heat import heat_of
from shturman.playbooks.models import ContactHours, Run
from shturman.tasks.models import Task


@require_http_methods(["GET", "POST"])
def set_contact_hours_view(request: HttpRequest, client_id: int) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)
    hours = ContactHours.objects.filter(client=client).first()
    initial = {"since": hours.since, "until": hours.until, "zone": hours.zone} if hours else None
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_contact_hours(client, form.cleaned_data["since"], form.cleaned_data["until"], form.cleaned_data["zone"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, client.get_absolute_url())
    context = {"section": "clients", "client": client, "form": form}
    return answer(request, "playbooks/hours.html", context, fragment="playbooks/_hours_form.html", status=422 if form.errors else 200)


@require_POST
def mark_priority_view(request: HttpRequest, client_id: int) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)
    is_priority = request.POST.get("is_priority") == "1"
    try:
        mark_priority(client, is_priority, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    else:
        toast(request, _("A priority client now") if is_priority else _("No priority client any more"))
    return go(request, client.get_absolute_url())


@require_GET
def course_of_work(request: HttpRequest, deal_id: int) -> HttpResponse:
    """How warm the deal is, what the warmth is made of, by what algorithm it goes."""
    deal = get_object_or_404(Deal.objects.inside_for(request.user), pk=deal_id)
    context = {
        "deal": deal,
        "run": Run.objects.filter(deal=deal, ended_at=None).select_related("version__playbook", "step").first(),
        "heat": heat_of([deal.pk], timezone.now()).get(deal.pk),
        "task": Task.objects.visible_to(request.user).open().filter(deal=deal, assignee=request.user).order_by("deadline").first(),
    }
    return part(request, "playbooks/_deal_panel.html", context)
