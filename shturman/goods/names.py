from __future__ import annotations

import re

from shturman.kit.words import folded


def folded_name(name: str) -> str:
    return re.sub(r"[\s\-_.]+", "", folded(name))
