"""Takes back what a load has made and changed; what people have touched since, and what others stand on, is left and told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.access import can_undo_import
from shturman.imports.actions.loading import claim, give_up, held_alone, plain_value, still
from shturman.imports.actions.progress import Progress
from shturman.imports.events import LoadUndoAsked, LoadUndone
from shturman.imports.kinds.contacts import shown
from shturman.imports.models import ImportRun, LoadedRow
from shturman.imports.things import THINGS, Thing, stood_on
from shturman.journal.actions import record
from shturman.journal.models import Entry, Link
from shturman.kit.errors import NotAllowed, Refused

PORTION = 2000


@transaction.atomic
def ask_to_undo(run: ImportRun, *, by: Member) -> ImportRun:
    run = start_undo(run, by=by)
    record(LoadUndoAsked(run.pk, run.name), by=by, about=[run])
    return run


@transaction.atomic
def start_undo(run: ImportRun, *, by: Member) -> ImportRun:
    run = ImportRun.objects.select_for_update().select_related("by").get(pk=run.pk)
    if not can_undo_import(by, run):
        raise NotAllowed(_("A load is withdrawn by the one who made it or by the owner"))
    if run.state != ImportRun.State.DONE:
        raise Refused(_("Only a finished load can be withdrawn"))
    run.state, run.undo_started_at, run.done_rows = ImportRun.State.UNDOING, timezone.now(), 0
    run.undone_by = by
    claim(run)
    return run


def carry_out_undo(run: ImportRun) -> ImportRun:
    is_carried_out = False
    try:
        with Progress(run.pk) as progress, transaction.atomic():
            if held_alone(run) and still(run, ImportRun.State.UNDOING):
                _undo(ImportRun.objects.select_related("undone_by").get(pk=run.pk), progress)
        is_carried_out = True
    finally:
        if not is_carried_out:
            give_up(run, ImportRun.State.DONE)
    return ImportRun.objects.select_related("by").get(pk=run.pk)


def _undo(run: ImportRun, progress: Progress) -> None:
    _restore_changed(run)
    done = 0
    for thing in THINGS:
        ids = set(LoadedRow.objects.filter(run=run, model=thing.label, was_changed=False).values_list("object_id", flat=True))
        leaving = sorted(_leaving(run, thing, ids))
        for start in range(0, len(leaving), PORTION):
            thing.unload(leaving[start : start + PORTION], by=run.undone_by)
            done += PORTION
            progress(done)
    run.kept_count = LoadedRow.objects.filter(run=run).exclude(kept_because="").count()
    run.state, run.undone_at, run.done_rows = ImportRun.State.UNDONE, timezone.now(), run.total_rows
    run.save()
    record(LoadUndone(run.pk, run.name, run.kept_count), by=run.undone_by, about=[run])


def _leaving(run: ImportRun, thing: Thing, ids: set[int]) -> set[int]:
    """Held once they are known, and asked again: meanwhile somebody may have changed one or set a task on it.

    From then on nothing can be put on a row that leaves: the key share that it would need waits, and finds no row.
    """
    leaving = _free(run, thing, ids)
    held = thing.rows.filter(pk__in=leaving).order_by("pk").select_for_update()
    return _free(run, thing, set(held.values_list("pk", flat=True)))


def _free(run: ImportRun, thing: Thing, ids: set[int]) -> set[int]:
    """Who stays holds those he stands on: asked again until nobody else stays."""
    ids &= set(thing.rows.filter(pk__in=ids).values_list("pk", flat=True))
    touched = _touched(run, thing, ids)
    _keep(run, thing, touched, _("people have changed it since"))
    leaving = ids - touched
    while held := stood_on(thing, leaving) & leaving:
        _keep(run, thing, held, _("other rows stand on it"))
        leaving -= held
    return leaving


def _touched(run: ImportRun, thing: Thing, ids: Collection[int]) -> set[int]:
    """By people, after the load, by events that speak of the row; the system itself and other loads do not count."""
    words = Q()
    for kind in thing.kinds:
        words |= Q(kind__startswith=kind)
    # What the undo itself writes is signed by the one who asked for it.
    before_undo = Q(recorded_at__lt=run.undo_started_at) | ~Q(by=run.undone_by)
    since = Entry.objects.filter(words, before_undo, recorded_at__gt=run.finished_at, by__is_robot=False)
    for who, began, ended in _other_loads(run):
        since = since.exclude(by=who, recorded_at__range=(began, ended or timezone.now()))
    card = thing.model._meta.model_name or ""
    touched = set(Link.objects.filter(card=card, card_id__in=ids, entry__in=since).values_list("card_id", flat=True))
    if thing.model is Member:
        touched |= {member.pk for member in Member.objects.filter(pk__in=ids) if member.last_login or member.has_usable_password()}
    return touched


def _other_loads(run: ImportRun) -> Iterator[tuple[int | None, datetime, datetime | None]]:
    for other in ImportRun.objects.exclude(pk=run.pk).filter(started_at__gte=run.started_at):
        if other.started_at:
            yield other.by_id, other.started_at, other.finished_at
        if other.undo_started_at:
            yield other.undone_by_id, other.undo_started_at, other.undone_at


def _keep(run: ImportRun, thing: Thing, ids: Collection[int], why: str) -> None:
    LoadedRow.objects.filter(run=run, model=thing.label, object_id__in=ids).update(kept_because=why)


def _restore_changed(run: ImportRun) -> None:
    kinds = {thing.label: thing for thing in THINGS}
    for row in LoadedRow.objects.filter(run=run, was_changed=True).order_by("-pk"):
        thing = kinds[row.model]
        found = thing.rows.filter(pk=row.object_id).first()
        if found is None:
            continue
        facts = {name: before for name, before in row.before.items() if plain_value(_present(found, name)) == row.after.get(name)}
        if len(facts) < len(row.before):
            row.kept_because = _("people have changed it since")
            row.save(update_fields=["kept_because"])
        if facts:
            _change_back(run, thing, found, {name: _read(thing.model, name, value) for name, value in facts.items()}, row)


def _change_back(run: ImportRun, thing: Thing, found: models.Model, facts: dict[str, Any], row: LoadedRow) -> None:
    try:
        thing.change(found, facts, by=run.undone_by)
    except Refused as refusal:
        row.kept_because = str(refusal)[:200]
        row.save(update_fields=["kept_because"])


def _present(found: models.Model, name: str) -> Any:
    return shown(found, name)  # type: ignore[arg-type]


def _read(model: type[models.Model], name: str, value: Any) -> Any:
    """Back from what a JSON keeps: a row by its number, a sum, a day."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    if isinstance(field, models.ForeignKey):
        return field.related_model._meta.base_manager.filter(pk=value).first() if value is not None else None
    return field.to_python(value) if isinstance(field, models.Field) else value
