"""The Russian catalogues of the rooms: what is said in code and templates, and what has no translation yet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "ru"
PLACE = Path("locale") / LANGUAGE / "LC_MESSAGES"
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# They change with each run and say nothing about the texts.
NOISE = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid-Bugs-To):.*\n', re.MULTILINE)


@dataclass(frozen=True)
class Room:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def po(self) -> Path:
        return self.folder / PLACE / "django.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")

    def catalogue(self) -> Catalog:
        if not self.po.exists():
            return Catalog(locale=LANGUAGE, project="shturman", fuzzy=False)
        with self.po.open("rb") as source:
            return read_po(source, locale=LANGUAGE)

    def said(self) -> Catalog:
        """Every text of the room's code and templates, without translations."""
        template = Catalog(project="shturman", fuzzy=False)
        for path in sorted(self.sources()):
            for text, context in texts_in(path):
                template.add(text, locations=[(str(path.relative_to(self.folder)), 0)], context=context)
        return template

    def said_both_ways(self) -> list[str]:
        """The catalogue keeps such a text with its number alone: without one it would stay English."""
        told = {(context, text) for path in self.sources() for text, context in texts_in(path)}
        counted = {(context, text[0]) for context, text in told if not isinstance(text, str)}
        return sorted(text for context, text in told if isinstance(text, str) and (context, text) in counted)

    def sources(self) -> Iterator[Path]:
        for path in self.folder.rglob("*"):
            parts = path.relative_to(self.folder).parts
            if (
                path.suffix == ".py"
                and not {"tests", "migrations"} & set(parts)
                or "templates" in parts
                and path.suffix in {".html", ".txt"}
            ):
                yield path

    def brought_up_to_date(self) -> Catalog:
        catalogue = self.catalogue()
        catalogue.update(self.said(), no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        return catalogue

    def write(self, catalogue: Catalog) -> None:
        if not len(catalogue):
            return
        draft = io.BytesIO()
        write_po(draft, catalogue, width=100, include_lineno=False, sort_output=True, ignore_obsolete=True, omit_header=False)
        self.po.parent.mkdir(parents=True, exist_ok=True)
        self.po.write_bytes(NOISE.sub(b"", draft.getvalue()))

    def compile(self) -> None:
        if self.po.exists():
            with self.mo.open("wb") as target:
                write_mo(target, self.catalogue())


def rooms(root: Path) -> list[Room]:
    return [Room(folder) for folder in sorted(root.iterdir()) if (folder / "apps.py").exists()]


def texts_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # A bracket around the whole makes the template's indents harmless to the Python tokenizer.
        source = f"(\n{templatize(source, origin=str(path))}\n)"
    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield text, context


def shown(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def is_translated(message: Message) -> bool:
    said = message.string or ""
    parts = [said] if isinstance(said, str) else list(said)
    return bool(parts) and all(parts) and not message.fuzzy


def borrow(catalogues: list[Catalog]) -> None:
    """A text that another room has translated already needs no second translator."""
    known = {key(message): message.string for catalogue in catalogues for message in catalogue if message.id and is_translated(message)}
    for catalogue in catalogues:
        for message in catalogue:
            if message.id and not is_translated(message) and key(message) in known:
                message.string = known[key(message)]


def key(message: Message) -> tuple:
    return (message.context, message.id)


def faults(room: Room) -> Iterator[str]:
    """What keeps a room's catalogue from being complete; nothing when it is."""
    catalogue = room.brought_up_to_date()
    yield from (f"{room.name}: «{text}» is said with a number and without: give one of them a context" for text in room.said_both_ways())
    for message in catalogue:
        if message.id and not is_translated(message):
            yield f"{room.name}: «{shown(message)}» has no translation"
        elif message.id:
            yield from (f"{room.name}: «{shown(message)}»: {error}" for error in message.check(catalogue))


def disagreements(found: list[Room]) -> Iterator[str]:
    """One text with two translations: which of them is shown would depend on the order of the rooms."""
    said: dict[tuple, tuple[str, object]] = {}
    for room in found:
        for message in room.catalogue():
            if not message.id or not is_translated(message):
                continue
            other, translation = said.setdefault(key(message), (room.name, message.string))
            if translation != message.string:
                yield f"{room.name} and {other} translate «{shown(message)}» differently: give one of them a context"
