"""Takes back what a load has made and changed; what people have touched since, and what others stand on, is left and told."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.access import can_undo_import
from shturman.imports.actions.loading import claim, plain_value
from shturman.imports.actions.progress import Progress
from shturman.imports.events import LoadUndoAsked, LoadUndone
from shturman.imports.kinds.contacts import shown
from shturman.imports.models import ImportRun, LoadedRow, OuterKey, WrittenEntries
from shturman.imports.things import THINGS, Thing, stood_on
from shturman.imports.touching import Touched
from shturman.journal.actions import entries_noted, record
from shturman.kit.errors import NotAllowed, Refused

PORTION = 2000
LOCK_OF_RUNS = 20_260_002
Fate = LoadedRow.Fate
# Lists that belong to a client and are asked of every one.
PREFETCHED = ("phones", "emails")


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
    if not run.is_withdrawable:
        raise Refused(_("Only a finished load can be withdrawn"))
    run.state, run.undo_started_at, run.undone_rows = ImportRun.State.UNDOING, timezone.now(), 0
    run.undone_by = by
    claim(run)
    return run


def carry_out_undo(run: ImportRun) -> ImportRun:
    """Whole or not at all: killed half-way it leaves all as it was, and is carried out anew."""
    is_carried_out = False
    try:
        with Progress(run.pk) as progress, transaction.atomic():
            if _is_held_alone(run) and ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.UNDOING).exists():
                _Undo(ImportRun.objects.select_related("undone_by", "by").get(pk=run.pk), progress).carry_out()
        is_carried_out = True
    finally:
        if not is_carried_out:
            _stand_as_before(run)
    return ImportRun.objects.select_related("by").get(pk=run.pk)


def _is_held_alone(run: ImportRun) -> bool:
    """A stalled job that is run again may meet its former self."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_OF_RUNS, run.pk])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _stand_as_before(run: ImportRun) -> None:
    stands = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.UNDOING)
    is_whole = models.Case(
        models.When(done_rows=models.F("total_rows"), then=models.Value(ImportRun.State.DONE.value)),
        default=models.Value(ImportRun.State.STOPPED.value),
    )
    stands.update(state=is_whole, undone_rows=0)


class _Undo:
    def __init__(self, run: ImportRun, progress: Progress):
        assert run.undone_by is not None
        self.run = run
        self.by: Member = run.undone_by
        self.progress = progress
        self.done = 0

    def carry_out(self) -> None:
        run = self.run
        with entries_noted() as numbers:
            self.touched = Touched(run, numbers)
            self._restore_changed()
            for thing in THINGS:
                self._take_back(thing)
            if numbers:
                WrittenEntries.objects.create(run=run, ranges=[[number, number] for number in numbers])
        fates = run.loaded_rows.values_list("fate").annotate(models.Count("pk"))
        counts: dict[str, int] = dict(fates)
        run.restored_count, run.kept_count = counts.get(Fate.RESTORED, 0), counts.get(Fate.KEPT, 0)
        run.held_count = counts.get(Fate.HELD, 0)
        run.state, run.undone_at = ImportRun.State.UNDONE, timezone.now()
        run.undone_rows = run.restored_count + run.kept_count + run.held_count
        run.finished_at = run.finished_at or run.undone_at
        run.save()
        record(LoadUndone(run.pk, run.name, run.kept_count + run.held_count), by=self.by, about=[run])

    def _take_back(self, thing: Thing) -> None:
        made = self.run.loaded_rows.filter(model=thing.label, was_changed=False)
        ids = set(made.values_list("object_id", flat=True))
        if not ids:
            return
        leaving = self._leaving(thing, ids)
        made.filter(fate="").update(fate=Fate.RESTORED)
        for start in range(0, len(leaving), PORTION):
            portion = leaving[start : start + PORTION]
            OuterKey.objects.filter(model=thing.label, object_id__in=portion).delete()
            thing.unload(portion, by=self.by)
            self._tell(len(portion))

    def _leaving(self, thing: Thing, ids: set[int]) -> list[int]:
        """Held once they are known, and asked again: meanwhile somebody may have changed one or set a task on it.

        From then on nothing can be put on a row that leaves: the key share that it would need waits, and finds no row.
        """
        free = self._free(thing, ids)
        held = thing.rows.filter(pk__in=free).order_by("pk").select_for_update()
        return sorted(self._free(thing, set(held.values_list("pk", flat=True))))

    def _free(self, thing: Thing, ids: set[int]) -> set[int]:
        """Who stays holds those he stands on: asked again until nobody else stays."""
        ids = ids & set(thing.rows.filter(pk__in=ids).values_list("pk", flat=True))
        touched = self.touched.among(thing, ids)
        self._keep(thing, touched, Fate.KEPT, _("people have changed it since"))
        leaving = ids - touched
        while held := stood_on(thing, leaving) & leaving:
            self._keep(thing, held, Fate.HELD, _("other rows stand on it"))
            leaving -= held
        return leaving

    def _keep(self, thing: Thing, ids: Collection[int], fate: str, why: str) -> None:
        if ids:
            rows = self.run.loaded_rows.filter(model=thing.label, was_changed=False, object_id__in=ids)
            rows.update(fate=fate, kept_because=why)

    def _restore_changed(self) -> None:
        """The last change first: of two changes of one row the former brings back what was there at the beginning."""
        kinds = {thing.label: thing for thing in THINGS}
        changed = self.run.loaded_rows.filter(was_changed=True).order_by("-pk")
        ids = list(changed.values_list("pk", flat=True))
        for start in range(0, len(ids), PORTION):
            rows = list(changed.filter(pk__in=ids[start : start + PORTION]))
            left = self._restore_together(rows)
            for row in left:
                self._restore(kinds[row.model], row)
            LoadedRow.objects.bulk_update(rows, ["fate", "kept_because"], batch_size=1000)
            self._tell(len(rows))

    def _restore_together(self, rows: list[LoadedRow]) -> list[LoadedRow]:
        """Those that may go back by one action; the rest, told apart for its trouble, is left to be restored one by one."""
        left = rows
        for thing in [thing for thing in THINGS if thing.change_many is not None]:
            mine = [row for row in left if row.model == thing.label]
            if len({row.object_id for row in mine}) < len(mine):
                continue
            held = (
                thing.rows.filter(pk__in=[row.object_id for row in mine]).prefetch_related(*PREFETCHED).order_by("pk").select_for_update()
            )
            found = {thing_row.pk: thing_row for thing_row in held}
            whole = [row for row in mine if row.object_id in found and len(_still(found[row.object_id], row)) == len(row.before)]
            changes = {row.object_id: {name: _read(thing.model, name, value) for name, value in row.before.items()} for row in whole}
            try:
                with transaction.atomic():
                    thing.change_many(changes, by=self.by)  # type: ignore[misc]  # chosen by having it
            except Refused:
                continue
            for row in whole:
                row.fate = Fate.RESTORED
            restored = {row.pk for row in whole}
            left = [row for row in left if row.pk not in restored]
        return left

    def _restore(self, thing: Thing, row: LoadedRow) -> None:
        """A value goes back only while it still is what the load has written."""
        row.fate = Fate.RESTORED
        found = thing.rows.filter(pk=row.object_id).select_for_update().first()
        if found is None or thing.change is None:
            row.fate, row.kept_because = Fate.HELD, _("is not in the base any more")
            return
        facts = _still(found, row)
        if len(facts) < len(row.before):
            row.fate, row.kept_because = Fate.KEPT, _("people have changed it since")
        if not facts:
            return
        try:
            with transaction.atomic():
                thing.change(found, {name: _read(thing.model, name, value) for name, value in facts.items()}, by=self.by)
        except Refused as refusal:
            row.fate, row.kept_because = Fate.HELD, str(refusal)[:200]

    def _tell(self, count: int) -> None:
        self.done += count
        self.progress(self.done)


def _still(found: models.Model, row: LoadedRow) -> dict[str, Any]:
    """Former values of the fields that hold what the load has written."""
    return {name: before for name, before in row.before.items() if plain_value(_present(found, name)) == row.after.get(name)}


def _present(found: models.Model, name: str) -> Any:
    return shown(found, name)  # type: ignore[arg-type]  # any row with this field


def _read(model: type[models.Model], name: str, value: Any) -> Any:
    """Back from what a JSON keeps: a row by its number, a sum, a day."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    if isinstance(field, models.ForeignKey):
        return field.related_model._meta.base_manager.filter(pk=value).first() if value is not None else None
    return field.to_python(value) if isinstance(field, models.Field) else value
