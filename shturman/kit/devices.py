"""Browsers and systems by the names that people know."""

from __future__ import annotations

# The order matters: every browser calls itself Chrome and Safari too.
PROGRAMS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def named(user_agent: str) -> str:
    """«Chrome, Windows»"""
    found = [next((name for mark, name in names if mark in user_agent), "") for names in (PROGRAMS, SYSTEMS)]
    return ", ".join(name for name in found if name) or "—"
