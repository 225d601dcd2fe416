"""Whichever way a search goes, by the index of words or along the order, it finds the same first rows."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.kit import search
from shturman.kit.search import first_hits, words_query
from shturman.world.story import Story, client_of


def touched(story: Story, days: dict[str, int]) -> None:
    for name, ago in days.items():
        client = client_of(story.anna, name)
        Client.objects.filter(pk=client.pk).update(changed_at=timezone.now() - timedelta(days=ago))


def found(member: Member, words: str, order: str = "-changed_at", limit: int = 3) -> list[str]:
    rows = first_hits(Client.objects.visible_to(member), Q(search=words_query(words)), order, limit=limit)
    return [client.name for client in rows]


@pytest.mark.parametrize(("few", "far"), [(1500, 10_000), (2, 10_000), (2, 6), (2, 1)])
@pytest.mark.parametrize("order", ["-changed_at", "changed_at"])
def test_few_many_and_far_hits_come_in_one_order(story: Story, monkeypatch: pytest.MonkeyPatch, few: int, far: int, order: str) -> None:
    dice = random.Random(few + far)
    names = {f"Петров {number}" if number % 3 else f"Абрикосов {number}": dice.randint(1, 400) for number in range(30)}
    touched(story, names)
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(search, "FAR", far)
    rows = Client.objects.filter(name__startswith="Петров").order_by(order, "-id" if order.startswith("-") else "id")
    assert found(story.owner, "петров", order) == [client.name for client in rows[:3]]


def test_hits_that_all_lie_far_behind_are_found(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    touched(story, {f"Магнит {number}": 300 + number for number in range(5)} | {f"Лента {number}": number for number in range(9)})
    monkeypatch.setattr(search, "FEW", 2)
    monkeypatch.setattr(search, "FAR", 4)
    assert found(story.owner, "магнит") == ["Магнит 0", "Магнит 1", "Магнит 2"]


def test_many_hits_of_others_do_not_open_them(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    touched(story, {f"Магнит {number}": number for number in range(5)})
    monkeypatch.setattr(search, "FEW", 2)
    assert found(story.vera, "магнит") == []
