"""What to say: a script's lines with the client's data in their places, written as {имя}."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shturman.company.models import Company, Member
from shturman.deals.models import Deal
from shturman.kit.money import roubles

PLACE = re.compile(r"\{([^{}\n]{1,40})\}")
# Company's people write them, so they are Russian words.
PLACES = {
    "имя": _("the client's name"),
    "менеджер": _("the manager's name"),
    "компания": _("our company"),
    "сделка": _("what is sold"),
    "сумма": _("the amount of the deal"),
    "этап": _("the stage of the deal"),
}


@dataclass(frozen=True)
class Piece:
    """`is_known` is None for plain words; of a place it says whether there is anything to put into it."""

    text: str
    is_known: bool | None = None


def places_of(deal: Deal | None, member: Member, client_name: str) -> Mapping[str, str]:
    company = Company.objects.only("name").first()
    return {
        "имя": client_name,
        "менеджер": member.full_name,
        "компания": company.name if company else "",
        "сделка": deal.title if deal else "",
        "сумма": roubles(deal.amount) if deal and deal.amount else "",
        "этап": deal.stage.name if deal else "",
    }


def lines_of(script: str, places: Mapping[str, str]) -> list[list[Piece]]:
    return [_pieces(line.strip(), places) for line in script.splitlines() if line.strip()]


def _pieces(line: str, places: Mapping[str, str]) -> list[Piece]:
    pieces, past = [], 0
    for found in PLACE.finditer(line):
        name = found[1].strip().lower()
        if name not in PLACES:
            continue
        pieces += [Piece(line[past : found.start()]), Piece(places.get(name) or str(PLACES[name]), bool(places.get(name)))]
        past = found.end()
    return [piece for piece in [*pieces, Piece(line[past:])] if piece.text]


def unknown_places(text: str) -> Sequence[str]:
    """Named in braces and known to nobody: the editor warns of them."""
    return sorted({found[1] for found in PLACE.finditer(text) if found[1].strip().lower() not in PLACES})
