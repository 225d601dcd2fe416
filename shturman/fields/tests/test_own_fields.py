"""Fields that a company adds to its cards: what they take, who sees them, what a stage asks for."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from shturman.clients.actions import change_client, merge_clients, undo_merge
from shturman.clients.models import Client
from shturman.company.models import Role
from shturman.deals.actions import GivenFacts, change_deal, move_deal
from shturman.deals.models import Deal, Stage
from shturman.fields.actions import change_field, remove_field, restore_field
from shturman.fields.known import fields_for
from shturman.fields.models import OwnField, OwnFile
from shturman.fields.naming import facts_of
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.journal.models import Entry, OldValue
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story, client_of

Kind = OwnField.Kind
GOOD_VALUES: list[tuple[str, Any, Any, str]] = [
    (Kind.TEXT, "  у моря ", "у моря", "у моря"),
    (Kind.NUMBER, "12500.50", "12500.5", "12\u00a0500,5"),
    (Kind.MONEY, "6400000", "6400000", "6\u00a0400\u00a0000\u00a0₽"),
    (Kind.DATE, "2031-12-01", "2031-12-01", "1\u00a0декабря\u00a02031"),
    (Kind.FLAG, False, False, "нет"),
]


@pytest.mark.parametrize(("kind", "given", "kept", "words"), GOOD_VALUES, ids=lambda value: str(value)[:12])
def test_it_keeps_a_value_of_its_kind_and_shows_it_in_words(story: Story, kind: str, given: Any, kept: Any, words: str):
    field, deal = own_field(story.owner, kind), story.deal()
    change_deal(deal, {key_of(field): given}, by=story.anna)
    deal.refresh_from_db()
    assert getattr(deal, key_of(field)) == kept
    assert [fact.words for fact in facts_of(deal, fields_for(story.anna, "deal"))] == [words]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Kind.NUMBER, "двенадцать"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, "1e30"),
        (Kind.MONEY, "Infinity"),
        (Kind.DATE, "31.02.2026"),
        (Kind.FLAG, "может быть"),
        (Kind.CHOICE, 10**9),
        (Kind.MANY, [10**9]),
        (Kind.MANY, []),
        (Kind.PERSON, 10**9),
        (Kind.TEXT, "   "),
        (Kind.FILE, 10**9),
    ],
    ids=str,
)
def test_it_refuses_what_is_no_value_of_its_kind_and_leaves_the_card(story: Story, kind: str, given: Any):
    field, deal = own_field(story.owner, kind, choices=["Ипотека"]), story.deal()
    with pytest.raises(Refused) as refusal:
        change_deal(deal, {key_of(field): given}, by=story.anna)
    assert refusal.value.field == key_of(field)
    assert Deal.objects.get(pk=deal.pk).own == {}


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.NUMBER, '"x"'),
        (Kind.NUMBER, "12"),
        (Kind.DATE, '"2026-02-31"'),
        (Kind.FLAG, '"yes"'),
        (Kind.CHOICE, "1000000"),
        (Kind.MANY, "[1000000]"),
        (Kind.TEXT, '""'),
        (Kind.TEXT, "null"),
        (Kind.PERSON, "1000000"),
        (Kind.FILE, "1000000"),
    ],
    ids=str,
)
def test_the_database_itself_refuses_a_value_of_another_kind(story: Story, kind: str, raw: str):
    field, deal = own_field(story.owner, kind, choices=["Ипотека"]), story.deal()
    with pytest.raises(IntegrityError, match="no value of own field"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deals_deal SET own = jsonb_build_object(%s::text, %s::jsonb) WHERE id = %s", [str(field.pk), raw, deal.pk])


def test_the_database_knows_whose_field_it_is(story: Story):
    field, deal = own_field(story.owner, Kind.TEXT, thing="client"), story.deal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.filter(pk=deal.pk).update(own={str(field.pk): "чужое"})


def test_a_choice_may_be_renamed_and_one_offered_no_more_stays_where_it_was(story: Story):
    field, deal = own_field(story.owner, Kind.CHOICE, "Оплата", choices=["Ипотека", "Сразу"]), story.deal()
    mortgage = choice(field, "Ипотека")
    change_deal(deal, {key_of(field): mortgage}, by=story.anna)
    change_field(field, {"choices": [(mortgage, "В ипотеку")]}, by=story.owner)
    deal.refresh_from_db()
    known = fields_for(story.anna, "deal")
    assert [fact.words for fact in facts_of(deal, known)] == ["В ипотеку"]
    assert [(one.name, one.is_offered) for one in known[0].choices] == [("В ипотеку", True), ("Сразу", False)]


def test_a_removed_field_takes_its_values_away_and_brings_them_back(story: Story):
    field, deal = own_field(story.owner, Kind.TEXT), story.deal()
    change_deal(deal, {key_of(field): "у моря"}, by=story.anna)
    remove_field(field, by=story.owner)
    deal.refresh_from_db()
    assert facts_of(deal, fields_for(story.anna, "deal")) == []
    with pytest.raises(NotAllowed):
        change_deal(deal, {key_of(field): "в лесу"}, by=story.anna)
    restore_field(field, by=story.owner)
    assert [fact.words for fact in facts_of(deal, fields_for(story.anna, "deal"))] == ["у моря"]


def test_a_closed_field_is_seen_filled_and_told_of_by_its_roles_alone(story: Story):
    heads = Role.objects.of_base(Role.Base.HEAD_OF_SALES)
    field, deal = own_field(story.owner, Kind.TEXT, "Откат", seen_by=[heads]), story.deal()
    change_deal(deal, {key_of(field): "никому"}, by=story.owner)
    assert fields_for(story.anna, "deal") == []
    with pytest.raises(NotAllowed):
        change_deal(deal, {key_of(field): "иначе"}, by=story.anna)
    entry = Entry.objects.filter(kind="deals.deal_changed").latest("pk")
    assert "Откат" not in str(entry.facts) and "никому" not in str(entry.facts)
    assert OldValue.objects.get(entry=entry).after == "никому"


def test_an_agent_meets_only_the_fields_that_his_role_is_named_for(story: Story):
    agents = Role.objects.of_base(Role.Base.AGENT)
    own_field(story.owner, Kind.TEXT, "Для своих")
    own_field(story.owner, Kind.TEXT, "Для всех", seen_by=[agents])
    story.anna.role = agents
    assert [field.name for field in fields_for(story.anna, "deal")] == ["Для всех"]


def test_a_stage_asks_for_the_field_and_takes_the_answer_at_the_drop(story: Story):
    field = own_field(story.owner, Kind.FLAG, "Ипотека")
    stage = Stage.objects.in_work().order_by("position")[1]
    stage.required_fields = [key_of(field)]
    stage.save()
    deal = story.deal()
    with pytest.raises(Refused) as refusal:
        move_deal(deal, stage, by=story.anna)
    assert [(missing.field, missing.label) for missing in refusal.value.missing] == [(key_of(field), "Ипотека")]
    move_deal(deal, stage, by=story.anna, given=GivenFacts(own={key_of(field): False}))
    deal.refresh_from_db()
    assert deal.stage_id == stage.pk
    assert getattr(deal, key_of(field)) is False


def test_a_stage_asks_whoever_may_not_fill_it_in_to_go_to_his_head(story: Story):
    field = own_field(story.owner, Kind.TEXT, "Согласие юриста", changed_by=[Role.objects.of_base(Role.Base.HEAD_OF_SALES)])
    stage = Stage.objects.in_work().order_by("position")[1]
    stage.required_fields = [key_of(field)]
    stage.save()
    with pytest.raises(Refused, match="Согласие юриста") as refusal:
        move_deal(story.deal(), stage, by=story.anna)
    assert refusal.value.missing == ()


def test_a_removed_field_is_required_no_more(story: Story):
    field = own_field(story.owner, Kind.TEXT)
    stage = Stage.objects.in_work().order_by("position")[1]
    stage.required_fields = [key_of(field)]
    stage.save()
    remove_field(field, by=story.owner)
    move_deal(story.deal(), stage, by=story.anna)


def test_a_file_lies_in_its_field_and_programs_do_not(story: Story):
    field, deal = own_field(story.owner, Kind.FILE, "Паспорт"), story.deal()
    change_deal(deal, {key_of(field): SimpleUploadedFile("Паспорт.pdf", b"%PDF")}, by=story.anna)
    kept = OwnFile.objects.get()
    deal.refresh_from_db()
    assert getattr(deal, key_of(field)) == kept.pk
    assert [fact.words for fact in facts_of(deal, fields_for(story.anna, "deal"))] == ["Паспорт.pdf"]
    with pytest.raises(Refused):
        change_deal(deal, {key_of(field): SimpleUploadedFile("virus.exe", b"MZ")}, by=story.anna)
    with pytest.raises(Refused):
        change_deal(story.deal(), {key_of(field): kept.pk}, by=story.anna)


def test_a_merge_takes_over_what_the_main_client_has_not_and_its_undo_gives_it_back(story: Story):
    region = own_field(story.owner, Kind.TEXT, "Район", thing="client")
    paper = own_field(story.owner, Kind.FILE, "Договор", thing="client")
    main, twin = client_of(story.owner, "ООО «Маяк»"), client_of(story.owner, "ООО Маяк")
    change_client(twin, {key_of(region): "Приморский", key_of(paper): SimpleUploadedFile("Договор.pdf", b"%PDF")}, by=story.owner)
    before = dict(Client.objects.values_list("pk", "own"))
    merge = merge_clients(main, [twin], by=story.owner)
    main.refresh_from_db()
    assert [fact.words for fact in facts_of(main, fields_for(story.owner, "client"))] == ["Приморский", "Договор.pdf"]
    assert OwnFile.objects.get().thing_id == main.pk
    undo_merge(merge, by=story.owner)
    assert dict(Client.objects.values_list("pk", "own")) == before
    assert OwnFile.objects.get().thing_id == twin.pk


def test_a_field_of_organisations_is_not_on_the_card_of_a_person(story: Story):
    field = own_field(story.owner, Kind.NUMBER, "Сотрудников", thing="client", only_for="organisation")
    person = client_of(story.owner, "Ветрова Ольга", Client.Kind.PERSON)
    with pytest.raises(NotAllowed):
        change_client(person, {key_of(field): "12"}, by=story.owner)
    firm = client_of(story.owner)
    change_client(firm, {key_of(field): "12"}, by=story.owner)
    assert getattr(Client.objects.get(pk=firm.pk), key_of(field)) == "12"


def test_only_the_owner_sets_fields_up_and_names_are_one_of_a_kind(story: Story):
    own_field(story.owner, Kind.TEXT, "Бюджет")
    with pytest.raises(NotAllowed):
        own_field(story.anna, Kind.TEXT, "Другое")
    with pytest.raises(Refused) as refusal:
        own_field(story.owner, Kind.NUMBER, "бюджет")
    assert refusal.value.field == "name"
    own_field(story.owner, Kind.TEXT, "Бюджет", thing="client")
