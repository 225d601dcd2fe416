"""Cards at hand: opened lately, and pinned; the same on every device, and only what the person still sees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import assign_clients, delete_client, merge_clients, restore_client, undo_merge
from shturman.clients.models import Client, Merge
from shturman.company.models import Member
from shturman.deals.actions import assign_deals, delete_deal
from shturman.journal.models import Look
from shturman.kit.errors import NotAllowed, Refused
from shturman.web.actions import MOST_PINS, pin_card, unpin_card
from shturman.web.models import Pin
from shturman.web.palette import groups_for
from shturman.web.records import RECENT, pinned_records, recent_records
from shturman.world.story import Story, client_of

PART = {"HX-Request": "true"}


def titles(records: list) -> list[str]:
    return [record.title for record in records]


def opened(member: Member, card: str, card_id: int, days_ago: int = 0) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    Look.objects.create(by=member, card=card, card_id=card_id, day=timezone.localdate(at), last_at=at)


@pytest.fixture
def twice(story: Story) -> tuple[Client, Client]:
    return client_of(story.anna, "ООО «Гидротехника»"), client_of(story.anna, "Гидротехника СПб")


def test_what_was_opened_last_stands_first_and_once(story: Story, client: Browser) -> None:
    firm, deal = client_of(story.anna, "ООО «Причал»"), story.deal(title="Насосы")
    opened(story.anna, "client", firm.pk, days_ago=3)
    client.force_login(story.anna)
    client.get(f"/clients/{firm.pk}/")
    client.get(f"/deals/{deal.pk}/")
    assert titles(recent_records(story.anna)) == ["Насосы", "ООО «Причал»"]
    page = client.get("/palette/", headers=PART).text
    assert page.index("Насосы") < page.index("Причал")


def test_what_is_pinned_is_not_repeated_among_the_recent(story: Story) -> None:
    firm, deal = client_of(story.anna), story.deal()
    opened(story.anna, "client", firm.pk)
    opened(story.anna, "deal", deal.pk)
    pin_card(firm, by=story.anna)
    groups = {group.name: [command.title for command in group.commands] for group in groups_for(story.anna)}
    assert (groups["pinned"], groups["recent"]) == ([firm.name], [deal.title])


def test_of_three_hundred_the_last_few_are_recent(story: Story) -> None:
    firms = Client.objects.bulk_create(
        Client(name=f"Фирма {number}", folded_name=f"фирма {number}", responsible=story.anna, created_by=story.anna)
        for number in range(300)
    )
    for number, firm in enumerate(firms):
        opened(story.anna, "client", firm.pk, days_ago=number)
    assert titles(recent_records(story.anna)) == [f"Фирма {number}" for number in range(RECENT)]


def test_what_is_not_seen_any_more_is_not_recent(story: Story) -> None:
    firm, deal = client_of(story.anna), story.deal()
    opened(story.anna, "client", firm.pk)
    opened(story.anna, "deal", deal.pk)
    assign_clients([firm], story.vera, by=story.owner)
    assign_deals([deal], story.vera, by=story.owner)
    assert recent_records(story.anna) == []


def test_looking_as_another_leaves_nothing_recent_and_pins_nothing(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    client.get(f"/clients/{firm.pk}/")
    assert client.post(f"/pins/client/{firm.pk}/", headers=PART).status_code == 403
    assert recent_records(story.anna) == recent_records(story.owner) == pinned_records(story.anna) == pinned_records(story.owner) == []


def test_a_client_merged_away_is_recent_as_the_main_one(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    opened(story.anna, "client", twin.pk)
    opened(story.anna, "client", main.pk, days_ago=1)
    merge_clients(main, [twin], by=story.owner)
    assert titles(recent_records(story.anna)) == ["ООО «Гидротехника»"]


def test_a_pin_is_shared_between_devices(story: Story) -> None:
    deal, at_work, at_home = story.deal(title="Насосы"), Browser(), Browser()
    at_work.force_login(story.anna)
    at_home.force_login(story.anna)
    answer = at_work.post(f"/pins/deal/{deal.pk}/", headers=PART)
    assert "Открепить" in answer.text and answer["HX-Trigger"] == "pins:changed"
    assert "Насосы" in at_home.get("/pins/").text and "Насосы" in at_home.get("/palette/", headers=PART).text
    assert "Открепить" in at_home.get(f"/deals/{deal.pk}/").text
    assert "Закрепить" in at_home.post(f"/pins/deal/{deal.pk}/take-off/", headers=PART).text
    assert "Насосы" not in at_work.get("/pins/").text


def test_a_double_click_pins_once(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.anna)
    for _click in range(2):
        assert client.post(f"/pins/client/{firm.pk}/", headers=PART).status_code == 200
    assert Pin.objects.filter(member=story.anna).count() == 1


def test_without_scripts_it_comes_back_to_the_card(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.anna)
    assert client.post(f"/pins/client/{firm.pk}/")["Location"] == firm.get_absolute_url()
    assert pinned_records(story.anna)


def test_the_base_keeps_a_card_pinned_once_and_only_cards(story: Story) -> None:
    Pin.objects.create(member=story.anna, card="client", card_id=1)
    for card in ("client", "good"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pin.objects.create(member=story.anna, card=card, card_id=1)


def test_a_pin_is_its_owners_alone(story: Story) -> None:
    pin_card(story.deal(), by=story.anna)
    assert pinned_records(story.head) == []


@pytest.mark.parametrize("address", ["/pins/client/{}/", "/pins/client/{}/take-off/", "/pins/good/{}/", "/pins/deal/{}/"])
def test_what_he_does_not_see_is_not_found(story: Story, client: Browser, address: str) -> None:
    firm = client_of(story.vera)
    client.force_login(story.anna)
    assert client.post(address.format(firm.pk), headers=PART).status_code == 404
    assert client.post(address.format(99_000_000), headers=PART).status_code == 404
    with pytest.raises(NotAllowed):
        pin_card(firm, by=story.anna)
    assert not Pin.objects.exists()


def test_a_deleted_card_leaves_the_list_and_comes_back_with_its_card(story: Story, client: Browser) -> None:
    firm, deal = client_of(story.anna), story.deal()
    pin_card(firm, by=story.anna)
    pin_card(deal, by=story.anna)
    delete_client(firm, by=story.anna)
    delete_deal(deal, by=story.owner)
    assert pinned_records(story.anna) == []
    client.force_login(story.anna)
    assert client.get("/pins/").status_code == 200
    assert client.post(f"/pins/deal/{deal.pk}/", headers=PART).status_code == 404
    restore_client(firm, by=story.anna)
    assert titles(pinned_records(story.anna)) == [firm.name]


def test_a_pin_follows_the_main_client_and_returns_with_the_undo(story: Story, twice: tuple[Client, Client], client: Browser) -> None:
    main, twin = twice
    pin_card(twin, by=story.anna)
    merge_clients(main, [twin], by=story.owner)
    assert titles(pinned_records(story.anna)) == [main.name]
    client.force_login(story.anna)
    assert "Открепить" in client.get(f"/clients/{main.pk}/").text
    undo_merge(Merge.objects.get(), by=story.owner)
    assert titles(pinned_records(story.anna)) == [twin.name]


def test_both_pinned_and_merged_are_one_pin_that_is_taken_off_at_once(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    third = client_of(story.anna, "Гидро")
    for firm in (twin, main, third):
        pin_card(firm, by=story.anna)
    merge_clients(twin, [third], by=story.owner)
    merge_clients(main, [twin], by=story.owner)
    assert titles(pinned_records(story.anna)) == [main.name]
    unpin_card(main, by=story.anna)
    assert pinned_records(story.anna) == []


def test_a_page_opened_before_a_merge_pins_the_main_client(story: Story, twice: tuple[Client, Client], client: Browser) -> None:
    main, twin = twice
    merge_clients(main, [twin], by=story.owner)
    client.force_login(story.anna)
    assert client.post(f"/pins/client/{twin.pk}/", headers=PART).status_code == 200
    assert titles(pinned_records(story.anna)) == [main.name]


def test_more_than_a_glance_takes_in_is_refused_in_words(story: Story, client: Browser) -> None:
    deals = [story.deal(title=f"Сделка {number}") for number in range(MOST_PINS + 1)]
    for deal in deals[:MOST_PINS]:
        pin_card(deal, by=story.anna)
    client.force_login(story.anna)
    answer = client.post(f"/pins/deal/{deals[-1].pk}/", headers=PART).text
    assert "Закреплено уже 30 карточек" in answer and "Закрепить" in answer
    pin_card(deals[0], by=story.anna)
    with pytest.raises(Refused):
        pin_card(deals[-1], by=story.anna)
    delete_deal(deals[0], by=story.owner)
    pin_card(deals[-1], by=story.anna)


def test_a_card_says_which_card_it_is(story: Story, client: Browser) -> None:
    deal = story.deal(client=client_of(story.anna))
    client.force_login(story.anna)
    for address, card in ((deal.get_absolute_url(), "deal"), (f"/clients/{deal.client_id}/", "client")):
        assert re.findall(r'data-card="(\w+)"', client.get(address).text) == [card]
