"""Forms answer in the words of the house: no bubble of a browser stands between a person and the server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
# A tag of a template may hold «>» of its own.
FORM = re.compile(r"<form\b(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*>", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_it_leaves_the_answer_to_the_server(template: Path):
    silenced = [form for form in FORM.findall(template.read_text()) if goes_to_the_server(form) and "novalidate" not in form]
    assert silenced == []


def goes_to_the_server(form: str) -> bool:
    return 'method="post"' in form or "hx-post" in form
