"""Tables in the shapes that other systems give out, with sums known beforehand: agents, goods, companies, deals."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

HEADS = {"Boris Quill": "North", "Clara Stone": "South"}
AGENTS = ("Ada Marsh", "Ben Larch", "Cora Finch", "Dan Birch", "Eve Heron", "Fay Alder")
IDLE_AGENT = "Guy Rowan"
GOODS = {"Pump Basic": 550, "Pump Pro": 4821, "Valve 500": 26768}
# In the deals one good is spelled without its blank.
SPELLED_ANOTHER_WAY = {"Pump Pro": "PumpPro"}
COMPANIES = ("Mill Works", "Quarry & Sons", "Harbour Line", "River Dairy", "Old Bakery")
PARENTS = {"Mill Works": "River Dairy", "Old Bakery": "Mill Works"}
FIRST_DAY = date(2017, 1, 9)


@dataclass
class Known:
    """What a report must show after the tables are loaded."""

    deals: int = 0
    won: int = 0
    won_sum: Decimal = Decimal(0)
    lost: int = 0
    engaging: int = 0
    engaging_sum: Decimal = Decimal(0)
    prospecting: int = 0
    prospecting_sum: Decimal = Decimal(0)
    without_company: int = 0
    won_days: int = 0


@dataclass(frozen=True)
class Tables:
    teams: bytes
    products: bytes
    accounts: bytes
    pipeline: bytes
    known: Known


def sales_tables(deals: int = 120, *, seed: int = 26) -> Tables:
    chance = random.Random(seed)
    known = Known(deals=deals)
    rows = [_deal(number, chance, known) for number in range(deals)]
    return Tables(
        teams=table(["sales_agent", "manager", "regional_office"], _team_rows()),
        products=table(["product", "series", "sales_price"], [(name, name.split()[0], price) for name, price in GOODS.items()]),
        accounts=table(["account", "sector", "subsidiary_of"], [(name, "technolgy", PARENTS.get(name, "")) for name in COMPANIES]),
        pipeline=table(
            ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"], rows
        ),
        known=known,
    )


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=separator)
    lines.writerow(headers)
    lines.writerows(rows)
    return text.getvalue().encode(encoding)


def _team_rows() -> list[tuple[str, str, str]]:
    heads = list(HEADS.items())
    return [(agent, *heads[place % len(heads)]) for place, agent in enumerate((*AGENTS, IDLE_AGENT))]


def _deal(number: int, chance: random.Random, known: Known) -> tuple[object, ...]:
    good = chance.choice(list(GOODS))
    price = Decimal(GOODS[good])
    stage = chance.choices(("Won", "Lost", "Engaging", "Prospecting"), (48, 28, 18, 6))[0]
    opened = FIRST_DAY + timedelta(days=chance.randrange(300))
    closed = opened + timedelta(days=chance.randrange(1, 139))
    company = "" if stage in ("Engaging", "Prospecting") and chance.random() < 0.7 else chance.choice(COMPANIES)
    value = price + chance.randrange(-200, 200) if stage == "Won" else Decimal(0)
    _count(known, stage, price, value, (closed - opened).days, company)
    is_closed = stage in ("Won", "Lost")
    return (
        f"K{number:05d}",
        chance.choice(AGENTS),
        SPELLED_ANOTHER_WAY.get(good, good),
        company,
        stage,
        "" if stage == "Prospecting" else opened.isoformat(),
        closed.isoformat() if is_closed else "",
        value if is_closed else "",
    )


def _count(known: Known, stage: str, price: Decimal, value: Decimal, days: int, company: str) -> None:
    known.without_company += not company
    if stage == "Won":
        known.won, known.won_sum, known.won_days = known.won + 1, known.won_sum + value, known.won_days + days
    elif stage == "Lost":
        known.lost += 1
    elif stage == "Engaging":
        known.engaging, known.engaging_sum = known.engaging + 1, known.engaging_sum + price
    else:
        known.prospecting, known.prospecting_sum = known.prospecting + 1, known.prospecting_sum + price
