"""152-ФЗ: all that is held of a person is known, handed out and erased; nothing that holds words escapes the list."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser

from shturman.clients.actions import add_note, change_client, erase_personal_data
from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.actions import GivenFacts, attach_file, change_deal, move_deal
from shturman.deals.models import Deal, DealFile, Stage
from shturman.fields.tests.cards import key_of, own_field
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.models import BulkRow
from shturman.lists.tests.test_bulk import done
from shturman.reports.figures import sold
from shturman.tasks.actions import complete_task
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of
from tests.not_personal import NOT_PERSONAL

WORDS = ("CharField", "TextField", "EmailField", "FileField", "JSONField", "BinaryField", "GenericIPAddressField")
# Unlike anything that the house itself would write.
BORN = "1961-04-12"
SECRETS = ("Ветров", "ветров", "9215551427", "555-14-27", "olga@prichal", "Каменноостровский", "подагра", "кадка", "швартов")


def holds_words(model: object) -> bool:
    fields = model._meta.concrete_fields  # type: ignore[attr-defined]
    return any(field.get_internal_type() in WORDS and not field.choices for field in fields)


def test_every_model_with_words_is_listed_or_explained() -> None:
    listed = {entry.model for entry in house.personal_data()}
    found = {model._meta.label for model in apps.get_models() if holds_words(model)}
    assert found - listed - set(NOT_PERSONAL) == set(), "list it in wiring.PERSONAL_DATA, or say in tests/not_personal.py what it holds"
    assert set(NOT_PERSONAL) - found == set(), "such a model is no more: take its line away"


def test_what_is_listed_is_erased_or_says_why_not() -> None:
    assert all(entry.erase or entry.why for entry in house.personal_data())


@pytest.fixture
def person(story: Story) -> Client:
    """A person with everything that the house can hold of him."""
    facts = {"phones": ["+7 921 555-14-27"], "emails": ["olga@prichal.example"], "address": "Каменноостровский, 1"}
    person = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON, **facts)
    change_client(person, {"name": "Ветрова Ольга Ильинична"}, by=story.anna)
    add_note(person, "У неё подагра", by=story.anna)
    habits, scan = own_field(story.owner, "text", "Привычки", "client"), own_field(story.owner, "file", "Скан", "client")
    change_client(person, {key_of(habits): "ходит в кадку", key_of(scan): SimpleUploadedFile("Ветрова.txt", b"Vetrova")}, by=story.anna)
    born = own_field(story.owner, "date", "Рождение", "client")
    done("clients", "change", {key_of(born): BORN}, [person.pk], story.owner)
    deal = story.deal(client=person, title="Кадка для Ветровой")
    wish, rooms = own_field(story.owner, "text", "Пожелание", is_personal=True), own_field(story.owner, "number", "Комнат")
    change_deal(deal, {key_of(wish): "швартов у дома", key_of(rooms): "3"}, by=story.anna)
    change_deal(deal, {"title": "Новая кадка для Ветровой"}, by=story.anna)
    add_note(deal, "Ветрова просит швартов", by=story.anna)
    attach_file(deal, SimpleUploadedFile("Паспорт Ветровой.txt", b"Vetrova"), by=story.anna)
    task = Task.objects.open().filter(deal=deal).first()
    assert task is not None
    complete_task(task, "Ветрова согласна", by=story.anna)
    won = next(stage for stage in story.stages.values() if stage.kind == Stage.Kind.WON)
    move_deal(Deal.objects.get(pk=deal.pk), won, by=story.anna, given=GivenFacts())
    return person


def everything_in_the_base() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT to_jsonb(row)::text FROM "{table}" AS row')
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows)


def test_nothing_of_an_erased_person_is_left_in_the_whole_base(story: Story, person: Client) -> None:
    kept = DealFile.objects.get()
    path = Path(kept.file.path)
    assert path.exists()
    before = everything_in_the_base()
    assert all(secret in before for secret in ("Ветров", "9215551427", "подагра", "швартов"))
    erase_personal_data(person, "Заявление от 24 ноября", by=story.owner)
    left = everything_in_the_base()
    assert BulkRow.objects.get().before == BulkRow.objects.get().after == {}
    assert [secret for secret in SECRETS if secret in left] == []
    assert not path.exists()


def test_counts_sums_and_the_journal_stay_true(story: Story, person: Client, client: Browser) -> None:
    deals = Deal.objects.visible_to(story.owner)
    figures, entries = sold(deals), list(Entry.objects.order_by("pk").values_list("pk", "kind", "happened_at", "by"))
    erase_personal_data(person, "Заявление", by=story.owner)
    assert sold(Deal.objects.visible_to(story.owner)) == figures
    assert list(Deal.objects.get(client=person).own.values()) == ["3"], "what is not personal stays"
    assert list(Entry.objects.order_by("pk").values_list("pk", "kind", "happened_at", "by"))[: len(entries)] == entries
    client.force_login(story.owner)
    card = client.get(f"/clients/{person.pk}/").text
    assert "Стёрт по запросу" in card and "Персональные данные стёрты" in card
    assert client.get(f"/deals/{person.deals.get().pk}/").status_code == 200


def test_the_person_gets_all_that_is_held_of_him(story: Story, person: Client, client: Browser) -> None:
    client.force_login(story.owner)
    answer = client.post(f"/clients/{person.pk}/personal-data/export/")
    told = json.loads(answer.content)
    text = json.dumps(told, ensure_ascii=False)
    assert all(word in text for word in ("Ветрова", "+79215551427", "olga@prichal.example", "подагра", "кадка", "швартов", "Паспорт"))
    assert Entry.objects.get(kind="clients.personal_data_exported").by == story.owner


def test_only_the_owner_hands_out_and_erases_and_says_on_what_ground(story: Story, person: Client, client: Browser) -> None:
    with pytest.raises(NotAllowed):
        erase_personal_data(person, "Так захотелось", by=story.head)
    with pytest.raises(Refused, match="чьему запросу"):
        erase_personal_data(person, "  ", by=story.owner)
    client.force_login(story.anna)
    for address in ("", "export/", "erase/"):
        assert client.post(f"/clients/{person.pk}/personal-data/{address}").status_code in (403, 405)
    client.force_login(story.owner)
    answer = client.post(f"/clients/{person.pk}/personal-data/erase/", {"reason": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    person.refresh_from_db()
    assert person.name == "Ветрова Ольга Ильинична"


@transaction.atomic
def change_while_erasing(entry: Entry, changes: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL shturman.erasing = 'on'")
    Entry.objects.filter(pk=entry.pk).update(**changes)


def test_the_journal_changes_for_nothing_else(story: Story, person: Client) -> None:
    entry = Entry.objects.filter(kind="deals.deal_won").get()
    for changes in ({"facts": {}}, {"kind": "deals.deal_lost"}, {"facts": {**entry.facts, "amount": "1"}}):
        with pytest.raises(IntegrityError):
            change_while_erasing(entry, changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(facts=entry.facts)


def test_an_employee_is_not_erased_as_a_client(story: Story) -> None:
    assert {entry.model for entry in house.personal_data() if not entry.erase} >= {"company.Member"}
    assert Member.objects.filter(pk=story.anna.pk).exists()
