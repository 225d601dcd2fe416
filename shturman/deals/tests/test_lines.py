"""Goods of a deal: what is typed is what is kept, and what is printed adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client as Browser

from shturman.deals.actions import LinesChanged, NewDeal, NewLine, open_deal, print_of_lines, set_lines
from shturman.deals.models import Deal
from shturman.goods.actions import add_good, delete_good
from shturman.world.story import Story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def typed(*rows: dict[str, str], known: int = 0, **more: str) -> dict[str, str]:
    lines = {f"lines-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    return {"lines-TOTAL_FORMS": str(len(rows)), "lines-INITIAL_FORMS": str(known), **lines, **more}


@pytest.mark.parametrize(("quantity", "kept"), [("0,125", "0.125"), ("0,001", "0.001"), ("1 000", "1000"), ("2.5", "2.5"), ("", "1")])
def test_a_quantity_is_kept_to_the_thousandth(story: Story, anna: Browser, quantity: str, kept: str) -> None:
    deal = story.deal()
    anna.post(f"/deals/{deal.pk}/lines/", typed({"name": "Труба", "quantity": quantity, "price": "1000"}))
    assert deal.lines.get().quantity == Decimal(kept)
    assert Deal.objects.get(pk=deal.pk).amount == Decimal(kept) * 1000


@pytest.mark.parametrize("quantity", ["0,0001", "1,2345", "0", "-1", "много"])
def test_a_quantity_that_cannot_be_kept_is_refused_beside_it(story: Story, anna: Browser, quantity: str) -> None:
    deal = story.deal()
    answer = anna.post(f"/deals/{deal.pk}/lines/", typed({"name": "Труба", "quantity": quantity, "price": "1000"}), headers=HTMX)
    assert answer.status_code == 422 and answer.context["forms"][0].errors["quantity"]
    assert not deal.lines.exists()


@pytest.mark.parametrize(("price", "kept"), [("0", 0), ("", 5000), ("10", 10)])
def test_a_gift_costs_nothing_and_an_empty_price_is_that_of_the_good(story: Story, anna: Browser, price: str, kept: int) -> None:
    deal, pump = story.deal(), add_good({"name": "Насос", "price": Decimal(5000)}, by=story.owner)
    anna.post(f"/deals/{deal.pk}/lines/", typed({"good": str(pump.pk), "quantity": "1", "price": price}))
    assert deal.lines.get().price == kept and Deal.objects.get(pk=deal.pk).amount == kept


def test_an_own_line_without_a_price_costs_nothing(story: Story, anna: Browser) -> None:
    deal = story.deal()
    anna.post(f"/deals/{deal.pk}/lines/", typed({"name": "Доставка", "quantity": "1", "price": ""}))
    assert deal.lines.get().price == 0


def test_the_amount_is_the_sum_of_lines_as_they_are_printed(story: Story) -> None:
    lines = [NewLine(name, Decimal("0.01"), Decimal("0.5")) for name in ("Винт", "Гайка", "Шайба")]
    deal = set_lines(story.deal(), lines, by=story.anna)
    assert [line.amount for line in deal.lines.all()] == [Decimal("0.01")] * 3 and deal.amount == Decimal("0.03")
    opened = open_deal(NewDeal("Крепёж", story.funnel, story.anna, lines=lines), by=story.anna)
    assert opened.amount == Decimal("0.03")


@pytest.mark.parametrize(("price", "half"), [("0.25", "0.13"), ("0.35", "0.18"), ("0.01", "0.01")])
def test_half_a_kopeck_goes_up(story: Story, price: str, half: str) -> None:
    deal = set_lines(story.deal(), [NewLine("Винт", Decimal(price), Decimal("0.5"))], by=story.anna)
    assert deal.amount == deal.lines.get().amount == Decimal(half)


def offered(answer: object, place: int) -> list[str]:
    form = answer.context["forms"][place]  # type: ignore[attr-defined]
    return [good.name for good in form.fields["good"].queryset]


def test_a_line_keeps_its_good_when_that_is_in_the_trash(story: Story, anna: Browser) -> None:
    pump = add_good({"name": "Насос", "price": Decimal(5000)}, by=story.owner)
    deal = set_lines(story.deal(), [NewLine("Насос", Decimal(5000), good=pump), NewLine("Монтаж", Decimal(100))], by=story.anna)
    delete_good(pump, by=story.owner)
    page = anna.get(f"/deals/{deal.pk}/lines/", headers=HTMX)
    assert [offered(page, place) for place in range(3)] == [["Насос"], [], []]
    rows = [
        {"good": str(pump.pk), "name": "Насос", "quantity": "1", "price": "5000"},
        {"good": "", "name": "Монтаж", "quantity": "1", "price": "200"},
    ]
    assert anna.post(f"/deals/{deal.pk}/lines/", typed(*rows, known=2), headers=HTMX).status_code == 200
    assert [(line.good, line.price) for line in deal.lines.all()] == [(pump, 5000), (None, 200)]


def test_a_good_in_the_trash_is_sold_to_no_other_deal(story: Story, anna: Browser) -> None:
    pump = add_good({"name": "Насос", "price": Decimal(5000)}, by=story.owner)
    delete_good(pump, by=story.owner)
    deal = story.deal()
    row = {"good": str(pump.pk), "name": "", "quantity": "1", "price": ""}
    assert anna.post(f"/deals/{deal.pk}/lines/", typed(row), headers=HTMX).status_code == 422
    assert not deal.lines.exists()


def test_lines_of_a_colleague_are_not_written_over_unseen(story: Story, anna: Browser) -> None:
    deal = set_lines(story.deal(), [NewLine("Насос", Decimal(100))], by=story.anna)
    url = f"/deals/{deal.pk}/lines/"
    seen = anna.get(url, headers=HTMX).context["seen"]
    set_lines(deal, [NewLine("Насос", Decimal(100)), NewLine("Монтаж", Decimal(70))], by=story.head)
    mine = {"name": "Насос", "quantity": "3", "price": "100"}
    told = anna.post(url, typed(mine, known=1, seen=seen), headers=HTMX)
    assert told.status_code == 422 and "Пока вы правили, состав изменил" in told.text and story.head.short_name in told.text
    assert told.context["forms"][0]["quantity"].value() == "3", "nothing that was typed is lost"
    assert [line.name for line in deal.lines.all()] == ["Насос", "Монтаж"]
    assert Deal.objects.get(pk=deal.pk).amount == 170
    assert anna.post(url, typed(mine, known=1, seen=told.context["seen"]), headers=HTMX).status_code == 200
    assert [(line.name, line.quantity) for line in deal.lines.all()] == [("Насос", 3)]


def test_lines_written_at_the_same_moment_are_not_written_over(story: Story) -> None:
    deal = story.deal()
    seen = print_of_lines(deal)
    set_lines(deal, [NewLine("Монтаж", Decimal(70))], by=story.head)
    with pytest.raises(LinesChanged, match="состав изменил"):
        set_lines(deal, [NewLine("Насос", Decimal(100))], by=story.anna, seen=seen)
    assert deal.lines.get().name == "Монтаж"


def test_the_same_line_typed_by_two_is_not_lost(story: Story, anna: Browser) -> None:
    deal = story.deal()
    set_lines(deal, [NewLine("Насос", Decimal(100))], by=story.head)
    row = {"name": "Насос", "quantity": "1", "price": "100"}
    assert anna.post(f"/deals/{deal.pk}/lines/", typed(row, seen=print_of_lines(deal)), headers=HTMX).status_code == 200
    assert deal.lines.get().name == "Насос"


def test_lines_that_no_sum_can_hold_come_back_as_typed(story: Story, anna: Browser) -> None:
    deal = story.deal()
    row = {"name": "Насос", "quantity": "999999", "price": "999999999999"}
    answer = anna.post(f"/deals/{deal.pk}/lines/", typed(row), headers=HTMX)
    assert answer.status_code == 422 and "проверьте" in answer.text and not deal.lines.exists()
