import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from shturman.deals.actions import GivenFacts, NewLine, add_observer, move_deal
from shturman.deals.actions.loading import LoadedDeal, load_deals
from shturman.deals.models import Deal
from shturman.goods.actions import add_good
from shturman.goods.models import Good
from shturman.kit.money import grouped, roubles
from shturman.reports.figures import sold
from shturman.reports.periods import asked
from shturman.reports.tables import Cell
from shturman.world.story import Story, client_of

TODAY = date(2026, 11, 24)
CUTS = ("manager", "funnel", "month", "good", "reason")


@pytest.fixture
def sales(story: Story) -> Story:
    """Three years of deals of three people: won, lost, non-target and open."""
    pump, fan = (add_good({"name": name, "price": Decimal(100)}, by=story.owner) for name in ("Насос", "Вентилятор"))
    lines = {0: [pump], 1: [fan], 2: [pump, fan], 3: []}
    closings = ["Оплата получена", "Клиент отказался", "Оплата получена", "Обращение не по адресу", "Оплата получена"]
    rows = []
    for number in range(24):
        opened = datetime(2024 + number % 3, 1 + number % 12, 1 + number, 9, 30, tzinfo=UTC)
        stage = story.stages[closings[number % 5]]
        rows.append(
            LoadedDeal(
                title=f"Сделка {number}",
                funnel=story.funnel,
                stage=stage,
                responsible=(story.anna, story.boris, story.vera)[number % 3 if number % 4 else 0],
                opened_at=opened,
                passed=[(story.stages["Заявка принята"], opened), (story.stages["Договор согласован"], opened + timedelta(days=2))],
                entered_at=opened + timedelta(days=10 + number),
                amount=Decimal(1000 + number * 17),
                loss_reason=story.reason() if stage.asks_reason else None,
                lines=[NewLine(name=good.name, price=good.price, quantity=Decimal(number + 1), good=good) for good in lines[number % 4]],
            )
        )
    load_deals(rows, by=story.owner)
    story.deal(title="Открытая")
    add_observer(Deal.objects.filter(responsible=story.vera, outcome="won")[0], story.anna, by=story.owner)
    return story


COUNTS, SUMS = {"Выиграно", "Проиграно", "Дошли", "Нецелевые"}, {"Сумма выигранных", "Сумма проигранных"}
PERIODS = ("period=all", "period=2025", "period=custom&closed_from=2024-03-01&closed_to=2025-09-15")
FILTERS = ("", "responsible=me", "amount_from=1200", "good={good}", "loss_reason={reason}", "state=open", "funnel={funnel}", "funnel=none")


def doors(client: Browser, query: str) -> Iterator[tuple[str, Cell]]:
    """Every figure of the page with the name of its column."""
    context = client.get(f"/reports/?{query}").context
    for part in context["cuts"]:
        for cells in [*(row.cells for row in part.table.rows), part.table.total]:
            yield from zip(part.table.heads, cells, strict=False)
    for figure in context["figures"]:
        yield figure["label"], Cell(figure["value"], figure["url"])


def assert_adds_up(client: Browser, head: str, cell: Cell) -> None:
    if not cell.url:
        assert cell.text == "—"
        return
    total = client.get(cell.url.replace("/deals/list/", "/deals/list/total/")).context["total"]
    if head in COUNTS:
        assert cell.text == grouped(total.count), cell
    elif head in SUMS:
        assert cell.text == roubles(total.amount), cell
    elif head == "Средняя сделка" and total.count:
        assert cell.text == roubles((total.amount / total.count).quantize(Decimal(1))), cell
    else:
        assert total.count or cell.text in ("—", "0\u00a0%"), cell


@pytest.mark.parametrize("who", ["owner", "head", "anna"])
@pytest.mark.parametrize("cut", CUTS)
def test_every_figure_opens_the_list_that_adds_up_to_it(sales: Story, client: Browser, who: str, cut: str) -> None:
    client.force_login(getattr(sales, who))
    shown = [door for period in PERIODS for door in doors(client, f"by={cut}&{period}")]
    for head, cell in dict.fromkeys(shown):
        assert_adds_up(client, head, cell)
    assert len(shown) > 10


@pytest.mark.parametrize("narrowed", FILTERS)
def test_figures_add_up_within_any_filter(sales: Story, client: Browser, narrowed: str) -> None:
    client.force_login(sales.owner)
    narrowed = narrowed.format(good=Good.objects.get(name="Насос").pk, reason=sales.reason().pk, funnel=sales.funnel.pk)
    for cut in CUTS:
        for head, cell in dict.fromkeys(doors(client, f"by={cut}&period=all&{narrowed}")):
            assert_adds_up(client, head, cell)


def test_a_manager_sees_his_own_sales_and_a_head_his_department(sales: Story, client: Browser) -> None:
    names = {}
    for member in (sales.anna, sales.head, sales.owner):
        client.force_login(member)
        rows = client.get("/reports/?period=all").context["cuts"][0].table.rows
        names[member.login] = {row.name.split()[0] for row in rows}
    # Anna watches one deal of Vera.
    assert names == {
        "anna": {"Воскресенская", "Шереметьева-Гольц"},
        "head": {"Воскресенская", "Левченко"},
        "owner": {"Воскресенская", "Левченко", "Шереметьева-Гольц"},
    }


def test_rate_average_and_cycle_are_of_won_and_lost_alone(story: Story) -> None:
    opened = datetime(2025, 5, 1, 9, tzinfo=UTC)
    for amount, stage in ((100, "Оплата получена"), (300, "Оплата получена"), (50, "Клиент отказался")):
        row = LoadedDeal(
            title="Сделка",
            funnel=story.funnel,
            stage=story.stages[stage],
            responsible=story.anna,
            opened_at=opened,
            entered_at=opened + timedelta(days=amount // 100 + 1),
            amount=Decimal(amount),
            loss_reason=story.reason() if amount == 50 else None,
        )
        load_deals([row], by=story.owner)
    figures = sold(Deal.objects.visible_to(story.owner).closed())
    assert (figures.won, figures.won_sum, figures.lost, figures.average, figures.cycle_days) == (2, Decimal(400), 1, Decimal(200), 3.0)
    assert round(figures.win_rate or 0, 2) == 66.67


def test_the_report_grows_when_a_deal_is_won(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    assert "Нет закрытых" in client.get("/reports/").text
    deal = story.deal(amount=Decimal(640_000), client=client_of(story.anna))
    move_deal(deal, story.stages["Оплата получена"], by=story.anna, given=GivenFacts())
    page = client.get("/reports/").text
    assert "640\u00a0000\u00a0₽" in page and "100\u00a0%" in page and "<rect" in page


def test_the_funnel_counts_those_who_went_further(sales: Story, client: Browser) -> None:
    client.force_login(sales.owner)
    rows = client.get("/reports/?by=funnel&period=all").context["cuts"][0].table.rows
    reached = [int(row.cells[0].text) for row in rows]
    assert reached == sorted(reached, reverse=True) and reached[0] == 25
    assert rows[0].cells[3].text == "2"


def test_a_day_of_the_period_begins_at_the_midnight_of_the_viewer(story: Story, client: Browser) -> None:
    """22:30 of the 31st by UTC is the first of the next month in Moscow."""
    closed = datetime(2025, 5, 31, 22, 30, tzinfo=UTC)
    row = LoadedDeal("Ночная", story.funnel, story.stages["Оплата получена"], story.anna, closed - timedelta(days=1), entered_at=closed)
    load_deals([row], by=story.owner)
    client.force_login(story.anna)
    months = client.get("/reports/?by=month&period=all").context["cuts"][0].table.rows
    assert [month.name for month in months] == ["июнь\u00a02025"]
    assert_adds_up(client, "Выиграно", months[0].cells[0])


@pytest.mark.parametrize(
    ("params", "since", "until"),
    [
        ({"period": "quarter"}, date(2026, 10, 1), date(2026, 12, 31)),
        ({"period": "year"}, date(2026, 1, 1), date(2026, 12, 31)),
        ({"period": "2017"}, date(2017, 1, 1), date(2017, 12, 31)),
        ({"period": "all"}, None, None),
        ({"closed_from": "2017-03-01"}, date(2017, 3, 1), None),
        ({"period": "custom", "closed_from": "31.31"}, date(2026, 11, 1), date(2026, 11, 30)),
        ({"period": "evil"}, date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_it_understands_the_period(params: dict[str, str], since: date | None, until: date | None) -> None:
    assert (asked(params, TODAY).since, asked(params, TODAY).until) == (since, until)


@pytest.mark.parametrize("cut", CUTS)
def test_the_number_of_queries_does_not_grow(sales: Story, client: Browser, cut: str, django_assert_max_num_queries: Any) -> None:
    client.force_login(sales.owner)
    client.get(f"/reports/?by={cut}&period=all")
    with django_assert_max_num_queries(12):
        assert client.get(f"/reports/?by={cut}&period=all").status_code == 200


def test_the_years_offered_are_those_in_which_the_reader_sees_sales(sales: Story, client: Browser) -> None:
    client.force_login(sales.owner)
    page = client.get("/reports/?by=month&period=2025&responsible=me").text
    address = re.search(r'hx-get="(/reports/years/[^"]+)"', page)
    assert address
    years = client.get(html.unescape(address[1]), headers={"HX-Request": "true"}).text
    assert re.findall(r">(\d{4})</a>", years) == ["2027", "2026", "2025", "2024"]
    assert 'href="/reports/?responsible=me&amp;by=month&amp;period=2025" aria-current="true"' in years
    client.force_login(sales.boris)
    his = [moment.year for moment in Deal.objects.closed().filter(responsible=sales.boris).values_list("closed_at", flat=True)]
    years = client.get("/reports/years/", headers={"HX-Request": "true"}).text
    assert re.findall(r">(\d{4})</a>", years) == [str(year) for year in range(max(his), min(his) - 1, -1)]


def test_whoever_has_sold_nothing_is_offered_no_year(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    assert not client.get("/reports/years/", headers={"HX-Request": "true"}).text.strip()


def test_a_broken_address_shows_the_page_all_the_same(sales: Story, client: Browser) -> None:
    client.force_login(sales.anna)
    assert client.get("/reports/?by=evil&period=99999&good=x&funnel=none&responsible=abc&closed_from=x").status_code == 200
    assert client.get("/reports/filter/?by=manager&period=all", headers={"HX-Request": "true"}).status_code == 200
    assert client.get("/reports/filter/").status_code == 200
    assert client.get("/reports/years/?by=evil&period=99999&funnel=none").status_code == 200


def test_a_long_list_of_managers_is_shown_whole_by_a_click(story: Story, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shturman.reports.cuts.FIRST_ROWS", 1)
    for seller in (story.anna, story.boris):
        move_deal(story.deal(seller, client=client_of(seller)), story.stages["Оплата получена"], by=seller)
    client.force_login(story.owner)
    page = client.get("/reports/?period=all").text
    assert "Показать ещё 1" in page and "200\u00a0000\u00a0₽" in page, "the total is of all"
    whole = client.get("/reports/?period=all&rows=all").text
    assert "Левченко Борис" in whole and "Воскресенская Анна" in whole and "Показать ещё" not in whole
