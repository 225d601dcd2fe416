"""Parts of other rooms' cards: when a client may be called, whether he comes first, how warm a deal is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.kit.answers import answer, go, go_back, part, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.ids import row_id
from shturman.playbooks.actions.priority import mark_priority, set_contact_hours
from shturman.playbooks.forms.navigator import HoursForm, LearnedForm, WordsForm
from shturman.playbooks.forms.pressing import press_context
from shturman.playbooks.heat import heat_of
from shturman.playbooks.models import ContactHours, Run
from shturman.playbooks.queries.sight import sight_of_task
from shturman.playbooks.views.pressing import Way, press
from shturman.tasks.access import can_close_task
from shturman.tasks.models import Task
from shturman.tasks.queries import one_met_by


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


@require_POST
def press_result_view(request: HttpRequest, task_id: int) -> HttpResponse:
    """A result pressed in the dialog that finishes a task: afterwards the page below is read anew."""
    task = get_object_or_404(one_met_by(request.user, task_id))
    if not can_close_task(request.user, task):
        raise Http404
    if not task.is_open:
        toast(request, _("This task is closed already"), level="info")
        return go_back(request, task.get_absolute_url())
    sight = sight_of_task(task, request.user, timezone.now())

    def again(words: WordsForm, learned: LearnedForm | None) -> HttpResponse:
        context = {"section": "tasks", **press_context(request, sight, words, learned)}
        # After a question the form has left the dialog: it comes back with its heading.
        fragment = "playbooks/_press.html" if request.POST.get("answered") else "playbooks/_press_form.html"
        return answer(request, "playbooks/press.html", context, fragment=fragment, status=422)

    card = task.card_url if sight.sees_deal else task.get_absolute_url()
    way = Way(request.path, "#dialog-body", "innerHTML", again, lambda: go_back(request, card), "tasks", f"press-result:{task_id}")
    return press(request, sight, row_id(request.POST.get("result")) or 0, way)


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
