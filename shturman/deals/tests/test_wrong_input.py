"""What clumsy hands and broken pastes put into the forms: a word of what is wrong, never a crash."""

from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from shturman.clients.models import Client, Note
from shturman.deals.models import LossReason
from shturman.kit.smart_dates import understand
from shturman.world.story import Story


@pytest.fixture
def owner(story: Story, client: Browser) -> Browser:
    client.force_login(story.owner)
    return client


def lines(**first: str) -> dict[str, str]:
    return {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", **{f"lines-0-{name}": value for name, value in first.items()}}


def test_it_keeps_a_note_without_the_sign_that_the_database_cannot_keep(story: Story, owner: Browser) -> None:
    deal = story.deal()
    owner.post(f"/deals/{deal.pk}/note/", {"text": "Просит\x00 счёт"})
    owner.post(f"/deals/{deal.pk}/note/", {"text": "\x00"})
    assert [note.text for note in Note.objects.all()] == ["Просит счёт"]


def test_it_refuses_a_reason_longer_than_its_column(story: Story, owner: Browser) -> None:
    before = list(LossReason.objects.filter(is_offered=True).values_list("name", flat=True))
    assert owner.post("/deals/funnels/reasons/", {"reasons": "Дорого\n" + "о" * 121}).status_code == 302
    assert list(LossReason.objects.filter(is_offered=True).values_list("name", flat=True)) == before
    owner.post("/deals/funnels/reasons/", {"reasons": "Доро\x00го"})
    assert list(LossReason.objects.filter(is_offered=True).values_list("name", flat=True)) == ["Дорого"]


def test_it_refuses_lines_that_no_sum_can_hold(story: Story, owner: Browser) -> None:
    deal = story.deal()
    before = deal.amount
    assert owner.post(f"/deals/{deal.pk}/lines/", lines(name="Насос", quantity="9" * 12, price="1")).status_code == 422
    owner.post(f"/deals/{deal.pk}/lines/", lines(name="Насос", quantity="999999", price="999999999999"))
    deal.refresh_from_db()
    assert deal.amount == before and not deal.lines.exists()


def test_it_keeps_a_long_name_whole_when_it_is_nobodys(story: Story, owner: Browser) -> None:
    owner.post("/clients/add/", {"kind": "person", "name": "я" * 300, "responsible": story.owner.pk})
    client = Client.objects.get(name__startswith="Яяя")
    assert len(client.name) == 300 and client.surname == ""


NO_DAYS = ["через 99999999999 дней", "через 9999999 месяцев", "через 99999999999999999999 ч", "31.02", "0000-00-00"]


@pytest.mark.parametrize("words", NO_DAYS)
def test_it_understands_no_day_that_is_in_no_calendar(words: str) -> None:
    assert understand(words, datetime(2026, 11, 18, tzinfo=UTC), UTC) is None
