from __future__ import annotations

import re

from shturman.clients.models import Client

FORMS = ("ооо", "зао", "оао", "пао", "ао", "ип", "гк", "жк", "тсж", "фгуп", "мкк", "мфо", "нко", "гбоу", "llc", "ltd", "inc")


def kind_by_name(name: str) -> str:
    """A first guess for a quickly typed name: «ООО …», quotes or a single word tell an organisation."""
    words = re.findall(r"\w+", name.lower())
    quoted = any(mark in name for mark in '«»"“”')
    if quoted or any(word in FORMS for word in words):
        return Client.Kind.ORGANISATION
    return Client.Kind.PERSON
