"""Walks the screens over HTTP as a signed-in person, and times the bare SQL beside."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection

from shturman.world.bench.company import PASSWORD

WARM_UP, ROUNDS = 5, 3

# Does something once, by its number, and returns how many queries it took.
Act = Callable[[int], int]


@dataclass(frozen=True)
class Figures:
    """Milliseconds; `shell`: p50 of the empty page asked in turn with this one, `floor`: of the bare SQL."""

    p50: float
    p95: float
    queries: int
    shell: float = 0
    floor: float | None = None

    @property
    def to_shell(self) -> float:
        return self.p50 / self.shell if self.shell else 0


@dataclass
class Person:
    """A browser's part of HTTP: one kept connection, cookies, the CSRF token."""

    port: int
    login: str
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def sign_in(self) -> Person:
        self.ask("GET", "/account/login/")
        status, _queries = self.ask("POST", "/account/login/", {"login": self.login, "password": PASSWORD})
        if status != 302:
            raise RuntimeError(f"{self.login} cannot sign in: {status}")
        return self

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None, *, is_part: bool = False) -> tuple[int, int]:
        """The status and the number of queries that the server says it made."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if is_part:
            headers["HX-Request"] = "true"
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies.get("csrftoken", "")}
            headers["Referer"] = f"http://127.0.0.1:{self.port}/"
            body = urlencode(form)
        answer = self._sent(method, quote(path, safe="/?&=%"), body, headers)
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, value = header.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, int(answer.headers.get("X-Queries") or 0)

    def _sent(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """A server may close a line that was idle: then it is opened anew, as a browser does."""
        for is_last in (False, True):
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                answer.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.line.close()
                self.line = None
                if is_last:
                    raise
            else:
                return answer
        raise AssertionError("unreachable")


def timed(act: Act, times: int, beside: Act | None = None) -> Figures:
    """`beside` is timed in turn with `act`: a machine that slows down slows both. Of several rounds the quietest counts."""
    for number in range(WARM_UP):
        act(number)
    share = max(2, times // ROUNDS)
    rounds = [_round(act, range(start, start + share), beside) for start in range(WARM_UP, WARM_UP + share * ROUNDS, share)]
    quietest = min(rounds, key=lambda figures: figures.shell or figures.p50)
    return replace(quietest, queries=max(figures.queries for figures in rounds))


def _round(act: Act, numbers: range, beside: Act | None) -> Figures:
    spans, shells, queries = [], [], 0
    for number in numbers:
        if beside:
            shells.append(_span(beside, number)[0])
        span, asked = _span(act, number)
        spans.append(span)
        queries = max(queries, asked)
    shell = statistics.median(shells) if shells else 0
    return Figures(statistics.median(spans), statistics.quantiles(spans, n=20)[18], queries, shell)


def _span(act: Act, number: int) -> tuple[float, int]:
    began = time.perf_counter()
    queries = act(number)
    return (time.perf_counter() - began) * 1000, queries


def asking(person: Person, path: str, *, is_part: bool = False) -> Act:
    def act(_number: int) -> int:
        status, queries = person.ask("GET", path, is_part=is_part)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return queries

    return act


def floor(statement: str, facts: dict[str, Any], times: int) -> float:
    """p50 of the prepared statement on a connection of its own."""
    wanted = {name: facts[name] for name in re.findall(r"%\((\w+)\)s", statement)}
    settings = connection.get_connection_params()
    with psycopg.connect(**{name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}) as line:

        def act(number: int) -> int:
            line.execute(statement, wanted, prepare=True).fetchall()
            return 1

        return timed(act, times).p50


def pages_per_second(people: Sequence[Person], path: str, seconds: float) -> float:
    """All at once, each in a thread of its own."""
    ends_at = time.perf_counter() + seconds
    counts = [0] * len(people)

    def walk(number: int) -> None:
        while time.perf_counter() < ends_at:
            people[number].ask("GET", path)
            counts[number] += 1

    walkers = [threading.Thread(target=walk, args=[number]) for number in range(len(people))]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    return sum(counts) / seconds
