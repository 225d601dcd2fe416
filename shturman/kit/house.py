"""Looks the house up on its one page, `settings.WIRING`, so that lower rooms never import higher ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Reactions:
    """What other rooms do when an event happened: `now` in its transaction, `later` as jobs.

    `told`: who tells people of it, in its transaction too, by pairs of the fact and its entry; silent where many rows change at once.
    """

    now: Sequence[Callable[[Sequence[Any]], None]] = ()
    later: Sequence[Any] = ()
    told: Sequence[Callable[[Sequence[tuple[Any, Any]]], Any]] = ()


@dataclass(frozen=True)
class Question:
    """A fact that lists, saved views, rules and reports all filter by.

    `condition` turns the typed value into a Q; `describe` says the chosen value in words.
    """

    key: str
    label: Any
    condition: Callable[[Any, Any], Any]
    describe: Callable[[Any], str]
    choices: Callable[[Any], Sequence[tuple[str, Any]]] | None = None
    kind: str = "choice"
    # Whether the asker may know of this value at all; an answer that he may not is no answer.
    known: Callable[[str, Any], bool] | None = None
    # A notion that this company does without is not asked about.
    is_met: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Tick:
    """A periodic job: `cron` of six fields with seconds."""

    cron: str
    job: Any


@dataclass(frozen=True)
class Panel:
    """A room's part on another room's page: `(request, thing)` → html."""

    name: str
    render: Callable[[Any, Any], str]
    place: str = "side"
    weight: int = field(default=50)


@dataclass(frozen=True)
class Tile:
    """A room's piece of work on the desktop: `read` gives what `template` draws, `(member)` → context.

    `count` of that context stands in the head of the tile and opens `count_url`. Kinds of role have it until their desktop
    says otherwise; `is_for` says who may have it at all.
    """

    key: str
    label: Any
    about: Any
    icon: str
    # Where its name leads.
    url: str
    template: str
    read: Callable[[Any], Mapping[str, Any]]
    kinds: Collection[str] = ()
    # Marks of live events on which it is read anew.
    hears: str = ""
    width: int = 1
    # Asked for after the page, which does not wait for it.
    is_heavy: bool = False
    is_for: Callable[[Any], bool] = lambda member: True


@dataclass(frozen=True)
class Thing:
    """A kind of object that rights are given on: each deed of a role reaches none, own, department, branch or all of its rows.

    `usual` gives the reaches of `company.rights.DEEDS`, in their order, to each kind of role that has any.
    """

    key: str
    label: Any
    usual: Mapping[str, Sequence[str]]
    # How many rows each pair of a person and a department leads: (member id, department id, rows).
    counts: Callable[[], Sequence[tuple[int, int | None, int]]]


@dataclass(frozen=True)
class Switch:
    """A single right that is no reach: a yes or no, a number or one of several.

    `whole` is what an owner has; `usual` what a kind of role has, `ordinary` what all the others have.
    """

    key: str
    label: Any
    help: Any
    whole: Any
    ordinary: Any
    usual: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "flag"
    choices: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True)
class PersonalData:
    """A model that holds personal data and what becomes of it.

    `held` gives what is known of a client, row by row as label → words; `erase` blanks it; both take the client's id.
    Without them the model is about employees or keeps its data for a set time: `why` says so.
    """

    model: str
    fields: Sequence[str]
    held: Callable[[int], Sequence[Mapping[str, Any]]] | None = None
    erase: Callable[[int], None] | None = None
    why: str = ""


@dataclass(frozen=True)
class StandsOn:
    """Rows of a room that stand on a client and go over with him when he is merged into another one.

    `alone_in`: what may be on a client once only; a second one stays where it is. `place` orders rows among their like.
    """

    model: str
    reference: str
    alone_in: Sequence[str] = ()
    # A client has one such row at most.
    is_alone: bool = False
    place: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)

    @property
    def attribute(self) -> str:
        """Notes know their card by its number, all others by a reference."""
        return self.reference if self.reference.endswith("_id") else f"{self.reference}_id"


@dataclass(frozen=True)
class OwnThing:
    """A kind of card to which the company adds fields of its own; `key` is one of `fields.OwnField.Thing`.

    `kept` are all of its rows, `seen` those that a member sees.
    """

    key: str
    kept: Callable[[], Any]
    seen: Callable[[Any], Any]


@cache
def _page() -> ModuleType:
    return import_module(settings.WIRING)


def _listed(name: str, key: Any) -> Any:
    shelf: Mapping[Any, Any] = getattr(_page(), name)
    return shelf.get(key, ())


def gates(action: str) -> Sequence[Callable[..., Any]]:
    return _listed("GATES", action)


def reactions(event_class: type) -> Reactions:
    return _listed("REACTIONS", event_class) or Reactions()


def events() -> Sequence[Any]:
    return tuple(_page().REACTIONS)


@cache
def event_of(kind: str) -> Any:
    """The class that wrote entries of this kind, or None."""
    return {event.kind: event for event in _page().REACTIONS}.get(kind)


def panels(page: str) -> Sequence[Panel]:
    return sorted(_listed("PANELS", page), key=lambda panel: panel.weight)


def columns(page: str) -> Mapping[str, Callable[..., Any]]:
    return _listed("COLUMNS", page) or {}


def questions(page: str) -> Mapping[str, Question]:
    return {question.key: question for question in _listed("QUESTIONS", page) if question.is_met is None or question.is_met()}


def questions_for(page: str, member: Any, params: Mapping[str, Any] | None) -> Mapping[str, Question]:
    """With what the company itself has made askable: as far as `params` ask it, or all of it where they are None."""
    more = (further(member, params) for further in _listed("MORE_QUESTIONS", page))
    return {**questions(page), **{question.key: question for found in more for question in found}}


def planners() -> Sequence[Callable[[Sequence[Any]], Sequence[Any]]]:
    """Who knows the next step of these deals better than their stages: `(deals)` → the steps, for as many as he leads."""
    return _page().PLANNERS


def clock() -> Sequence[Tick]:
    return _page().CLOCK


def undo(kind: str) -> Callable[..., Any] | None:
    return _listed("UNDO", kind) or None


@cache
def tiles() -> Mapping[str, Tile]:
    """What may stand on a desktop, in the order in which it usually does."""
    return {tile.key: tile for tile in _page().TILES}


def searches() -> Sequence[Callable[..., Any]]:
    return _page().SEARCHES


def trash() -> Sequence[Any]:
    return _page().TRASH


@cache
def things() -> Mapping[str, Thing]:
    return {thing.key: thing for thing in _page().THINGS}


@cache
def switches() -> Mapping[str, Switch]:
    return {switch.key: switch for switch in _page().SWITCHES}


def veils() -> Sequence[Callable[[Any], Callable[[Mapping[str, Any]], Mapping[str, Any]]]]:
    """What a reader may not learn from facts of the journal: `(member)` → `(facts)` → facts."""
    return _page().VEILS


def personal_data() -> Sequence[PersonalData]:
    return _page().PERSONAL_DATA


def stands_on_client() -> Sequence[StandsOn]:
    return _page().STANDS_ON_CLIENT


@cache
def own_things() -> Mapping[str, OwnThing]:
    return {thing.key: thing for thing in _page().OWN_THINGS}


@cache
def bulk_things() -> Mapping[str, Any]:
    """Lists whose rows may be changed many at once, by key."""
    return {thing.key: thing for thing in _page().BULK}


def bulk_thing(key: str) -> Any:
    return bulk_things()[key]
