"""How a letter of the system looks: the same words as plain text and as simple html."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

# Stands in the kept text instead of a one-time link; the link itself is put in when the letter leaves.
LINK_PLACE = "‹одноразовая ссылка›"


@dataclass(frozen=True)
class Words:
    """A letter: what happened, what to do, where to press."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    link: str = ""
    note: str = ""


def as_text(words: Words) -> str:
    parts = [*words.paragraphs, f"{words.button}:\n{words.link}" if words.link else "", words.note, "—\nШтурман"]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_html(words: Words) -> str:
    return render_to_string("messaging/letter.html", {"words": words})
