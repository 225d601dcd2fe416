"""Own fields of many cards at once, and their undo as one."""

from __future__ import annotations

from shturman.clients.actions import change_client
from shturman.clients.models import Client
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal
from shturman.fields.asking import many_fields
from shturman.fields.models import OwnField
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.journal.models import Entry
from shturman.lists.tests.test_bulk import done, prepared, states, undone
from shturman.world.story import Story, client_of


def test_a_field_goes_into_many_deals_and_comes_back_but_where_it_was_changed_since(story: Story) -> None:
    pay = own_field(story.owner, OwnField.Kind.CHOICE, "Оплата", choices=["Ипотека", "Сразу"])
    at_once, mortgage = choice(pay, "Сразу"), choice(pay, "Ипотека")
    deals = [story.deal() for _number in range(3)]
    change_deal(deals[0], {key_of(pay): mortgage}, by=story.anna)
    run = done("deals", "change", {key_of(pay): at_once}, [deal.pk for deal in deals], story.anna)
    assert [own_of(Deal, deal.pk, pay) for deal in deals] == [at_once] * 3
    assert "Оплата: Сразу" in str(Entry.objects.filter(kind="lists.bulk_done").get().facts)
    change_deal(deals[1], {key_of(pay): mortgage}, by=story.anna)
    run = undone(run, story.anna)
    assert [own_of(Deal, deal.pk, pay) for deal in deals] == [mortgage, mortgage, None]
    assert states(run) == {"restored": 2, "kept": 1}


def test_clients_get_their_industry_and_fields_as_far_as_their_cards_have_them(story: Story) -> None:
    size = own_field(story.owner, OwnField.Kind.NUMBER, "Сотрудников", "client", only_for="organisation")
    firm, person = client_of(story.owner, "ООО «Маяк»"), client_of(story.owner, "Ветрова Ольга", Client.Kind.PERSON)
    run = prepared("clients", "change", {key_of(size): "12", "industry": "Порты"}, [firm.pk, person.pk], story.owner)
    assert [row.reason for row in run.rows.exclude(reason="")] == ["на такой карточке нет поля «Сотрудников»"]
    run = done("clients", "change", {key_of(size): "12", "industry": "Порты"}, [firm.pk, person.pk], story.owner)
    firm.refresh_from_db()
    assert (firm.industry, own_of(Client, firm.pk, size)) == ("Порты", "12")
    undone(run, story.owner)
    firm.refresh_from_db()
    assert (firm.industry, own_of(Client, firm.pk, size)) == ("", None)


def test_nothing_given_changes_nothing_and_a_stranger_is_passed_by(story: Story) -> None:
    size = own_field(story.owner, OwnField.Kind.NUMBER, "Сотрудников", "client")
    firm = client_of(story.owner, "ООО «Маяк»")
    change_client(firm, {key_of(size): "12"}, by=story.owner)
    run = prepared("clients", "change", {key_of(size): "12"}, [firm.pk], story.owner)
    assert [row.reason for row in run.rows.all()] == ["так уже и есть"]


def test_what_is_of_one_person_alone_is_not_offered_for_many(story: Story) -> None:
    for kind, name in (("date", "Рождение"), ("text", "Привычки"), ("flag", "ВИП")):
        own_field(story.owner, kind, name, "client")
    own_field(story.owner, "number", "Паспорт", is_personal=True)
    own_field(story.owner, "date", "Переезд")
    assert [field.name for field in many_fields(story.owner, "client")] == ["ВИП"]
    assert [field.name for field in many_fields(story.owner, "deal")] == ["Переезд"]


def own_of(model: type[Deal] | type[Client], pk: int, field: OwnField) -> object:
    return getattr(model._default_manager.get(pk=pk), key_of(field))
