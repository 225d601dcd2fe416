from __future__ import annotations

import re

from shturman.clients.models import Client

FORMS = ("ооо", "зао", "оао", "пао", "ао", "ип", "гк", "жк", "тсж", "фгуп", "мкк", "мфо", "нко", "гбоу", "llc", "ltd", "inc")
# What firms call themselves, and people never.
CALLED = (
    "завод хлебозавод фабрика комбинат компания фирма холдинг корпорация предприятие объединение производство трест "
    "кафе ресторан бар столовая пекарня кондитерская кофейня магазин супермаркет гипермаркет рынок аптека салон ателье "
    "школа гимназия лицей колледж институт университет академия детсад библиотека музей театр "
    "клиника больница поликлиника санаторий стоматология лаборатория отель гостиница хостел пансионат "
    "банк центр студия агентство бюро мастерская автосервис автоцентр склад база логистика сервис типография "
    "группа кооператив товарищество ферма птицефабрика администрация управление дом"
)
TRADES = frozenset(CALLED.split())


def kind_by_name(name: str) -> str:
    """A first guess for a quickly typed name: «ООО …», quotes, figures or the word of a trade tell an organisation."""
    words = re.findall(r"\w+", name.lower())
    quoted = any(mark in name for mark in '«»"“”№')
    if quoted or any(word in FORMS or word in TRADES or word.isdecimal() for word in words):
        return Client.Kind.ORGANISATION
    return Client.Kind.PERSON
