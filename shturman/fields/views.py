from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shturman.company.access import can_keep_house
from shturman.fields.actions import add_field, change_field, order_fields, remove_field, restore_field
from shturman.fields.effects import field_effects, removal_effects
from shturman.fields.forms import OwnFieldForm
from shturman.fields.known import fields_for
from shturman.fields.models import OwnField, OwnFile
from shturman.kit import house
from shturman.kit.answers import answer, go, toast
from shturman.kit.errors import Refused
from shturman.kit.form_fields import show_refusal
from shturman.kit.once import once
from shturman.kit.uploads import as_download

PAGE = "/fields/"


def _keepers_only(request: HttpRequest) -> None:
    """The action refuses too; a form that cannot be sent is not shown."""
    if not can_keep_house(request.user):
        raise PermissionDenied(_("Own fields are set up by the owner"))


def _thing(name: str) -> str:
    if name not in OwnField.Thing.values:
        raise Http404
    return name


@require_GET
def field_list(request: HttpRequest, thing: str = "deal") -> HttpResponse:
    _keepers_only(request)
    fields = OwnField.objects.filter(thing=_thing(thing)).prefetch_related("choices", "seen_by", "changed_by")
    context = {
        "section": "fields",
        "thing": thing,
        "things": OwnField.Thing.choices,
        "fields": [field for field in fields if field.removed_at is None],
        "removed": [field for field in fields if field.removed_at is not None],
    }
    return render(request, "fields/list.html", context)


@require_http_methods(["GET", "POST"])
@once
def add_field_view(request: HttpRequest, thing: str) -> HttpResponse:
    _keepers_only(request)
    form = OwnFieldForm(request.POST or None, thing=_thing(thing))
    if request.method == "POST" and form.is_valid():
        try:
            field = add_field(thing, form.cleaned_data["kind"], form.facts(), by=request.user)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            toast(request, _("The field “%(name)s” stands on the cards") % {"name": field.name})
            return go(request, f"{PAGE}{thing}/")
    return _shown(request, form, thing, None)


@require_http_methods(["GET", "POST"])
def change_field_view(request: HttpRequest, field_id: int) -> HttpResponse:
    """Says what the change does to people and cards, then saves it when it is sent again."""
    _keepers_only(request)
    field = get_object_or_404(OwnField.objects.kept(), pk=field_id)
    form, effects = OwnFieldForm(request.POST or None, thing=field.thing, field=field, initial=_initial(field)), []
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        effects = field_effects(field, facts)
        if not effects or request.POST.get("confirmed") == _mark(facts):
            try:
                change_field(field, facts, by=request.user)
            except Refused as refusal:
                show_refusal(form, refusal)
                effects = []
            else:
                toast(request, _("The field “%(name)s” is saved") % {"name": facts["name"]})
                return go(request, f"{PAGE}{field.thing}/")
    confirmed = _mark(form.facts()) if effects else ""
    return _shown(request, form, field.thing, field, effects=effects, confirmed=confirmed)


@require_http_methods(["GET", "POST"])
def remove_field_view(request: HttpRequest, field_id: int) -> HttpResponse:
    _keepers_only(request)
    field = get_object_or_404(OwnField.objects.kept(), pk=field_id)
    if request.method == "POST":
        entry = remove_field(field, by=request.user)
        toast(request, _("The field “%(name)s” is removed") % {"name": field.name}, undo=entry.pk)
        return go(request, f"{PAGE}{field.thing}/")
    context = {"section": "fields", "field": field, "effects": [effect for effect in removal_effects(field) if effect]}
    return answer(request, "fields/remove.html", context, fragment="fields/_remove_form.html")


@require_POST
def restore_field_view(request: HttpRequest, field_id: int) -> HttpResponse:
    field = get_object_or_404(OwnField, pk=field_id, removed_at__isnull=False)
    try:
        restore_field(field, by=request.user)
    except Refused as refusal:
        toast(request, refusal.reason, level="late")
    return go(request, f"{PAGE}{field.thing}/")


@require_POST
def move_field(request: HttpRequest, field_id: int) -> HttpResponse:
    """One place up or down."""
    field = get_object_or_404(OwnField.objects.kept(), pk=field_id)
    ids = list(OwnField.objects.kept().filter(thing=field.thing).values_list("pk", flat=True))
    place = ids.index(field.pk)
    other = place + (1 if request.POST.get("way") == "down" else -1)
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
        try:
            order_fields(field.thing, ids, by=request.user)
        except Refused as refusal:
            toast(request, refusal.reason, level="late")
    return go(request, f"{PAGE}{field.thing}/")


@require_GET
def download_own_file(request: HttpRequest, file_id: int) -> FileResponse:
    """To whoever sees both the card and the field."""
    kept = get_object_or_404(OwnFile.objects.select_related("field").exclude(file=""), pk=file_id)
    thing = house.own_things()[kept.field.thing]
    sees_field = any(field.id == kept.field_id for field in fields_for(request.user, kept.field.thing))
    if not sees_field or not thing.seen(request.user).filter(pk=kept.thing_id).exists():
        raise Http404
    return as_download(kept.file, kept.name)


def _shown(request: HttpRequest, form: OwnFieldForm, thing: str, field: OwnField | None, **more: Any) -> HttpResponse:
    context = {"section": "fields", "form": form, "thing": thing, "thing_label": OwnField.Thing(thing).label, "field": field, **more}
    status = 422 if form.errors else 200
    return answer(request, "fields/edit.html", context, fragment="fields/_field_form.html", status=status)


def _initial(field: OwnField) -> dict[str, Any]:
    plain = {name: getattr(field, name) for name in ("name", "hint", "only_for", "is_personal")}
    return plain | {"seen_by": field.seen_by.all(), "changed_by": field.changed_by.all()}


def _mark(facts: Mapping[str, Any]) -> str:
    """Of the very change whose effect was shown: another one typed meanwhile is shown anew."""
    plain = {name: [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value for name, value in facts.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:16]
