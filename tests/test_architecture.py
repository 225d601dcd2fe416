"""The rules of the house that no linter knows. Each names the place and what to do instead."""

import ast
import inspect
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings

from shturman.journal.events import Event
from shturman.kit import house
from tests.reads_everything import READS_EVERYTHING
from tests.source import Source, product_sources

SOURCES = product_sources()
LONGEST_FILE = 300
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "asave", "acreate", "adelete", "aupdate"}
RAW_WRITES = ("insert ", "update ", "delete ", "truncate ", "copy ")
JOURNAL_ROWS = {"Entry", "Link", "OldValue", "Undone"}


def writes_in(source: Source) -> list[str]:
    return [f"{source}:{call.lineno} {ast.unparse(call)[:80]}" for call in source.calls() if is_write(call)]


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in WRITES:
        return True
    # A dictionary's update takes a dictionary, a cache's delete takes a key; those of rows take neither.
    if name == "update":
        return bool(call.keywords) and not call.args
    if name == "delete":
        return not call.args and not call.keywords
    return name == "execute" and bool(call.args) and is_raw_write(call.args[0])


def is_raw_write(sql: ast.expr) -> bool:
    return isinstance(sql, ast.Constant) and isinstance(sql.value, str) and sql.value.lower().lstrip().startswith(RAW_WRITES)


@pytest.mark.parametrize("source", [source for source in SOURCES if not source.is_action], ids=str)
def test_it_writes_only_in_actions(source: Source):
    assert not writes_in(source), "rows are written by actions: move the write there and call it"


@pytest.mark.parametrize("source", [source for source in SOURCES if source.parts[0] != "journal"], ids=str)
def test_it_writes_the_journal_only_by_record(source: Source):
    written = [
        call
        for call in source.method_calls("create", "bulk_create", "get_or_create", "update", "delete")
        if JOURNAL_ROWS & {node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)}
    ]
    assert not written, "the journal is written by shturman.journal.actions.record alone"


def every_event() -> list[type[Event]]:
    rooms = [config.name for config in apps.get_app_configs() if config.name in settings.ROOMS]
    modules = [import_module(f"{room}.events") for room in rooms if has_events(room)]
    found = {kind for module in modules for _name, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Event)}
    return sorted((kind for kind in found if kind is not Event and "kind" in vars(kind)), key=lambda kind: kind.kind)


def has_events(room: str) -> bool:
    return any(source.parts[:2] == (room.rsplit(".", 1)[1], "events") for source in SOURCES)


def test_it_lists_each_event_on_the_one_page():
    assert set(every_event()) - set(house.events()) == set(), "give each event its line under REACTIONS in wiring.py"


@pytest.mark.parametrize("event", every_event(), ids=lambda event: event.kind)
def test_it_begins_the_kind_of_an_event_with_its_area(event: type[Event]):
    area, _, fact = event.kind.partition(".")
    assert area == event.__module__.split(".")[1]
    assert fact


def test_it_gives_no_kind_to_two_events():
    kinds = [event.kind for event in every_event()]
    assert len(kinds) == len(set(kinds))


def test_it_reads_past_the_rights_only_where_listed():
    found = {source.name for source in SOURCES if any(source.method_calls("everything"))}
    assert found - set(READS_EVERYTHING) == set(), "start from visible_to(member), or name the reason in tests/reads_everything.py"
    assert set(READS_EVERYTHING) - found == set(), "it reads within the rights now: take its line away"


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_it_overrides_no_save(source: Source):
    body = [node for kind in ast.walk(source.tree) if isinstance(kind, ast.ClassDef) for node in kind.body]
    overrides = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == "save"]
    assert not overrides, "what follows a write stands in its action"


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_it_translates_outside_of_formatted_strings(source: Source):
    """The collector of texts does not look into them: such words would stay English."""
    formatted = [node for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr)]
    called = [call.func for node in formatted for call in ast.walk(node) if isinstance(call, ast.Call)]
    found = [name.id for name in called if isinstance(name, ast.Name) and name.id in {"_", "gettext", "ngettext", "pgettext"}]
    assert not found, "name the words first, then put them in"


# Events are a list, and a list is looked up, not read.
@pytest.mark.parametrize("source", [source for source in SOURCES if source.parts[-1] not in {"events", "wiring"}], ids=str)
def test_it_keeps_files_that_read_in_one_breath(source: Source):
    assert len(source.path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE, "split the file by noun"


@pytest.mark.parametrize("source", [source for source in SOURCES if source.parts[-1] not in {"urls", "wiring"}], ids=str)
def test_it_imports_no_views_and_forms_of_another_room(source: Source):
    foreign = [
        node.module
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith("shturman.")
        and {"views", "forms"} & set(node.module.split("."))
        and node.module.split(".")[1] != source.parts[0]
    ]
    assert not foreign, "another room's page is filled by a panel"
