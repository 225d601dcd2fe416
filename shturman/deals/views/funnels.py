from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import is_employee
from shturman.company.models import Department
from shturman.deals.access import can_keep_funnels
from shturman.deals.actions import (
    add_funnel,
    add_stage,
    change_funnel,
    change_loss_reasons,
    change_stage,
    order_stages,
    remove_funnel,
    remove_stage,
    set_preset_tasks,
)
from shturman.deals.events import StageChanged
from shturman.deals.forms import FunnelForm, PresetFormSet, RemoveStageForm, StageForm
from shturman.deals.models import Deal, Funnel, LossReason, PresetTask, Stage
from shturman.deals.queries.effects import confirmation, stage_effects
from shturman.journal.queries import who_changed_last
from shturman.kit.answers import answer, go, toast
from shturman.kit.conflicts import met
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.words import without_nul

# More typical tasks on one stage than a person reads at a glance.
MANY_PRESETS = 7


def _keepers_only(request: HttpRequest) -> None:
    """The action refuses too; a form that cannot be sent is not shown."""
    if not can_keep_funnels(request.user):
        raise PermissionDenied(_("Funnels and stages are changed by the owner"))


@require_GET
def funnel_list(request: HttpRequest) -> HttpResponse:
    if not is_employee(request.user):
        raise PermissionDenied(_("Funnels are for employees of the company"))
    stages = Prefetch("stages", Stage.objects.kept().known_to(request.user).prefetch_related("preset_tasks"))
    funnels = Funnel.objects.kept().prefetch_related(stages, "departments").select_related("kind")
    context = {
        "section": "funnels",
        "funnels": [(funnel, list(funnel.stages.all())) for funnel in funnels],
        "can_change": can_keep_funnels(request.user),
        "reasons": LossReason.objects.filter(is_offered=True),
        "many_presets": MANY_PRESETS,
    }
    return render(request, "deals/funnels.html", context)


@require_http_methods(["GET", "POST"])
def edit_funnel(request: HttpRequest, funnel_id: int = 0) -> HttpResponse:
    _keepers_only(request)
    funnel = get_object_or_404(Funnel.objects.kept(), pk=funnel_id) if funnel_id else None
    initial = {"name": funnel.name, "kind": funnel.kind_id, "departments": funnel.departments.all()} if funnel else {}
    form = FunnelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {"departments": _tied(funnel), **form.cleaned_data}
        try:
            if funnel:
                change_funnel(funnel, by=request.user, **facts)
            else:
                add_funnel(facts["name"], kind=facts["kind"], departments=facts["departments"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, "/deals/funnels/")
    context = {"section": "funnels", "funnel": funnel, "form": form}
    return answer(request, "deals/edit_funnel.html", context, fragment="deals/_funnel_form.html", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit_stage(request: HttpRequest, funnel_id: int, stage_id: int = 0) -> HttpResponse:
    _keepers_only(request)
    funnel = get_object_or_404(Funnel.objects.kept(), pk=funnel_id)
    stage = get_object_or_404(funnel.stages.kept(), pk=stage_id) if stage_id else None
    presets = stage.preset_tasks.all() if stage else PresetTask.objects.none()
    now = StageForm(instance=stage or Stage(funnel=funnel))
    data, conflicts = met(request.POST, now) if stage and request.POST else (request.POST or None, [])
    form = StageForm(data, instance=Stage.objects.get(pk=stage.pk) if stage else Stage(funnel=funnel))
    preset_forms = PresetFormSet(request.POST or None, queryset=presets, prefix="presets")
    may_be_kept = request.method == "POST" and not conflicts and form.is_valid()
    effects = _unconfirmed_effects(request, stage, form) if may_be_kept else []
    if may_be_kept and preset_forms.is_valid() and not effects:
        try:
            _keep_stage(request, funnel, stage, form.cleaned_data, _presets(preset_forms))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return go(request, "/deals/funnels/")
    context: dict[str, Any] = {
        "section": "funnels",
        "funnel": funnel,
        "stage": stage,
        "form": form,
        "preset_forms": preset_forms,
        "deal_count": Deal.objects.kept().filter(stage=stage).count() if stage else 0,
        "effects": effects,
        "confirmed": confirmation(stage, form.cleaned_data) if stage and effects else "",
    }
    if stage and conflicts:
        colleague = who_changed_last("funnel", funnel.pk, StageChanged.kind, stage_id=stage.pk)
        context |= {"conflicts": conflicts, "untouched": now, "colleague": colleague}
    status = 422 if request.method == "POST" and not effects else 200
    return answer(request, "deals/edit_stage.html", context, fragment="deals/_stage_form.html", status=status)


def _unconfirmed_effects(request: HttpRequest, stage: Stage | None, form: StageForm) -> list[str]:
    """What the person has not been told yet."""
    if stage is None or request.POST.get("confirmed") == confirmation(stage, form.cleaned_data):
        return []
    return stage_effects(stage, form.cleaned_data)


def _keep_stage(request: HttpRequest, funnel: Funnel, stage: Stage | None, facts: dict[str, Any], presets: list[dict[str, Any]]) -> None:
    if stage is None:
        stage = add_stage(funnel, facts, by=request.user)
    else:
        was_switching = stage.is_switching
        stage = change_stage(stage, facts, by=request.user)
        if stage.is_switching and not was_switching:
            toast(request, _("Missing tasks of the stage are being formed: it is switched when they all stand"))
    set_preset_tasks(stage, presets, by=request.user)


def _presets(forms: Any) -> list[dict[str, Any]]:
    rows = [
        form.cleaned_data for form in forms if form.cleaned_data and form.cleaned_data.get("title") and not form.cleaned_data.get("DELETE")
    ]
    return [
        {"id": row["id"].pk if row["id"] else None, "title": row["title"], "kind": row["kind"], "due_in_days": row["due_in_days"]}
        for row in rows
    ]


@require_POST
def move_stage(request: HttpRequest, funnel_id: int, stage_id: int) -> HttpResponse:
    """One place up or down."""
    funnel = get_object_or_404(Funnel.objects.kept(), pk=funnel_id)
    ids = [stage.pk for stage in funnel.stages.kept()]
    if stage_id in ids:
        place = ids.index(stage_id)
        other = place + (1 if request.POST.get("way") == "down" else -1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            _tried(request, lambda: order_stages(funnel, ids, by=request.user))
    return go(request, "/deals/funnels/")


@require_http_methods(["GET", "POST"])
def remove_stage_view(request: HttpRequest, funnel_id: int, stage_id: int) -> HttpResponse:
    _keepers_only(request)
    stage = get_object_or_404(Stage.objects.kept(), pk=stage_id, funnel=funnel_id)
    form = RemoveStageForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        try:
            moved = remove_stage(stage, move_to=form.cleaned_data["move_to"], by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            words = ngettext("%(count)d deal is placed elsewhere", "%(count)d deals are placed elsewhere", moved) % {"count": moved}
            toast(request, _("The stage “%(name)s” is removed. %(words)s") % {"name": stage.name, "words": words if moved else ""})
            return go(request, "/deals/funnels/")
    context = {"section": "funnels", "stage": stage, "form": form, "deal_count": Deal.objects.everything().filter(stage=stage).count()}
    return answer(request, "deals/remove_stage.html", context, fragment="deals/_remove_stage.html", status=422 if form.errors else 200)


@require_POST
def remove_funnel_view(request: HttpRequest, funnel_id: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel.objects.kept(), pk=funnel_id)
    _tried(request, lambda: remove_funnel(funnel, by=request.user))
    return go(request, "/deals/funnels/")


@require_POST
def change_loss_reasons_view(request: HttpRequest) -> HttpResponse:
    names = list(dict.fromkeys(line.strip() for line in without_nul(request.POST.get("reasons", "")).splitlines() if line.strip()))
    _tried(request, lambda: change_loss_reasons(names, by=request.user))
    return go(request, "/deals/funnels/")


def _tried(request: HttpRequest, act: Any) -> None:
    try:
        act()
    except Refused as refusal:
        toast(request, refusal.reason, level="late")


def _tied(funnel: Funnel | None) -> list[Department]:
    """Where the company has no departments the form does not ask for them: those of the funnel stay."""
    return list(funnel.departments.all()) if funnel else []
