"""Files that must agree with one another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError

from shturman.kit.marks import DRAWINGS

ASSETS = Path(__file__).parents[1] / "assets"
ICON_PACKAGE = Path(__file__).parents[3] / "node_modules" / "@tabler" / "icons" / "icons"


def test_it_names_only_icons_that_the_package_has() -> None:
    assert [drawing for drawing in DRAWINGS.values() if not (ICON_PACKAGE / f"{drawing}.svg").exists()] == []


def test_it_refuses_an_icon_that_nobody_drew() -> None:
    with pytest.raises(TemplateSyntaxError, match="unheard-of"):
        Template('{% icon "unheard-of" %}').render(Context())


def test_it_gives_an_icon_a_voice_only_when_asked() -> None:
    assert 'aria-hidden="true"' in Template('{% icon "phone" %}').render(Context())
    assert 'aria-label="Звонок"' in Template('{% icon "phone" 18 "Звонок" %}').render(Context())


def test_it_names_colours_in_the_token_files_only() -> None:
    sheets = [sheet for sheet in (ASSETS / "css").rglob("*.css") if sheet.name not in ("tokens.css", "palette.css")]
    named = {sheet.name: set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text())) - {"#ffffff"} for sheet in sheets}
    assert {name: found for name, found in named.items() if found} == {}


def test_it_bundles_every_sheet_and_every_module() -> None:
    entries = {"style.css", "calendar-grid.css"}
    styles = "".join((ASSETS / "css" / entry).read_text() for entry in entries)
    sheets = {str(sheet.relative_to(ASSETS / "css")) for sheet in (ASSETS / "css").rglob("*.css")} - entries
    assert sheets == set(re.findall(r'"\./(.+?)"', styles))
    scripts = {script.name: script.read_text() for script in (ASSETS / "js").glob("*.js")}
    imported = {name for text in scripts.values() for name in re.findall(r'"\./(.+?)"', text)}
    assert set(scripts) - imported == {"core.js", "board.js", "calendar.js", "desktop.js", "theme.js"}
