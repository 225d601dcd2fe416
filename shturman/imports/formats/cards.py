"""Address books of phones and mail programs: vCard 2.1, 3.0 and 4.0, one card to a row."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from shturman.imports.formats.opened import Opened
from shturman.imports.formats.text import encoding_of
from shturman.kit.errors import Refused

_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
LONGEST_LINE = 1024 * 1024
# Pictures, keys and sounds hold megabytes and nothing that is loaded.
SKIPPED = {"PHOTO", "LOGO", "SOUND", "KEY"}


@dataclass(frozen=True)
class Line:
    name: str
    charset: str
    is_quoted: bool
    value: str


def is_card(head: bytes) -> bool:
    return bool(_BEGIN.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")))


def opened_cards(path: Path) -> Opened:
    encoding, notes = encoding_of(path)
    return Opened("vcard", _rows(path, encoding), notes=notes)


def _rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The head bears the labels of our own fields: they are recognised like any other."""
    yield (
        0,
        [
            *(_("Full name"), _("Surname"), _("First name"), _("Patronymic"), _("Phones"), _("E-mails"), _("Organisation")),
            *(_("Job title"), _("Address"), _("Site"), _("Birthday"), _("Note")),
        ],
    )
    card: list[Line] | None = None
    number = 0
    for line in _lines(path, encoding):
        if line.name == "BEGIN":
            card, number = [], number + 1
        elif line.name == "END" and card is not None:
            yield number, _cells(card)
            card = None
        elif card is not None and line.name not in SKIPPED:
            card.append(line)
    if card is not None:
        raise Refused(_("Card %(number)d breaks off: the file is cut there. Take the address book out once more") % {"number": number})


def _lines(path: Path, encoding: str) -> Iterator[Line]:
    with path.open(encoding=encoding, errors="replace") as file:
        held = ""
        for raw in file:
            text = raw.rstrip("\r\n")
            if held and _goes_on(held):
                held = held[:-1] + text
            elif text[:1] in (" ", "\t") and held:
                held += text[1:]
            else:
                if line := _line(held):
                    yield line
                held = text
            if len(held) > LONGEST_LINE * 16:
                raise Refused(_("This address book cannot be read. Save it as vCard 3.0 and load that file"))
        if line := _line(held):
            yield line


def _goes_on(held: str) -> bool:
    """Quoted-printable is folded by an equals sign at the end of the line."""
    return held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper()


def _line(text: str) -> Line | None:
    head, colon, value = _parted(text)
    if not colon:
        return None
    name, *parameters = head.split(";")
    given = {key.strip().upper(): value.strip(' "') for key, _sign, value in (part.partition("=") for part in parameters)}
    is_quoted = given.get("ENCODING", "").upper() == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in given
    return Line(name.rpartition(".")[2].strip().upper(), given.get("CHARSET", "utf-8"), is_quoted, value)


def _parted(text: str) -> tuple[str, str, str]:
    """A colon inside a quoted parameter does not end the head."""
    inside = False
    for place, sign in enumerate(text):
        if sign == '"':
            inside = not inside
        elif sign == ":" and not inside:
            return text[:place], ":", text[place + 1 :]
    return text, "", ""


def _words(line: Line) -> str:
    if not line.is_quoted:
        return line.value
    raw = quopri.decodestring(line.value.encode("utf-8", errors="replace"))
    for charset in (line.charset, "utf-8", "windows-1251"):
        try:
            return raw.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def _parts(line: Line) -> list[str]:
    return [_plain(part) for part in re.split(r"(?<!\\);", _words(line))]


def _cells(card: Sequence[Line]) -> list[str]:
    names = next((_parts(line) for line in card if line.name == "N"), [])
    surname, given_name, patronymic = (*names, "", "", "")[:3]
    full_name = _first(card, "FN")
    organisation = next((_parts(line)[0] for line in card if line.name == "ORG"), "")
    if not (surname or given_name):
        surname = patronymic = ""
    return [
        full_name or " ".join(part for part in (surname, given_name, patronymic) if part) or organisation or _first(card, "NICKNAME"),
        *(surname, given_name, patronymic),
        "\n".join(_plain(_words(line)).removeprefix("tel:") for line in card if line.name == "TEL"),
        "\n".join(_plain(_words(line)) for line in card if line.name == "EMAIL"),
        organisation,
        _first(card, "TITLE") or _first(card, "ROLE"),
        next((", ".join(" ".join(part.split()) for part in _parts(line) if part) for line in card if line.name == "ADR"), ""),
        _first(card, "URL"),
        _first(card, "BDAY"),
        "\n".join(_plain(_words(line)) for line in card if line.name == "NOTE"),
    ]


def _first(card: Sequence[Line], name: str) -> str:
    return next((_plain(_words(line)) for line in card if line.name == name), "")
