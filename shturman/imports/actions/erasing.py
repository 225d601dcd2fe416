from __future__ import annotations

from shturman.imports.models import ImportRun, LoadedRow, RefusedRow


def erase_in_loads(client_id: int) -> None:
    """The tables that brought the person: the file goes, and with it what the load remembers of his row."""
    rows = LoadedRow.objects.filter(model="clients.client", object_id=client_id)
    runs = ImportRun.objects.filter(loaded_rows__in=rows)
    for run in runs.exclude(file="", rows="").distinct():
        for kept in (run.file, run.rows):
            if kept:
                kept.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(file="", rows="")
    RefusedRow.objects.filter(run__in=list(runs.values_list("pk", flat=True))).update(cells=[])
    rows.filter(was_changed=True).update(before={}, after={})
    rows.filter(was_changed=False).update(after={})
