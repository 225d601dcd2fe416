"""Whatever is merged and undone in whatever order, nothing is lost and nothing is counted twice."""

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from shturman.clients.actions import add_note, change_client, link_clients, merge_clients, set_tags, undo_merge
from shturman.clients.linked import employments_of, staff_of
from shturman.clients.merging import family_of, living
from shturman.clients.models import Client, Employment, Merge, Note, Phone
from shturman.clients.tests.test_merging import business
from shturman.company.models import Member
from shturman.deals.actions import add_contact
from shturman.deals.models import Deal, DealContact
from shturman.fields.models import OwnField
from shturman.fields.tests.cards import key_of, own_field
from shturman.journal.models import Entry, Link
from shturman.journal.queries import entries_about
from shturman.kit.errors import Refused
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

CLIENTS = 8
PEOPLE = 4
STEPS = 16


def firms(story: Story, dice: random.Random) -> list[Client]:
    """Firms that share phones, tags and parents, with deals, tasks and notes."""
    made = []
    fields = [own_field(story.owner, kind, kind, "client", choices=["раз", "два"]) for kind in ("text", "choice", "flag")]
    for number in range(CLIENTS):
        phones = [f"+7 812 325-11-{digit}{digit}" for digit in dice.sample(range(6), 2)]
        firm = client_of(story.anna, f"ООО «Фирма {number}»", phones=phones, address=dice.choice(["", f"Невский, {number}"]))
        set_tags(firm, dice.sample(["опт", "юг", "север"], 2), by=story.anna)
        change_client(firm, own_values(fields, dice), by=story.owner)
        if made and dice.random() < 0.5:
            change_client(firm, {"parent": dice.choice(made)}, by=story.anna)
        deal = story.deal(client=firm, title=f"Сделка {number}")
        add_note(firm, f"Заметка {number}", by=story.anna)
        add_note(deal, f"О сделке {number}", by=story.anna)
        set_task(NewTask(f"Задача {number}", Due(on=timezone.localdate()), story.anna, client=firm), by=story.anna)
        made.append(Client.objects.get(pk=firm.pk))
    people = [client_of(story.anna, f"Ветров Иван {number}", Client.Kind.PERSON) for number in range(PEOPLE)]
    for person in people:
        for firm in dice.sample(made, 3):
            link_clients(person, firm, "закупки", by=story.anna)
        for deal in dice.sample(list(Deal.objects.order_by("pk")), 2):
            add_contact(deal, person, "", by=story.anna)
    return made


def own_values(fields: Sequence[OwnField], dice: random.Random) -> dict[str, object]:
    values = {"text": dice.choice(["у моря", "в лесу"]), "flag": dice.random() < 0.5}
    filled = dice.sample(list(fields), dice.randint(0, len(fields)))
    return {key_of(field): dice.choice(list(field.choices.all())).pk if field.kind == "choice" else values[field.kind] for field in filled}


def merge_some(story: Story, dice: random.Random) -> None:
    kept = list(Client.objects.kept().filter(kind=dice.choice(Client.Kind.values)).order_by("pk"))
    chosen = dice.sample(kept, min(len(kept), dice.randint(2, 4)))
    if len(chosen) < 2:
        return
    merge_clients(chosen[0], chosen[1:], by=story.owner, chosen={"name": dice.choice(chosen).pk, "address": dice.choice(chosen).pk})


def undo_some(story: Story, dice: random.Random) -> None:
    standing = list(Merge.objects.filter(undone_at=None).order_by("pk"))
    if standing:
        undo_merge(dice.choice(standing), by=story.owner)


def change_some(story: Story, dice: random.Random) -> None:
    firm = dice.choice(list(Client.objects.kept().order_by("pk")))
    own = own_values(list(OwnField.objects.order_by("pk")), dice)
    change_client(firm, {"address": f"Литейный, {dice.randint(1, 99)}", **own}, by=story.owner)


def tried(act: Callable[[Story, random.Random], None], story: Story, dice: random.Random) -> None:
    with suppress(Refused):
        act(story, dice)


def living_of(client_id: int) -> int:
    main = living(client_id)
    assert main is not None
    return main.pk


def everything_is_reachable_once() -> None:
    kept = list(Client.objects.kept().values_list("pk", flat=True))
    reader = Member.objects.owners()[0]
    families = [family_of(pk) for pk in kept]
    everybody = sorted(pk for family in families for pk in family)
    assert everybody == sorted(Client.objects.values_list("pk", flat=True)), "each client stands in one family"
    for model in (Deal, Task):
        rows = model.objects.filter(client__isnull=False)  # type: ignore[attr-defined]
        assert rows.filter(client__in=kept).count() == rows.count(), "whatever stands on a client stands on one who is there"
    for main, *away in families:
        for rows, key in ((Phone.objects.all(), "number"), (Client.tags.through.objects.all(), "tag"), (DealContact.objects.all(), "deal")):
            of = "person" if key == "deal" else "client"
            there = set(rows.filter(**{of: main}).values_list(key, flat=True))
            assert set(rows.filter(**{f"{of}__in": away}).values_list(key, flat=True)) <= there, f"each {key} is on the main client"
    ends = {(living_of(row.person_id), living_of(row.organisation_id)) for row in Employment.objects.all()}
    shown = {(pk, link.organisation.pk) for pk in kept for link in employments_of(family_of(pk), reader)}
    assert shown == {(link.person.pk, pk) for pk in kept for link in staff_of(family_of(pk), reader)}
    assert ends == shown, "who works where is seen from both cards"
    assert Note.objects.filter(card="client", card_id__in=kept).count() == Note.objects.filter(card="client").count()
    told = [entry for family in families for entry in entries_about("client", *family).values_list("pk", flat=True)]
    linked = Link.objects.filter(card="client").values_list("entry", flat=True)
    assert set(told) == set(linked), "every line of a history is read on some card"
    for family in families:
        lines = list(entries_about("client", *family).values_list("pk", flat=True))
        assert len(lines) == len(set(lines)), "no line is told twice on one card"


@pytest.mark.parametrize("seed", range(6))
def test_random_merges_and_undoes_lose_nothing(story: Story, seed: int) -> None:
    dice = random.Random(seed)
    firms(story, dice)
    amounts, registrars = Deal.objects.count(), dict(Deal.objects.values_list("pk", "registrar"))
    for _step in range(STEPS):
        tried(dice.choice([merge_some, merge_some, undo_some, change_some]), story, dice)
        everything_is_reachable_once()
    assert (Deal.objects.count(), dict(Deal.objects.values_list("pk", "registrar"))) == (amounts, registrars)


@pytest.mark.parametrize("seed", range(10, 16))
def test_whatever_was_merged_all_of_it_undone_is_the_base_that_was(story: Story, seed: int) -> None:
    dice = random.Random(seed)
    firms(story, dice)
    before = business()
    for _step in range(STEPS):
        tried(dice.choice([merge_some, merge_some, undo_some]), story, dice)
    while Merge.objects.filter(undone_at=None).exists():
        tried(undo_some, story, dice)
    assert business() == before


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a connection of its own, let go in the same moment; who is refused answers with the refusal."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_clients_at_once_merge_them_once(committed_story: Story) -> None:
    story = committed_story
    for number in range(6):
        one, other = client_of(story.anna, f"ООО «Маяк {number}»"), client_of(story.anna, f"Маяк {number}")
        answers = at_once(
            lambda one=one, other=other: merge_clients(one, [other], by=story.owner),
            lambda one=one, other=other: merge_clients(other, [one], by=story.owner),
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Merge", "Refused"]
    assert Client.objects.kept().count() == 6
    everything_is_reachable_once()


@pytest.mark.django_db(transaction=True)
def test_a_deal_a_task_and_an_edit_in_the_moment_of_the_merge_are_not_lost(committed_story: Story) -> None:
    story = committed_story
    for number in range(8):
        main, twin = client_of(story.anna, f"ООО «Маяк {number}»"), client_of(story.anna, f"Маяк {number}")
        new = NewTask("Перезвонить", Due(on=timezone.localdate()), story.anna, client=twin)
        merge, deal, task, edited = at_once(
            lambda main=main, twin=twin: merge_clients(main, [twin], by=story.owner),
            lambda twin=twin: story.deal(client=twin, title="В тот же миг"),
            lambda new=new: set_task(new, by=story.anna),
            lambda twin=twin: change_client(twin, {"address": "Невский, 1"}, by=story.anna),
        )
        assert isinstance(merge, Merge)
        for row in (deal, task):
            assert isinstance(row, Refused) or type(row).objects.get(pk=row.pk).client_id == main.pk
        assert isinstance(edited, Refused) or Client.objects.get(pk=main.pk).address == "Невский, 1"
    everything_is_reachable_once()
    assert Entry.objects.filter(kind="clients.clients_merged").count() == 8
