"""Load and withdraw random tables: the base is what it was to the last letter, and nothing that people did meanwhile is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from shturman.clients.actions import add_client, add_note, change_client
from shturman.clients.models import Client, Note
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.fields.tests.cards import key_of, own_field
from shturman.imports.models import ImportRun, LoadedRow
from shturman.imports.tests.dumps import differences, dump
from shturman.imports.tests.tables import load_rows, undo
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story

NAMES = ("Ромашка", "Насосы Юга", "Трубы", "Ёлка", "Гидротехника", "Мост", "Пар", "Сталь")
last_words: dict[int, str] = {}
last_sums: dict[int, int] = {}
ROOMS = ("", "2", "3")
PEOPLE = ("Иванова Анна", "Петров Пётр", "Сидоров Иван", "Орлова Ия", "Белов Лев")


def a_base(story: Story, chance: random.Random) -> None:
    region, vip = own_field(story.owner, "text", "Район", "client"), own_field(story.owner, "flag", "ВИП", "client")
    own_field(story.owner, "number", "Комнат")
    for name in chance.sample(NAMES, 4):
        facts = {"kind": "organisation", "name": name, "inn": f"77{chance.randrange(10**8):08}", "phones": [phone(chance)]}
        if len(name) % 2:
            facts |= {key_of(region): "Приморский", key_of(vip): False}
        add_client(facts, by=story.owner)
    for name in chance.sample(PEOPLE, 2):
        add_client({"kind": "person", "name": name, "phones": [phone(chance)], "emails": ["a@b.ru"]}, by=story.owner)
    story.deal(by=story.owner, client=Client.objects.filter(kind="organisation").first())


def phone(chance: random.Random) -> str:
    return f"+7921{chance.randrange(40):07}"


def organisations(story: Story, chance: random.Random) -> ImportRun:
    rows = [
        ";".join(
            (
                *(name, chance.choice(("", "Тверь", "Псков")), phone(chance), chance.choice(("", *NAMES))),
                *(chance.choice(("", "звонить утром")), ("", "Невский")[len(name) % 2], ("да", "", "")[len(name) % 3]),
            )
        )
        for name in chance.sample(NAMES, 6)
    ]
    head = "Название;Адрес;Телефон;Головная организация;Комментарий;Район;ВИП"
    return load_rows("organisations", head, *rows, by=story.owner)


def people(story: Story, chance: random.Random) -> ImportRun:
    rows = [f"{name};{phone(chance)};{chance.choice(NAMES)};директор" for name in PEOPLE]
    return load_rows("people", "ФИО;Телефон;Компания;Должность", *rows, by=story.owner)


def deals(story: Story, chance: random.Random) -> ImportRun:
    names = [*Client.objects.filter(kind="organisation").values_list("name", flat=True), ""]
    rows = [
        f"{number};Сделка {number};{chance.choice(names)};anna;{chance.choice(('', 'Won', 'Lost'))};01.02.2026;03.02.2026;{number}00;"
        + ROOMS[number % 3]
        for number in range(8)
    ]
    return load_rows(
        "deals", "Номер;Название сделки;Клиент;Ответственный;Этап;Дата создания;Дата закрытия;Сумма;Комнат", *rows, by=story.owner
    )


def work(story: Story, chance: random.Random) -> ImportRun:
    rows = [f"Позвонить {number};{chance.choice(('', '01.03.2026'))};anna" for number in range(5)]
    return load_rows("tasks", "Задача;Дата завершения;Исполнитель", *rows, by=story.owner)


LOADS: tuple[Callable[[Story, random.Random], ImportRun], ...] = (organisations, people, deals, work)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_loaded_and_withdrawn_leaves_no_trace(story: Story, seed: int) -> None:
    chance = random.Random(seed)
    a_base(story, chance)
    before = dump()
    runs = [load(story, chance) for load in chance.choices(LOADS, k=4)]
    for run in reversed(runs):
        run = undo(run, story.owner)
        assert (run.kept_count, run.held_count) == (0, 0), list(
            run.loaded_rows.exclude(kept_because="").values_list("model", "kept_because")
        )
    assert differences(before, dump()) == {}


@pytest.mark.parametrize("seed", range(12))
def test_what_people_did_after_a_load_is_never_lost(story: Story, seed: int) -> None:
    """The edits are made by the loader himself: it is not the name that tells his work from the table's."""
    chance = random.Random(100 + seed)
    a_base(story, chance)
    runs = [load(story, chance) for load in LOADS]
    done = [edit(story, chance) for edit in chance.choices(EDITS, k=6)]
    # Another table, loaded by the same hand after the edits, hides none of them.
    runs.append(organisations(story, chance))
    for run in reversed(runs):
        undo(run, story.owner)
    for is_there in done:
        assert is_there()
    fates = set(LoadedRow.objects.values_list("fate", flat=True))
    assert fates <= {"restored", "kept", "held"} and "kept" in fates


def _address(story: Story, chance: random.Random) -> Callable[[], bool]:
    client = chance.choice(list(Client.objects.all()))
    words = f"ул. Своя, {chance.random()}"
    change_client(client, {"industry": words}, by=story.owner)
    # A later edit of the same card may have overwritten the words, never the undo.
    last_words[client.pk] = words
    return lambda: Client.objects.get(pk=client.pk).industry == last_words[client.pk]


def _note(story: Story, chance: random.Random) -> Callable[[], bool]:
    client = chance.choice(list(Client.objects.all()))
    note = add_note(client, "Просил смету", by=story.owner)
    return lambda: Note.objects.filter(pk=note.pk).exists() and Client.objects.filter(pk=client.pk).exists()


def _amount(story: Story, chance: random.Random) -> Callable[[], bool]:
    deal = chance.choice(list(Deal.objects.kept()))
    amount = chance.randrange(1_000_000, 2_000_000)
    change_deal(deal, {"amount": amount}, by=story.owner)
    last_sums[deal.pk] = amount
    return lambda: Deal.objects.get(pk=deal.pk).amount == last_sums[deal.pk]


def _task(story: Story, chance: random.Random) -> Callable[[], bool]:
    client = chance.choice(list(Client.objects.all()))
    task = set_task(NewTask("Показать образцы", Due(on=date(2026, 12, 1)), story.owner, client=client), by=story.owner)
    return lambda: Task.objects.filter(pk=task.pk, client=client).exists()


EDITS = (_address, _note, _amount, _task)
