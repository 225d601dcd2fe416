"""iCalendar as lines and components (RFC 5545 §3.1): what nobody reads here stays exactly as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# A phone's event has a handful of each; more is an attack, or a whole calendar in one piece.
DEEPEST = 6
MOST_COMPONENTS = 2000
WIDEST = 75
FOLD = re.compile(rb"\r\n[ \t]|[\r\n][ \t]")
BREAK = re.compile(r"\r\n|\r|\n")
NAME = re.compile(r"[A-Za-z0-9-]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What mail programs of the last thirty years write; a made-up codec is none of them.
CHARSETS = {"utf-8", "utf8", "us-ascii", "ascii", "windows-1251", "cp1251", "koi8-r", "iso-8859-1", "iso-8859-5", "windows-1252", "utf-16"}


class Malformed(ValueError):
    """It is not iCalendar, or says what iCalendar cannot say."""


@dataclass(frozen=True)
class Line:
    """`text` is the whole line, unfolded."""

    name: str
    params: Mapping[str, str]
    value: str
    text: str


@dataclass
class Component:
    name: str
    parts: list[Line | Component] = field(default_factory=list)

    def lines(self, name: str = "") -> list[Line]:
        return [part for part in self.parts if isinstance(part, Line) and (not name or part.name == name)]

    def line(self, name: str) -> Line | None:
        return next(iter(self.lines(name)), None)

    def value(self, name: str) -> str:
        line = self.line(name)
        return line.value if line else ""

    def inner(self, *names: str) -> list[Component]:
        return [part for part in self.parts if isinstance(part, Component) and (not names or part.name in names)]

    def drop(self, *names: str) -> None:
        self.parts = [part for part in self.parts if not isinstance(part, Line) or part.name not in names]

    def put(self, text: str) -> None:
        """In the place of the line of this name, else after the last line."""
        line = read_line(text)
        places = [place for place, part in enumerate(self.parts) if isinstance(part, Line) and part.name == line.name]
        if places:
            self.parts[places[0]] = line
            return
        last = max((place for place, part in enumerate(self.parts) if isinstance(part, Line)), default=-1)
        self.parts.insert(last + 1, line)

    def __str__(self) -> str:
        return "".join(_written(self))


def decoded(body: bytes, charset: str = "") -> str:
    """Folds are undone among the bytes: some programs cut a Russian letter in two."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    charset = charset.strip("\"' ").lower()
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        charset = "utf-16"
    if charset and charset not in CHARSETS:
        raise Malformed(f"charset {charset}")
    try:
        text = body.decode("utf-16") if charset == "utf-16" else FOLD.sub(b"", body).decode(charset or "utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not text of its charset") from error
    return CONTROL.sub("", FOLD.sub(b"", text.encode()).decode())


def read(text: str) -> Component:
    """One calendar with all that is in it; `text` is unfolded."""
    open_components: list[Component] = []
    count, root = 0, None
    for told in BREAK.split(text):
        if not told.strip():
            continue
        if root is not None and not open_components:
            raise Malformed("words after the end")
        line = read_line(told)
        if line.name == "BEGIN":
            component = Component(line.value.strip().upper())
            count += 1
            if len(open_components) >= DEEPEST or count > MOST_COMPONENTS:
                raise Malformed("too many components")
            if open_components:
                open_components[-1].parts.append(component)
            else:
                root = component
            open_components.append(component)
        elif not open_components:
            raise Malformed("words before the beginning")
        elif line.name == "END":
            if open_components.pop().name != line.value.strip().upper():
                raise Malformed("an end without its beginning")
        else:
            open_components[-1].parts.append(line)
    if root is None or open_components:
        raise Malformed("no end")
    return root


def read_line(text: str) -> Line:
    found = NAME.match(text)
    if found is None:
        raise Malformed(f"no name: {text[:40]}")
    place, params = found.end(), {}
    while place < len(text) and text[place] == ";":
        name = NAME.match(text, place + 1)
        if name is None or name.end() >= len(text) or text[name.end()] != "=":
            raise Malformed(f"no parameter: {text[:40]}")
        value, place = _param(text, name.end() + 1)
        params[name.group().upper()] = value
    if place >= len(text) or text[place] != ":":
        raise Malformed(f"no value: {text[:40]}")
    return Line(found.group().upper(), params, text[place + 1 :], text)


def _param(text: str, place: int) -> tuple[str, int]:
    value: list[str] = []
    while place < len(text) and text[place] not in ";:":
        if text[place] == '"':
            end = text.find('"', place + 1)
            if end < 0:
                raise Malformed(f"an open quote: {text[:40]}")
            value.append(text[place + 1 : end])
            place = end + 1
        else:
            value.append(text[place])
            place += 1
    return "".join(value), place


def _written(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}\r\n"
    for part in component.parts:
        if isinstance(part, Line):
            yield folded(part.text)
        else:
            yield from _written(part)
    yield f"END:{component.name}\r\n"


def folded(text: str) -> str:
    """At most 75 octets a line, never inside of a letter."""
    if len(text) * 4 <= WIDEST or len(text.encode()) <= WIDEST:
        return f"{text}\r\n"
    rows: list[str] = []
    row: list[str] = []
    width = 0
    for letter in text:
        size = len(letter.encode())
        if width + size > WIDEST:
            rows.append("".join(row))
            # The space that begins the next row counts.
            row, width = [], 1
        row.append(letter)
        width += size
    rows.append("".join(row))
    return "\r\n ".join(rows) + "\r\n"
