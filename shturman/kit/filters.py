"""Filters that live in the URL: questions of the house answered by a person, shown as chips."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from shturman.kit.house import Question
from shturman.kit.words import without_nul

# Parameters that say where one stands, not what one looks for.
NOT_FILTERS = ("cursor", "part")
# «1.stage=5»: the answer of a group; groups are alternatives of each other.
OF_GROUP = re.compile(r"([1-9])\.(\w+)")
MOST_GROUPS = 5


@dataclass(frozen=True)
class Chip:
    label: str
    key: str
    remove_url: str


@dataclass(frozen=True)
class Choice:
    """An offered answer of a quick filter: the link turns it on or off."""

    label: str
    url: str
    is_on: bool
    tone: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Filter:
    answers: Mapping[str, str]
    questions: Mapping[str, Question]
    asker: Any
    params: QueryDict
    # Of these groups of conditions one must hold; within a group all of them.
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def q(self) -> Q:
        """All conditions together and one of the groups; an answer that a question does not understand narrows nothing."""
        return self._all_of(self.answers) & reduce(or_, [self._all_of(group) for group in self.groups.values()], Q())

    def _all_of(self, answers: Mapping[str, str]) -> Q:
        narrowed = Q()
        for key, value in answers.items():
            condition = self.questions[key].condition(value, self.asker)
            if condition is not None:
                narrowed &= condition
        return narrowed

    def told(self) -> dict[str, str]:
        """All that was answered, as an address takes it."""
        return {**self.answers, **{f"{number}.{key}": value for number, group in self.groups.items() for key, value in group.items()}}

    def asks(self, key: str) -> bool:
        return key in self.answers or any(key in group for group in self.groups.values())

    def chips(self) -> list[Chip]:
        single = [Chip(self.questions[key].describe(value), key, self.url_without(key)) for key, value in self.answers.items()]
        alternatives = [Chip(self._told(group), number, self._url_without_group(number)) for number, group in self.groups.items()]
        either, other = _("either"), _("or")
        return single + [replace(chip, label=f"{other if place else either} {chip.label}") for place, chip in enumerate(alternatives)]

    def _told(self, group: Mapping[str, str]) -> str:
        also = _("and")
        return f" {also} ".join(self.questions[key].describe(value) for key, value in group.items())

    def _url_without_group(self, number: str) -> str:
        return "?" + urlencode([(name, value) for name, value in self._kept if not name.startswith(f"{number}.")])

    def url_with(self, key: str, value: str) -> str:
        return "?" + self._address({key: value})

    def url_without(self, key: str) -> str:
        return "?" + self._address({key: ""})

    def url(self, **more: str) -> str:
        return "?" + self._address(more)

    def query(self) -> str:
        return self._address({})

    def toggle(self, key: str, value: str, label: str, *, tone: str = "") -> Choice:
        is_on = self.answers.get(key) == value
        return Choice(label, self.url_without(key) if is_on else self.url_with(key, value), is_on, tone)

    def offered(self) -> list[dict[str, Any]]:
        """The form «Условие»: every question with its choices and the answer given."""
        return self._offered("", self.answers)

    def offered_groups(self) -> list[dict[str, Any]]:
        """The alternatives that are answered, and an empty one more: two at least, for one is no choice."""
        numbers = list(self.groups)
        free = [str(number) for number in range(1, MOST_GROUPS + 1) if str(number) not in numbers]
        shown = numbers + free[: max(2 - len(numbers), 1)]
        return [
            {"number": number, "questions": self._offered(f"{number}.", self.groups.get(number, {})), "is_answered": number in self.groups}
            for number in shown
        ]

    def _offered(self, prefix: str, answers: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "key": f"{prefix}{key}",
                "label": question.label,
                "kind": question.kind,
                "value": answers.get(key, ""),
                "choices": self._choices[key],
            }
            for key, question in self.questions.items()
        ]

    @cached_property
    def _choices(self) -> dict[str, Any]:
        return {key: question.choices(self.asker) if question.choices else () for key, question in self.questions.items()}

    def _address(self, instead: Mapping[str, str]) -> str:
        """A list writes fifty of them: what they have in common is written once."""
        names = tuple(instead)
        if names not in self._written:
            self._written[names] = urlencode([pair for pair in self._kept if pair[0] not in instead])
        return "&".join(filter(None, (self._written[names], urlencode([pair for pair in instead.items() if pair[1]]))))

    @cached_property
    def _written(self) -> dict[tuple[str, ...], str]:
        return {}

    @cached_property
    def _kept(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.params.lists() if name not in NOT_FILTERS for value in values]


def read(params: QueryDict, questions: Mapping[str, Question], asker: Any, *, without: Sequence[str] = ()) -> Filter:
    known = {key: question for key, question in questions.items() if key not in without}
    answers = {key: text for key in known if (text := _typed(params, key)) and _may_know(known[key], text, asker)}
    groups: dict[str, dict[str, str]] = {}
    for name in sorted(params):
        found = OF_GROUP.fullmatch(name)
        if found is None or found[2] not in known or not (text := _typed(params, name)) or not _may_know(known[found[2]], text, asker):
            continue
        groups.setdefault(found[1], {})[found[2]] = text
    return Filter(answers, known, asker, params, dict(list(groups.items())[:MOST_GROUPS]))


def told_without_words(params: QueryDict) -> str:
    """For the journal, which is never changed: that words were looked for, not which; they may be somebody's name or phone."""
    told = params.copy()
    for name in [name for name in told if name.rpartition(".")[2] == "q" or name.endswith("_like")]:
        told[name] = "*"
    return told.urlencode(safe="*")


def _typed(params: QueryDict, name: str) -> str:
    return without_nul(str(params.get(name, ""))).strip()


def _may_know(question: Question, text: str, asker: Any) -> bool:
    return question.known is None or question.known(text, asker)
