"""What the demo company asks about each object, beyond what every company does."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shturman.company.models import Member
from shturman.fields.actions import add_field
from shturman.fields.models import OwnField

MOUNTING = ("Наша бригада", "Подрядчик заказчика", "Без монтажа")
OF_DEAL: Sequence[tuple[str, str, Mapping[str, Any]]] = (
    ("choice", "Кто монтирует", {"choices": [(None, name) for name in MOUNTING]}),
    ("number", "Площадь объекта, м²", {"hint": "По проекту или со слов заказчика"}),
    ("flag", "Проект готов", {}),
    ("date", "Начало монтажа", {}),
    ("text", "Пожелания заказчика", {"is_personal": True}),
)
OF_CLIENT: Sequence[tuple[str, str, Mapping[str, Any]]] = (
    ("number", "Объектов в эксплуатации", {"only_for": "organisation"}),
    ("date", "День рождения", {"only_for": "person"}),
)


def add_demo_fields(owner: Member) -> list[OwnField]:
    """Those of deals."""
    for kind, name, facts in OF_CLIENT:
        add_field("client", kind, {"name": name, **facts}, by=owner)
    return [add_field("deal", kind, {"name": name, **facts}, by=owner) for kind, name, facts in OF_DEAL]


def known_of_object(fields: Sequence[OwnField], dice: random.Random) -> dict[str, Any]:
    """What a seller has found out by now: of some deals all, of some nothing."""
    mounting, area, project, begins, _wish = (f"own_{field.pk}" for field in fields)
    choices = list(fields[0].choices.values_list("pk", flat=True))
    found = {
        mounting: dice.choice(choices),
        area: str(dice.randint(4, 90) * 50),
        project: dice.random() < 0.5,
        begins: (timezone.localdate() + timedelta(days=dice.randint(10, 90))).isoformat(),
    }
    return {name: value for name, value in found.items() if dice.random() < 0.6}
