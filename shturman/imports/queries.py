"""What the pages of loading show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shturman.company.models import Member, Role
from shturman.deals.models import Funnel
from shturman.fields.models.rows import is_own
from shturman.imports.access import can_import
from shturman.imports.kinds import KINDS
from shturman.imports.kinds.deal_clients import ADD
from shturman.imports.matching import Matches
from shturman.imports.models import ImportRun, LoadedRow
from shturman.imports.reading import Table
from shturman.imports.table import table_of
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
    sample = list(islice(table.rows, SAMPLE))
    return [
        Column(place, header, fields.get(header, ""), [row.cells[place] for row in sample]) for place, header in enumerate(table.headers)
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
    labels = {field.name: field.label for field in kind.all_fields(member)} | {
        "funnel": _("Funnel"),
        "missing_client": _("Clients that the base does not have"),
    }
    return [Choice(f"default-{name}", labels[name], 0, chosen.get(name, ""), options_of(name, run, member)) for name in kind.defaults]


@dataclass(frozen=True)
class Words:
    """Words of the file under one field: those that the base does not know, and those that it has matched by itself."""

    label: Any
    unknown: list[Choice]
    known: list[Choice]


def words_of(run: ImportRun, member: Member) -> list[Words]:
    labels = {field.name: field.label for field in KINDS[run.kind].all_fields(member)}
    found: Mapping[str, Sequence[tuple[str, int]]] = run.findings.get("words", {})
    unknown = {name: dict(words) for name, words in run.findings.get("unknown", {}).items()}
    matches = Matches(run)
    panels = []
    for name, words in found.items():
        options = options_of(name, run, member)
        choices = [
            (word in unknown.get(name, {}), Choice(f"value-{name}-{place}", word, count, matches.of(name, word), options))
            for place, (word, count) in enumerate(words)
        ]
        panels.append(Words(labels[name], [one for lost, one in choices if lost], [one for lost, one in choices if not lost]))
    return panels


def options_of(name: str, run: ImportRun, member: Member) -> list[tuple[str, str]]:
    funnels = Funnel.objects.visible_to(member)
    if name == "funnel":
        return [(funnel.name, funnel.name) for funnel in funnels]
    if name == "stage":
        wanted = run.mapping.get("defaults", {}).get("funnel", "")
        funnel = (funnels.filter(name__iexact=wanted) if wanted else funnels).first()
        return [(stage.name, stage.name) for stage in funnel.stages.kept()] if funnel else []
    own = next((field for field in KINDS[run.kind].own_fields(member) if field.key == name), None) if is_own(name) else None
    if own is not None and own.choices:
        return [(choice.name, choice.name) for choice in own.choices]
    if name == "role":
        return [(role.name, role.name) for role in Role.objects.exclude(base=Role.Base.OWNER)]
    if name == "missing_client":
        return [(ADD, _("Add them to the base"))]
    people = Member.objects.active().order_by("surname", "given_name")
    return [(person.login, person.short_name) for person in people]


def figures_of(run: ImportRun) -> list[dict[str, Any]]:
    """Before the load what will be, after it what is, after its undo what has become of it; each opens its rows."""
    if run.state == ImportRun.State.UNDONE:
        return [
            _figure(_("Restored"), run.restored_count, _rows(run, "restored")),
            _figure(_("Left: changed later"), run.kept_count, _rows(run, "kept"), tone="late" if run.kept_count else ""),
            _figure(_("Cannot be withdrawn"), run.held_count, _rows(run, "held"), tone="late" if run.held_count else ""),
        ]
    is_ahead = run.state == ImportRun.State.CHECKED
    return [
        _figure(_("New"), run.new_count, _rows(run, "new")),
        _figure(_("Will be updated") if is_ahead else _("Updated"), run.updated_count, _rows(run, "changed")),
        _figure(
            _("Will be skipped (there already)") if is_ahead else _("Skipped (there already)"), run.unchanged_count, _rows(run, "same")
        ),
        _figure(_("Refused"), run.refused_count, reverse("imports:refused", args=[run.pk]), tone="late" if run.refused_count else ""),
    ]


def _rows(run: ImportRun, what: str) -> str:
    return f"{reverse('imports:rows', args=[run.pk])}?what={what}"


def _figure(label: str, count: int, url: str = "", tone: str = "") -> dict[str, Any]:
    return {"label": label, "value": grouped(count), "url": url if count else "", "tone": tone}


def rows_of_file(run: ImportRun, what: str) -> list[tuple[int, str]]:
    """The first rows of this fate as they stand in the file: number, and what their filled cells say."""
    numbers = set(run.findings.get("shown", {}).get(what, []))
    if not numbers:
        return []
    last = max(numbers)
    rows = takewhile(lambda row: row.number <= last, table_of(run).rows)
    return [(row.number, " · ".join(cell for cell in row.cells if cell)[:200]) for row in rows if row.number in numbers]


def made_by(run: ImportRun) -> list[tuple[Any, int]]:
    """Rows of the base that the load has made: a table of employees makes their departments and heads too."""
    counts = dict(run.loaded_rows.filter(was_changed=False).values_list("model").annotate(Count("pk")))
    return [(thing.title, counts[thing.label]) for thing in reversed(THINGS) if thing.label in counts]


@dataclass(frozen=True)
class Shown:
    name: str
    url: str
    title: Any
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
        shown.append(Shown(name, url, things[row.model].title, row.kept_because))
    return shown
