"""Text is readable and marks are seen on every ground of both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shturman.kit.palette import PALETTE

CSS = Path(__file__).parents[1] / "assets" / "css"
THEMES = ("light", "dark")
GROUNDS = ("paper", "surface", "sunken")


def colours(sheet: str, theme: str) -> dict[str, str]:
    """The hex tokens of one theme."""
    text = (CSS / sheet).read_text()
    blocks = re.findall(rf'\[data-bs-theme="{theme}"\]\s*{{(.*?)}}', text, re.DOTALL)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", "".join(blocks)))


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_it_shows_every_palette_colour_on_every_ground(theme: str) -> None:
    tokens, palette = colours("tokens.css", theme), colours("palette.css", theme)
    assert set(palette) == {f"palette-{name}" for name, _label in PALETTE}
    faint = [(name, ground) for name in palette for ground in GROUNDS if contrast(palette[name], tokens[ground]) < 3]
    assert faint == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent"])
def test_it_keeps_text_readable_on_every_ground(theme: str, ink: str) -> None:
    tokens = colours("tokens.css", theme)
    assert min(contrast(tokens[ink], tokens[ground]) for ground in GROUNDS) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", ["late", "today", "later", "good"])
def test_it_keeps_tones_readable_on_their_soft_ground_and_their_marks_seen(theme: str, tone: str) -> None:
    tokens = colours("tokens.css", theme)
    assert contrast(tokens[tone], tokens[f"{tone}-soft"]) >= 4.5
    assert contrast(tokens[f"{tone}-mark"], tokens["surface"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_it_keeps_initials_readable(theme: str, number: int) -> None:
    tokens = colours("tokens.css", theme)
    assert contrast(tokens[f"tint-{number}-ink"], tokens[f"tint-{number}"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_it_keeps_the_frame_and_the_filled_button_readable(theme: str) -> None:
    tokens = colours("tokens.css", theme)
    assert contrast(tokens["bridge-muted"], tokens["bridge"]) >= 4.5
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["accent-2"], tokens["accent-soft"]) >= 4.5
    assert contrast(tokens["control"], tokens["surface"]) >= 3
