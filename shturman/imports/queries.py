"""What the pages of loading show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shturman.company.models import Member, Role
from shturman.deals.models import Funnel
from shturman.imports.access import can_import
from shturman.imports.kinds import KINDS
from shturman.imports.models import ImportRun, LoadedRow
from shturman.imports.reading import Table
from shturman.imports.things import THINGS
from shturman.kit.money import grouped

SAMPLE = 5


def runs_of(member: Member) -> QuerySet[ImportRun]:
    """The owner sees every load, a head his own."""
    runs = ImportRun.objects.select_related("by")
    return runs if member.is_owner else runs.filter(by=member)


def kinds_for(member: Member) -> list[tuple[str, Any, Any]]:
    return [(name, kind.label, kind.hint) for name, kind in KINDS.items() if can_import(member, name)]


@dataclass(frozen=True)
class Column:
    place: int
    header: str
    field: str
    sample: Sequence[str]


def columns_of(run: ImportRun, table: Table) -> list[Column]:
    fields = run.mapping.get("fields", {})
    return [
        Column(place, header, fields.get(header, ""), [row.cells[place] for row in table.rows[:SAMPLE]])
        for place, header in enumerate(table.headers)
    ]


@dataclass(frozen=True)
class Choice:
    """A select: what stands where the file is silent, or what a word of the file means."""

    name: str
    label: Any
    count: int
    chosen: str
    options: Sequence[tuple[str, str]]


def default_choices(run: ImportRun, member: Member) -> list[Choice]:
    kind, chosen = KINDS[run.kind], run.mapping.get("defaults", {})
    labels = {field.name: field.label for field in kind.fields} | {"funnel": _("Funnel")}
    return [Choice(f"default-{name}", labels[name], 0, chosen.get(name, ""), options_of(name, run, member)) for name in kind.defaults]


def unknown_choices(run: ImportRun, member: Member) -> list[tuple[Any, list[Choice]]]:
    """By field: each word of the file that the base does not know, with how many rows wait for it."""
    labels = {field.name: field.label for field in KINDS[run.kind].fields}
    unknown: Mapping[str, Sequence[tuple[str, int]]] = run.findings.get("unknown", {})
    return [
        (
            labels[name],
            [Choice(f"value-{name}-{place}", word, count, "", options_of(name, run, member)) for place, (word, count) in enumerate(words)],
        )
        for name, words in unknown.items()
    ]


def options_of(name: str, run: ImportRun, member: Member) -> list[tuple[str, str]]:
    funnels = Funnel.objects.visible_to(member)
    if name == "funnel":
        return [(funnel.name, funnel.name) for funnel in funnels]
    if name == "stage":
        wanted = run.mapping.get("defaults", {}).get("funnel", "")
        funnel = (funnels.filter(name__iexact=wanted) if wanted else funnels).first()
        return [(stage.name, stage.name) for stage in funnel.stages.kept()] if funnel else []
    if name == "role":
        return [(role.name, role.name) for role in Role.objects.exclude(base=Role.Base.OWNER)]
    people = Member.objects.active().order_by("surname", "given_name")
    return [(person.login, person.short_name) for person in people]


def figures_of(run: ImportRun) -> list[dict[str, Any]]:
    rows = reverse("imports:rows", args=[run.pk]) if run.state in (ImportRun.State.DONE, ImportRun.State.UNDONE) else ""
    refused = reverse("imports:refused", args=[run.pk])
    return [
        _figure(_("New"), run.new_count, rows and f"{rows}?what=new"),
        _figure(_("Updated"), run.updated_count, rows and f"{rows}?what=changed"),
        _figure(_("As they were"), run.unchanged_count),
        _figure(_("Refused"), run.refused_count, refused, tone="late" if run.refused_count else ""),
    ]


def _figure(label: str, count: int, url: str = "", tone: str = "") -> dict[str, Any]:
    return {"label": label, "value": grouped(count), "url": url if count else "", "tone": tone}


def made_by(run: ImportRun) -> list[tuple[Any, int]]:
    """Rows of the base that the load has made: a table of employees makes their departments and heads too."""
    counts = dict(run.loaded_rows.filter(was_changed=False).values_list("model").annotate(Count("pk")))
    return [(thing.title, counts[thing.label]) for thing in reversed(THINGS) if thing.label in counts]


@dataclass(frozen=True)
class Shown:
    name: str
    url: str
    kept_because: str


def shown_rows(rows: Sequence[LoadedRow]) -> list[Shown]:
    """One query for each kind of rows on the page."""
    things = {thing.label: thing for thing in THINGS}
    found = {
        label: thing.rows.in_bulk([row.object_id for row in rows if row.model == label])
        for label, thing in things.items()
        if any(row.model == label for row in rows)
    }
    shown = []
    for row in rows:
        thing = found[row.model].get(row.object_id)
        url = thing.get_absolute_url() if thing is not None and hasattr(thing, "get_absolute_url") else ""
        name = str(thing) if thing is not None else _("is not in the base any more")
        shown.append(Shown(name, url, row.kept_because))
    return shown
