"""The same question in the list, its count, the export and a change of many rows gives the same rows, whoever asks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import change_client, set_tags
from shturman.company.actions import set_own_rights
from shturman.company.models import Member
from shturman.deals.actions import GivenFacts, change_deal, move_deal
from shturman.deals.models import Deal, LossReason
from shturman.deals.questions import Asker
from shturman.fields.models import OwnField
from shturman.fields.tests.cards import key_of, own_field
from shturman.kit import house
from shturman.kit.errors import Refused
from shturman.lists.actions import choose_filtered
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}
TYPED = {"words": "Фирма", "date": timezone.localdate().isoformat()}
CHOICES = ("Ипотека", "Сразу", "Рассрочка")
VALUES: dict[str, Callable[[int, list[int], Member], Any]] = {
    "text": lambda number, choices, by: f"Фирма {number % 2}",
    "number": lambda number, choices, by: str(number * 1000),
    "date": lambda number, choices, by: (timezone.localdate() + timedelta(days=number - 14)).isoformat(),
    "choice": lambda number, choices, by: choices[number % 3],
    "many": lambda number, choices, by: choices[: 1 + number % 3],
    "flag": lambda number, choices, by: number % 2 == 0,
    "person": lambda number, choices, by: by.pk,
}
# Its own period and the state of each of its figures.
ANSWERED_BY_THE_REPORT = ("state=", "closed_")
PAGES = {"deals": ("/deals/list/", "/deals/list/export/", "deal"), "clients": ("/clients/", "/clients/export/", "client")}


@pytest.fixture
def busy(story: Story) -> Story:
    """Deals of several people, stages, sums and tags: no question of the house finds everything or nothing only."""
    stages = list(story.stages.values())
    in_work = [stage for stage in stages if stage.is_open]
    fields = {
        thing: [own_field(story.owner, kind, f"Поле «{kind}»", thing, choices=CHOICES) for kind in VALUES] for thing in ("deal", "client")
    }
    for number in range(28):
        by = (story.anna, story.boris, story.vera)[number % 3]
        firm = client_of(by, f"ООО «Фирма {number}»")
        set_tags(firm, [["опт", "юг"], ["опт"], []][number % 3 - number % 2], by=by)
        change_client(firm, own_values(fields["client"], number, by), by=by)
        deal = story.deal(by, client=firm, title=f"Сделка {number}", amount=number * 1000)
        change_deal(deal, own_values(fields["deal"], number, by), by=by)
        if number % 4 == 1:
            move_deal(deal, in_work[1], by=by)
        if number % 6 == 4:
            won = next(stage for stage in stages if stage.kind == "won")
            move_deal(Deal.objects.get(pk=deal.pk), won, by=by)
        elif number % 7 == 3:
            lost = next(stage for stage in stages if stage.kind == "lost")
            move_deal(deal, lost, by=by, given=GivenFacts(loss_reason=LossReason.objects.first(), loss_words="дорого"))
        elif number % 5 == 0:
            change_deal(deal, {"expected_on": timezone.localdate()}, by=by)
    for member in (story.anna, story.vera, story.head):
        set_own_rights(member, {"deal.export": member.right("deal.see"), "client.export": member.right("client.see")}, by=story.owner)
    return story


def own_values(fields: Sequence[OwnField], number: int, by: Member) -> dict[str, Any]:
    """Every third field of a card stands empty."""
    filled = [field for place, field in enumerate(fields) if (number + place) % 3]
    return {key_of(field): VALUES[field.kind](number, list(field.choices.values_list("pk", flat=True)), by) for field in filled}


def asked(thing: str, member: Member) -> Iterator[str]:
    """Every question of the list with every answer that it offers this person, and a pair of groups."""
    asker: Any = Asker.of(member) if thing == "deals" else member
    single: list[str] = []
    for key, question in house.questions_for(f"{thing[:-1]}_list", member, None).items():
        answers = [value for value, _words in question.choices(asker)] if question.choices else [TYPED.get(question.kind, "9000")]
        single += [f"{key}={answer}" for answer in answers]
    yield ""
    yield from single
    for first, second in zip(single[::3], single[4::3], strict=False):
        yield f"1.{first}&2.{second}"
        yield f"{single[0]}&1.{first}&1.{second}&2.{single[1]}"


def listed(browser: Browser, thing: str, query: str) -> list[int]:
    return listed_at(browser, f"{PAGES[thing][0]}?{query}", PAGES[thing][2])


def listed_at(browser: Browser, url: str, mark: str = "deal") -> list[int]:
    address, found = url.partition("?")[0], list[int]()
    while url:
        page = browser.get(url, headers=HTMX if "part=rows" in url else {})
        assert page.status_code == 200, url
        found += [int(pk) for pk in re.findall(rf'<tr id="{mark}-(\d+)"', page.text)]
        url = address + page.context["next_url"] if page.context["next_url"] else ""
    return found


def exported(browser: Browser, thing: str, query: str) -> list[int]:
    answer = browser.get(f"{PAGES[thing][1]}?{query}")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return sorted(int(row[0]) for row in list(csv.reader(io.StringIO(body), delimiter=";"))[1:])


def counted(browser: Browser, query: str) -> int:
    return int(browser.get(f"/deals/list/total/?{query}", headers=HTMX).context["total"].count)


def reported(browser: Browser, query: str) -> list[int]:
    """Won and lost deals of all the time; each figure must open a list of as many."""
    cut = browser.get(f"/reports/?by=manager&period=all&{query}").context["cuts"][0]
    won, _sum, lost, *_rest = cut.table.total
    for figure in (won, lost):
        assert counted(browser, figure.url.partition("?")[2]) == int(figure.text), figure.url
    return [int(won.text), int(lost.text)]


def chosen(thing: str, query: str, member: Member) -> list[int]:
    try:
        return sorted(choose_filtered(thing, QueryDict(query), by=member).rows.values_list("object_id", flat=True))
    except Refused:
        return []


@pytest.mark.parametrize("thing", ["deals", "clients"])
@pytest.mark.parametrize("who", ["owner", "head", "anna", "vera"])
def test_the_same_question_gives_the_same_rows_everywhere(busy: Story, client: Browser, thing: str, who: str) -> None:
    member = Member.objects.get(pk=getattr(busy, who).pk)
    client.force_login(member)
    sizes = set()
    for place, query in enumerate(asked(thing, member)):
        rows = listed(client, thing, query)
        assert len(rows) == len(set(rows)), f"{query}: a row stands twice"
        assert exported(client, thing, query) == sorted(rows), f"export of {query}"
        assert chosen(thing, query, member) == sorted(rows), f"change of many rows of {query}"
        if thing == "deals":
            assert counted(client, query) == len(rows), f"count of {query}"
        # A report is dear, and asks by the same condition: every third question is enough to see that its lists are its figures.
        if thing == "deals" and place % 3 == 0 and not any(key in query for key in ANSWERED_BY_THE_REPORT):
            assert reported(client, query) == [counted(client, f"{query}&state={state}") for state in ("won", "lost")], query
        sizes.add(len(rows))
    assert len(sizes) >= 3, "the questions tell rows apart"


def test_groups_of_conditions_are_a_link_and_come_back_from_it(busy: Story, client: Browser) -> None:
    client.force_login(busy.owner)
    stage = [stage for stage in busy.stages.values() if stage.is_open][1]
    query = f"responsible={busy.anna.pk}&1.stage={stage.pk}&2.amount_from=20000"
    page = client.get(f"/deals/list/?{query}")
    chips = [chip["label"] for chip in page.context["filters"] if chip["is_on"]]
    assert chips[1].startswith("либо ") and chips[2].startswith("или ")
    form = client.get(f"/deals/filter/?{query}&back=/deals/list/", headers=HTMX).text
    assert 'name="1.stage"' in form and 'value="20000"' in form
    without = next(chip["remove_url"] for chip in page.context["filters"] if chip["label"] == chips[1])
    assert "1.stage" not in without and "2.amount_from=20000" in without
