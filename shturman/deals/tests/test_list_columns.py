"""The columns of the list are chosen, put in order and live in the address."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client as Browser
from python_calamine import load_workbook

from shturman.deals.list_columns import COLUMNS, KNOWN, USUAL
from shturman.world.story import Story, client_of


def heads(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)][-7:]


def test_what_is_chosen_stands_in_its_order(story: Story, client: Browser) -> None:
    story.deal(client=client_of(story.anna), title="Насосы", amount=125_000)
    client.force_login(story.anna)
    answer = client.get("/deals/list/columns/?state=open&column=amount&place_amount=1&column=registrar&place_registrar=2&view=0")
    assert "columns=amount%2Cregistrar" in answer.url and "state=open" in answer.url
    page = client.get(answer.url).text
    assert [head for head in heads(page) if head][-3:] == ["Сделка", "Сумма", "Регистратор"]
    row = page[page.index('<tr id="deal-') :]
    assert "125 000" in row.replace("\xa0", " ") and story.anna.short_name in row


def test_unknown_columns_leave_the_usual_ones(story: Story) -> None:
    assert [column.key for column in COLUMNS.chosen("выдумка,,' OR 1", story.anna)] == list(USUAL)
    assert [column.key for column in COLUMNS.chosen("amount,amount,stage", story.anna)] == ["amount", "stage"]


@pytest.mark.parametrize("key", [column.key for column in KNOWN])
def test_every_column_costs_no_query_a_row(story: Story, client: Browser, key: str, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        story.deal(client=client_of(story.anna), title=f"Сделка {number}")
    client.force_login(story.anna)
    client.get("/deals/list/?view=0")
    with django_assert_max_num_queries(9):
        assert client.get(f"/deals/list/?view=0&columns={key}").status_code == 200


def test_the_form_offers_all_and_marks_what_is_shown(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    form = client.get("/deals/list/columns/?columns=kind,stage&sort=title", headers={"HX-Request": "true"}).text
    assert form.count('name="column"') == len(KNOWN) and form.count(" checked") == 2
    assert 'name="sort" value="title"' in form and 'name="place_kind" value="1"' in form


def test_the_list_is_taken_out_as_a_workbook(story: Story, client: Browser) -> None:
    story.deal(client=client_of(story.anna), title="=1+1", amount=125_000)
    client.force_login(story.owner)
    assert "as=xlsx" in client.get("/deals/list/?view=0").text
    answer = client.get("/deals/list/export/?as=xlsx")
    rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert answer["Content-Type"].endswith("sheet") and len(rows) == 2 and rows[1][1] == "=1+1" and rows[1][5] == 125_000
