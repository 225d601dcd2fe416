from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction

from shturman.deals.actions import LoadedDeal, load_deals, unload_deals
from shturman.deals.models import Deal, StageStay
from shturman.journal.models import Entry
from shturman.tasks.actions import spread_first_tasks, unload_tasks
from shturman.tasks.models import Task
from shturman.world.story import Story

OPENED, CLOSED = datetime(2017, 3, 1, tzinfo=UTC), datetime(2017, 4, 21, tzinfo=UTC)


def won(story: Story, **facts: object) -> LoadedDeal:
    return LoadedDeal(
        title="GTX Pro",
        funnel=story.funnel,
        stage=story.stages["Оплата получена"],
        responsible=story.anna,
        opened_at=OPENED,
        passed=[(story.stages["Заявка принята"], OPENED)],
        entered_at=CLOSED,
        amount=Decimal(4821),
        **facts,  # type: ignore[arg-type]
    )


def test_facts_of_the_past_stand_in_the_past_and_nothing_fires(story: Story) -> None:
    (deal,) = load_deals([won(story)], by=story.owner)
    assert (deal.created_at, deal.closed_at) == (OPENED, CLOSED)
    assert list(StageStay.objects.filter(deal=deal).values_list("entered_at", "left_at")) == [(OPENED, CLOSED), (CLOSED, None)]
    opened, closed = Entry.objects.filter(links__card="deal", links__card_id=deal.pk).order_by("pk")
    assert (opened.happened_at, closed.happened_at) == (OPENED, CLOSED) and closed.recorded_at > CLOSED
    assert not Task.objects.exists()


def test_the_registrar_of_a_loaded_deal_is_never_the_one_who_loads(story: Story) -> None:
    (deal,) = load_deals([won(story)], by=story.owner)
    assert deal.registrar == story.anna


def test_first_tasks_of_loaded_deals_are_at_most_twenty_a_person_a_day(story: Story) -> None:
    rows = [
        LoadedDeal(
            title=f"Сделка {number}", funnel=story.funnel, stage=story.stages["Заявка принята"], responsible=story.anna, opened_at=OPENED
        )
        for number in range(45)
    ]
    with transaction.atomic():
        spread_first_tasks(load_deals(rows, by=story.owner), by=story.owner)
    days: dict[object, int] = {}
    for due_on in Task.objects.values_list("due_on", flat=True):
        days[due_on] = days.get(due_on, 0) + 1
    assert sorted(days.values()) == [5, 20, 20]
    assert Deal.objects.filter(next_step_at=None).count() == 0


def test_an_undone_load_leaves_no_deal_and_keeps_the_journal(story: Story) -> None:
    deals = load_deals([won(story), won(story)], by=story.owner)
    entries = Entry.objects.count()
    unload_tasks([deal.pk for deal in deals])
    assert unload_deals([deal.pk for deal in deals], by=story.owner) > 0
    assert not Deal.objects.everything().exists() and Entry.objects.count() == entries + 1
