from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from shturman.deals.actions import GivenFacts, add_contact, delete_deal, move_deal, undo_placement
from shturman.deals.models import Deal, StageStay
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story, client_of


def test_it_asks_at_the_drop_for_exactly_what_is_missing(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal, won = story.deal(amount=Decimal(0), client=client_of(story.anna)), story.stages["Оплата получена"]
    answer = client.post(f"/deals/{deal.pk}/move/", {"stage": won.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Не хватает: сумма" in answer.text and 'name="amount"' in answer.text and 'name="client"' not in answer.text
    deal.refresh_from_db()
    assert deal.is_open


def test_a_refusal_from_the_card_asks_for_its_reason_and_shows_the_card_anew(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal, lost, part = story.deal(), story.stages["Клиент отказался"], {"HX-Request": "true"}
    asked = client.get(f"/deals/{deal.pk}/move/?stage={lost.pk}&from=card", headers=part).text
    assert "Назовите причину" in asked and "Не хватает" not in asked and '<input type="hidden" name="from" value="card">' in asked
    given = {"stage": lost.pk, "answered": "1", "from": "card", "loss_reason": story.reason().pk, "loss_words": "Дорого"}
    assert client.post(f"/deals/{deal.pk}/move/", given, headers=part).headers["HX-Redirect"] == deal.get_absolute_url()


def test_it_moves_when_the_missing_is_given(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal, won = story.deal(amount=Decimal(0), client=client_of(story.anna)), story.stages["Оплата получена"]
    answer = client.post(f"/deals/{deal.pk}/move/", {"stage": won.pk, "answered": "1", "amount": "125 000"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "dialog:close" in answer.headers["HX-Trigger"]
    deal.refresh_from_db()
    assert (deal.outcome, deal.amount) == (Deal.Outcome.WON, Decimal(125_000))


def test_it_keeps_what_was_typed_when_one_fact_is_wrong(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal, won = story.deal(amount=Decimal(0), client=client_of(story.anna)), story.stages["Оплата получена"]
    answer = client.post(
        f"/deals/{deal.pk}/move/", {"stage": won.pk, "answered": "1", "amount": "сто тысяч"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "сто тысяч" in answer.text and "Сумма — это число" in answer.text


def test_it_takes_the_reason_of_a_loss_with_its_words(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal, lost = story.deal(), story.stages["Клиент отказался"]
    facts = {"stage": lost.pk, "answered": "1", "loss_reason": story.reason().pk, "loss_words": "Нашли на 10 % дешевле"}
    client.post(f"/deals/{deal.pk}/move/", facts, headers={"HX-Request": "true"})
    deal.refresh_from_db()
    assert deal.outcome == Deal.Outcome.LOST and deal.loss_words == "Нашли на 10 % дешевле"
    assert Entry.objects.get(kind="deals.deal_lost").facts["reason"] == "Дорого — Нашли на 10 % дешевле"


def test_it_refuses_other_without_words(story: Story) -> None:
    with pytest.raises(Refused, match="напишите, что случилось"):
        move_deal(story.deal(), story.stages["Клиент отказался"], by=story.anna, given=GivenFacts(loss_reason=story.reason("Другое")))


def test_it_refuses_a_colleague(story: Story, client: Browser) -> None:
    deal = story.deal(story.anna)
    with pytest.raises(NotAllowed):
        move_deal(deal, story.stages["Потребность выяснена"], by=story.boris)
    client.force_login(story.boris)
    answer = client.post(f"/deals/{deal.pk}/move/", {"stage": story.stages["Потребность выяснена"].pk})
    assert answer.status_code == 404


def test_it_writes_the_history_of_stages_with_durations(story: Story) -> None:
    deal = story.deal()
    move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    first, second = StageStay.objects.filter(deal=deal)
    assert first.left_at == second.entered_at and second.left_at is None


def test_it_reopens_a_closed_deal_and_forgets_the_reason(story: Story) -> None:
    deal = story.deal()
    move_deal(deal, story.stages["Клиент отказался"], by=story.anna, given=GivenFacts(loss_reason=story.reason()))
    move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    deal.refresh_from_db()
    assert deal.is_open and deal.loss_reason is None and deal.next_step_at is not None


def test_it_undoes_a_win(story: Story) -> None:
    deal = story.deal(client=client_of(story.anna))
    entry = move_deal(deal, story.stages["Оплата получена"], by=story.anna)
    undo_placement(entry, by=story.anna)
    deal.refresh_from_db()
    assert deal.is_open and deal.closed_at is None


def test_it_does_not_undo_a_move_that_others_followed(story: Story) -> None:
    deal = story.deal()
    entry = move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    move_deal(deal, story.stages["Договор согласован"], by=story.anna)
    with pytest.raises(Refused, match="уже ушла дальше"):
        undo_placement(entry, by=story.anna)


def test_an_undone_reopening_leaves_the_deal_closed_as_it_was(story: Story, client: Browser) -> None:
    deal, in_work = story.deal(), story.stages["Потребность выяснена"]
    given = GivenFacts(loss_reason=story.reason(), loss_words="Нашли дешевле")
    move_deal(deal, story.stages["Клиент отказался"], by=story.anna, given=given)
    Deal.objects.filter(pk=deal.pk).update(closed_at=timezone.now() - timedelta(days=70))
    deal.refresh_from_db()
    was = (deal.stage_id, deal.outcome, deal.closed_at, deal.closed_by_id, deal.loss_reason_id, deal.loss_words)
    client.force_login(story.anna)
    client.post(f"/deals/{deal.pk}/move/", {"stage": in_work.pk, "from": "card"})
    reopened = Entry.objects.filter(kind="deals.deal_reopened").latest("id")
    assert deal.tasks.open().exists()
    client.post("/undo/", {"entry": reopened.pk})
    deal.refresh_from_db()
    assert (deal.stage_id, deal.outcome, deal.closed_at, deal.closed_by_id, deal.loss_reason_id, deal.loss_words) == was
    assert not deal.tasks.open().exists()


def test_the_move_of_a_deal_that_has_gone_to_the_trash_is_not_undone(story: Story, client: Browser) -> None:
    deal = story.deal()
    entry = move_deal(deal, story.stages["Потребность выяснена"], by=story.anna)
    delete_deal(deal, by=story.anna)
    client.force_login(story.anna)
    assert client.post("/undo/", {"entry": entry.pk}, headers={"HX-Request": "true"}).status_code < 500
    with pytest.raises(Refused, match="удалил"):
        undo_placement(entry, by=story.anna)


def test_it_saves_the_order_within_a_column(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    first, second, third = story.deal(title="Первая"), story.deal(title="Вторая"), story.deal(title="Третья")
    client.post(
        f"/deals/{first.pk}/move/", {"stage": first.stage_id, "after": third.pk, "before": second.pk}, headers={"HX-Request": "true"}
    )
    assert list(Deal.objects.order_by("board_rank").values_list("title", flat=True)) == ["Третья", "Первая", "Вторая"]


def test_the_registrar_is_written_once(committed_story: Story) -> None:
    deal = committed_story.deal()
    assert deal.registrar == committed_story.anna
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deals_deal SET registrar_id = %s WHERE id = %s", [committed_story.boris.pk, deal.pk])


def test_a_deal_stands_on_a_stage_of_its_own_funnel(committed_story: Story) -> None:
    deal = committed_story.deal()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deals_deal SET closed_at = now(), outcome = 'won' WHERE id = %s", [deal.pk])


def test_an_unseen_client_is_refused_by_the_actions_themselves(story: Story) -> None:
    unseen, deal = client_of(story.vera, kind="person", name="Орлова Вера"), story.deal(amount=Decimal(100))
    with pytest.raises(NotAllowed):
        story.deal(client=unseen)
    with pytest.raises(NotAllowed):
        move_deal(deal, story.stages["Оплата получена"], by=story.anna, given=GivenFacts(client=unseen))
    with pytest.raises(NotAllowed):
        add_contact(deal, unseen, "решает", by=story.anna)
