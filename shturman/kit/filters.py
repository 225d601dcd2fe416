"""Filters that live in the URL: questions of the house answered by a person, shown as chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from shturman.kit.house import Question

# Parameters that say where one stands, not what one looks for.
NOT_FILTERS = ("cursor", "sort", "part")


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

    def q(self) -> Q:
        """All conditions together; an answer that a question does not understand narrows nothing."""
        narrowed = Q()
        for key, value in self.answers.items():
            condition = self.questions[key].condition(value, self.asker)
            if condition is not None:
                narrowed &= condition
        return narrowed

    def chips(self) -> list[Chip]:
        return [Chip(self.questions[key].describe(value), key, self.url_without(key)) for key, value in self.answers.items()]

    def url_with(self, key: str, value: str) -> str:
        params = self._kept()
        params[key] = value
        return "?" + params.urlencode()

    def url_without(self, key: str) -> str:
        params = self._kept()
        params.pop(key, None)
        return "?" + params.urlencode()

    def url(self, **more: str) -> str:
        params = self._kept()
        for key, value in more.items():
            params[key] = value
        return "?" + params.urlencode()

    def query(self) -> str:
        return self._kept().urlencode()

    def toggle(self, key: str, value: str, label: str, *, tone: str = "") -> Choice:
        is_on = self.answers.get(key) == value
        return Choice(label, self.url_without(key) if is_on else self.url_with(key, value), is_on, tone)

    def offered(self) -> list[dict[str, Any]]:
        """The form «Условие»: every question with its choices and the answer given."""
        return [
            {
                "key": key,
                "label": question.label,
                "kind": question.kind,
                "value": self.answers.get(key, ""),
                "choices": question.choices(self.asker) if question.choices else (),
            }
            for key, question in self.questions.items()
        ]

    def _kept(self) -> QueryDict:
        params = self.params.copy()
        for key in NOT_FILTERS:
            params.pop(key, None)
        return params


def read(params: QueryDict, questions: Mapping[str, Question], asker: Any, *, without: Sequence[str] = ()) -> Filter:
    known = {key: question for key, question in questions.items() if key not in without}
    answers = {key: text for key in known if (text := str(params.get(key, "")).strip())}
    return Filter({key: text for key, text in answers.items() if _may_know(known[key], text, asker)}, known, asker, params)


def _may_know(question: Question, text: str, asker: Any) -> bool:
    return question.known is None or question.known(text, asker)
