"""A value changed where it stands: on the card and in a cell of a list."""

from __future__ import annotations

from decimal import Decimal

from django.test import Client as Browser

from shturman.clients.models import Client
from shturman.company.models import Role
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}


def test_a_value_is_changed_and_comes_back_in_words(story: Story, client: Browser) -> None:
    deal = story.deal(amount=Decimal(100_000))
    client.force_login(story.anna)
    form = client.get(f"/deals/{deal.pk}/field/amount/", headers=HTMX)
    assert 'value="100\u00a0000"' in form.text and "100\u00a0000" in form.text.split('name="was-amount"')[1]
    told = {"amount": "250 000", "was-amount": "100\u00a0000"}
    answer = client.post(f"/deals/{deal.pk}/field/amount/", told, headers=HTMX)
    assert answer.status_code == 200 and "250\u00a0000\u00a0₽" in answer.text
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.amount, deal.title) == (Decimal(250_000), "Вентиляция склада"), "the other fields are not touched"
    cell = client.get(f"/deals/{deal.pk}/field/amount/?shown=1&cell=1", headers=HTMX)
    assert "editable__pencil" not in cell.text and "250\u00a0000\u00a0₽" in cell.text


def test_what_is_wrong_stays_in_the_field_with_its_reason(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    answer = client.post(f"/deals/{deal.pk}/field/amount/", {"amount": "много"}, headers=HTMX)
    assert answer.status_code == 422 and 'value="много"' in answer.text and "125 000" in answer.text


def test_what_a_colleague_has_put_there_meanwhile_is_told_and_written_over_knowingly(story: Story, client: Browser) -> None:
    deal = story.deal(amount=Decimal(100_000))
    client.force_login(story.anna)
    change_deal(deal, {"amount": Decimal(200_000)}, by=story.head)
    told = {"amount": "300 000", "was-amount": "100\u00a0000"}
    answer = client.post(f"/deals/{deal.pk}/field/amount/", told, headers=HTMX)
    assert answer.status_code == 422 and "200\u00a0000" in answer.text and 'value="300 000"' in answer.text
    assert Deal.objects.get(pk=deal.pk).amount == Decimal(200_000)
    again = client.post(f"/deals/{deal.pk}/field/amount/", {"amount": "300 000", "was-amount": "200\u00a0000"}, headers=HTMX)
    assert again.status_code == 200 and Deal.objects.get(pk=deal.pk).amount == Decimal(300_000)


def test_own_fields_and_facts_of_a_client_are_changed_in_place_too(story: Story, client: Browser) -> None:
    pay = own_field(story.owner, "choice", "Оплата", choices=["Ипотека", "Сразу"])
    deal, firm = story.deal(), client_of(story.anna, "ООО «Маяк»")
    client.force_login(story.anna)
    answer = client.post(f"/deals/{deal.pk}/field/{key_of(pay)}/", {key_of(pay): choice(pay, "Ипотека")}, headers=HTMX)
    assert "Ипотека" in answer.text and getattr(Deal.objects.get(pk=deal.pk), key_of(pay)) == choice(pay, "Ипотека")
    answer = client.post(f"/clients/{firm.pk}/field/address/", {"address": "Тверь"}, headers=HTMX)
    assert "Тверь" in answer.text and Client.objects.get(pk=firm.pk).address == "Тверь"


def test_nobody_changes_in_place_what_he_may_not_change_or_see(story: Story, client: Browser) -> None:
    secret = own_field(story.owner, "text", "Откат", seen_by=[Role.objects.of_base(Role.Base.HEAD_OF_SALES)])
    deal, firm = story.deal(), client_of(story.anna, "ООО «Маяк»")
    for who, status in ((story.anna, 404), (story.vera, 404)):
        client.force_login(who)
        assert client.post(f"/deals/{deal.pk}/field/{key_of(secret)}/", {key_of(secret): "пять"}).status_code == status
    client.force_login(story.anna)
    for name in ("stage", "responsible", "client", "own_999", "next_step_at", "deleted_at"):
        assert client.post(f"/deals/{deal.pk}/field/{name}/", {name: "1"}).status_code == 404, name
    for name in ("name", "phones", "responsible", "telegram"):
        assert client.post(f"/clients/{firm.pk}/field/{name}/", {name: "1"}).status_code == 404, name
    client.force_login(story.vera)
    assert client.post(f"/deals/{deal.pk}/field/amount/", {"amount": "1"}).status_code == 404


def test_without_scripts_it_is_a_page_that_leads_back_to_the_card(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.anna)
    assert "<html" in client.get(f"/deals/{deal.pk}/field/amount/").text
    assert client.post(f"/deals/{deal.pk}/field/amount/", {"amount": "5"}).headers["Location"] == f"/deals/{deal.pk}/"
