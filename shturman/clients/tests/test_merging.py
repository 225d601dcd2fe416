from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from shturman.clients.actions import (
    add_note,
    change_client,
    erase_personal_data,
    export_personal_data,
    link_clients,
    merge_clients,
    restore_client,
    set_tags,
    undo_merge,
    unlink_clients,
)
from shturman.clients.linked import employments_of, staff_of
from shturman.clients.merging import UNITS, family_of
from shturman.clients.models import Client, Merge, Phone
from shturman.clients.queries import story_of
from shturman.clients.search import find_clients
from shturman.clients.trash import discarded_clients
from shturman.company.actions import set_own_rights
from shturman.deals.actions import add_contact
from shturman.deals.models import Deal
from shturman.imports.models import ImportRun, OuterKey
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

PHONE = "+79215551020"
# What a merge itself remembers stays after its undo; the journal is only added to.
ASIDE = ("clients_merge", "clients_mergedclient", "clients_movedrow", "journal_", "procrastinate_", "django_", "auth_")


def business() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = sorted(name for (name,) in cursor.fetchall() if not name.startswith(ASIDE))
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT to_jsonb(row)::text FROM "{table}" AS row ORDER BY 1')
            rows[table] = [text for (text,) in cursor.fetchall()]
    return rows


@pytest.fixture
def twice(story: Story) -> tuple[Client, Client]:
    """One firm entered by two people, with everything that can stand on a client."""
    main = client_of(story.anna, "ООО «Гидротехника»", phones=["+7 812 325-11-22", "+7 921 555-10-20"], inn="7707083893")
    twin = client_of(
        story.anna, "Гидротехника", phones=["+7 921 555-10-20", "+7 911 000-11-22"], emails=["info@prichal.example"], address="Невский, 1"
    )
    person = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON)
    link_clients(person, twin, "закупки", by=story.anna)
    set_tags(main, ["опт", "юг"], by=story.anna)
    set_tags(twin, ["юг", "насосы"], by=story.anna)
    daughter = client_of(story.anna, "ООО «Дочка»")
    change_client(daughter, {"parent": twin}, by=story.anna)
    deal = story.deal(client=twin, title="Насосы")
    add_contact(story.deal(client=main), person, "платит", by=story.anna)
    add_note(twin, "Просили не звонить утром", by=story.anna)
    add_note(deal, "Ждут счёт", by=story.anna)
    return main, twin


def fresh(client: Client) -> Client:
    return Client.objects.everything().get(pk=client.pk)


def merged(story: Story, main: Client, others: Sequence[Client], **more: Any) -> Merge:
    return merge_clients(main, others, by=story.owner, **more)


def test_all_that_stood_on_the_twin_stands_on_the_main_client_once(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    registrars = dict(Deal.objects.values_list("pk", "registrar"))
    merged(story, main, [twin])
    main = fresh(main)
    assert [phone.number for phone in main.phones.all()] == ["+78123251122", "+79215551020", "+79110001122"]
    assert [str(email) for email in main.emails.all()] == ["info@prichal.example"]
    assert sorted(tag.name for tag in main.tags.all()) == ["насосы", "опт", "юг"]
    assert (main.address, main.inn, main.name) == ("Невский, 1", "7707083893", "ООО «Гидротехника»")
    assert main.deals.count() == 2 and not fresh(twin).deals.exists()
    staff = staff_of(family_of(main.pk), story.anna)
    assert [link.person.name for link in staff] == ["Ветрова Ольга"] and main.daughters.get().name == "ООО «Дочка»"
    assert not Task.objects.filter(client=twin.pk).exists()
    assert dict(Deal.objects.values_list("pk", "registrar")) == registrars
    lines = [line.line for line in story_of("client", main.pk, reader=story.anna).lines]
    assert lines.count("Просили не звонить утром") == 1
    assert [line.kind for line in story_of("client", main.pk, reader=story.anna).lines].count("clients.clients_merged") == 1


def test_two_ends_of_a_link_are_merged_and_it_is_shown_once_and_taken_off_whole(story: Story) -> None:
    firm, same_firm = client_of(story.anna, "ООО «Маяк»"), client_of(story.anna, "Маяк")
    person, same = (client_of(story.anna, name, Client.Kind.PERSON) for name in ("Ветрова Ольга", "Ольга Ветрова"))
    for one, other in ((person, firm), (same, firm), (same, same_firm)):
        link_clients(one, other, "закупки", by=story.anna)
    first, second = merged(story, person, [same]), merged(story, firm, [same_firm])
    assert [link.organisation for link in employments_of(family_of(person.pk), story.anna)] == [firm]
    assert [link.person for link in staff_of(family_of(firm.pk), story.anna)] == [person]
    undo_merge(first, by=story.owner)
    assert [link.organisation for link in employments_of(family_of(same.pk), story.anna)] == [firm]
    with pytest.raises(Refused):
        link_clients(fresh(same), fresh(firm), "", by=story.anna)
    unlink_clients(employments_of(family_of(same.pk), story.anna)[0], by=story.anna)
    undo_merge(second, by=story.owner)
    assert employments_of(family_of(same.pk), story.anna) == []
    assert [link.organisation for link in employments_of(family_of(person.pk), story.anna)] == [firm]


def test_who_is_merged_away_is_shown_nowhere(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    merged(story, main, [twin])
    assert not Client.objects.visible_to(story.owner).filter(pk=twin.pk).exists()
    assert find_clients(story.owner, "911 000-11-22", 9) == [main] and find_clients(story.owner, "Гидротехника", 9) == [main]
    assert discarded_clients(story.owner) == []
    with pytest.raises(Refused, match="merge|объедин"):
        restore_client(twin, by=story.owner)
    with pytest.raises(Refused, match="Гидротехника"):
        change_client(twin, {"name": "Иначе"}, by=story.owner)


def test_an_undone_merge_leaves_the_base_as_it_was(story: Story, twice: tuple[Client, Client]) -> None:
    before = business()
    undo_merge(merged(story, *[twice[0], [twice[1]]], chosen={"name": twice[1].pk}), by=story.owner)
    assert business() == before


def test_it_undoes_and_merges_again_and_undoes(story: Story, twice: tuple[Client, Client]) -> None:
    before = business()
    for _time in range(3):
        undo_merge(merged(story, twice[0], [twice[1]]), by=story.owner)
    assert business() == before
    with pytest.raises(Refused):
        undo_merge(Merge.objects.order_by("pk")[0], by=story.owner)


def test_two_merges_into_one_client_are_undone_in_any_order(story: Story, twice: tuple[Client, Client]) -> None:
    third = client_of(story.anna, "ООО «Гидротехника СПб»", address="Литейный, 2", kpp="770701001")
    before = business()
    first = merged(story, twice[0], [twice[1]])
    second = merged(story, twice[0], [third], chosen={"address": third.pk})
    assert fresh(twice[0]).address == "Литейный, 2"
    undo_merge(first, by=story.owner)
    assert fresh(twice[0]).address == "Литейный, 2"
    undo_merge(second, by=story.owner)
    assert business() == before


def test_what_was_changed_after_the_merge_is_not_lost(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    deal, moved = Deal.objects.get(client=main), Deal.objects.get(client=twin)
    merge = merged(story, main, [twin])
    change_client(main, {"address": "Литейный, 2", "phones": ["+7 812 325-11-22", "+7 911 000-11-22"]}, by=story.anna)
    later = story.deal(client=fresh(main), title="После объединения")
    merge = undo_merge(merge, by=story.owner)
    assert fresh(main).address == "Литейный, 2" and fresh(twin).address == "Невский, 1"
    assert [phone.number for phone in fresh(main).phones.all()] == ["+78123251122"]
    assert sorted(phone.number for phone in fresh(twin).phones.all()) == ["+79110001122", "+79215551020"]
    assert {deal.pk, later.pk} == set(Deal.objects.filter(client=main).values_list("pk", flat=True))
    assert Deal.objects.get(client=twin) == moved
    assert merge.moved.get(kept=True).field == "address"


def test_what_two_twins_had_in_common_stays_while_one_of_them_does(story: Story) -> None:
    main, *twins = (client_of(story.anna, name, phones=phones) for name, phones in (("А", []), ("Б", [PHONE]), ("В", [PHONE])))
    before = business()
    first, second = (merged(story, main, [twin]) for twin in twins)
    undo_merge(first, by=story.owner)
    assert [phone.number for phone in fresh(main).phones.all()] == [PHONE]
    undo_merge(second, by=story.owner)
    assert business() == before


def test_the_entry_of_the_merge_takes_it_back(story: Story, twice: tuple[Client, Client]) -> None:
    entry = merged(story, twice[0], [twice[1]]).entry
    assert entry is not None
    undo = house.undo(entry.kind)
    assert undo is not None
    assert undo(entry, by=story.owner)
    assert fresh(twice[1]).merged_into is None


def test_the_main_one_is_merged_on_and_its_undo_comes_first(story: Story, twice: tuple[Client, Client]) -> None:
    third = client_of(story.anna, "ООО «Третья»")
    before = business()
    first = merged(story, twice[0], [twice[1]])
    second = merged(story, third, [twice[0]])
    assert Deal.objects.filter(client=third).count() == 2
    with pytest.raises(Refused, match="Третья"):
        undo_merge(first, by=story.owner)
    undo_merge(second, by=story.owner)
    undo_merge(first, by=story.owner)
    assert business() == before


def test_a_daughter_who_comes_over_never_stands_above_herself(story: Story) -> None:
    main, middle, twin = (client_of(story.anna, name) for name in ("ООО «Низ»", "ООО «Середина»", "ООО «Верх»"))
    change_client(main, {"parent": middle}, by=story.anna)
    change_client(middle, {"parent": twin}, by=story.anna)
    before = business()
    merge = merged(story, main, [twin])
    assert fresh(main).parent is None and fresh(middle).parent == main
    undo_merge(merge, by=story.owner)
    assert business() == before


def test_only_who_has_the_right_and_edits_each_of_them_merges(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    with pytest.raises(NotAllowed):
        merge_clients(main, [twin], by=story.anna)
    set_own_rights(story.anna, {"client.merge": True}, by=story.owner)
    story.anna.refresh_from_db()
    merge_clients(main, [twin], by=type(story.anna).objects.get(pk=story.anna.pk))
    strange = client_of(story.vera, "ООО «Чужая»")
    with pytest.raises(NotAllowed):
        merge_clients(main, [strange], by=type(story.anna).objects.get(pk=story.anna.pk))


@pytest.mark.parametrize("case", ["itself", "nobody", "twice", "kinds", "many"])
def test_it_refuses_what_is_no_merge(story: Story, case: str) -> None:
    main = client_of(story.anna)
    person = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON)
    others = {"itself": [main], "nobody": [], "twice": [person, person], "kinds": [person]}.get(case)
    if others is None:
        others = [client_of(story.anna, f"ООО «{number}»") for number in range(20)]
    with pytest.raises(Refused):
        merged(story, main, others)


def test_nobody_is_merged_twice(story: Story, twice: tuple[Client, Client]) -> None:
    merged(story, twice[0], [twice[1]])
    with pytest.raises(Refused):
        merged(story, client_of(story.anna, "ООО «Третья»"), [twice[1]])


def test_who_is_forgotten_is_forgotten_with_all_who_were_he(story: Story) -> None:
    main = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON, address="Каменноостровский, 1")
    twin = client_of(story.anna, "Ветрова О. И.", Client.Kind.PERSON, phones=["+7 921 555-14-27"], telegram="vetrova_olga")
    merge = merged(story, main, [twin], chosen={"name": twin.pk})
    assert "Ветрова О. И." in str(export_personal_data(main, by=story.owner))
    with pytest.raises(Refused):
        erase_personal_data(twin, "по письму", by=story.owner)
    erase_personal_data(main, "по письму от 1 ноября", by=story.owner)
    told = list(Entry.objects.values("facts", "old_values__before", "old_values__after"))
    left = f"{business()} {list(merge.moved.values())} {told}"
    for secret in ("Ветрова", "ветрова", "79215551427", "vetrova_olga", "Каменноостровский"):
        assert secret not in left
    with pytest.raises(Refused):
        undo_merge(merge, by=story.owner)


def test_a_person_told_apart_again_is_forgotten_in_the_record_of_the_merge(story: Story) -> None:
    main = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON)
    twin = client_of(story.anna, "Ветрова О. И.", Client.Kind.PERSON, address="Каменноостровский, 1")
    merge = undo_merge(merged(story, main, [twin]), by=story.owner)
    erase_personal_data(twin, "по письму", by=story.owner)
    assert "Каменноостровский" not in str(list(merge.moved.values()))


def test_every_reference_to_a_client_goes_over_with_him() -> None:
    """A new room that puts something on a client lists it under STANDS_ON_CLIENT in wiring.py."""
    own = {"clients.Merge.main", "clients.MergedClient.client", "clients.DuplicatePair.first", "clients.DuplicatePair.second"}
    # Links stay where they were made: a card shows those of all who were merged into its client.
    own |= {"clients.Employment.person", "clients.Employment.organisation"}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Client
    }
    listed = {f"{standing.model}.{standing.reference}" for standing in house.stands_on_client() if not standing.where}
    assert found - listed - own - {"clients.Client.merged_into"} == set()
    assert listed - found == set(), "such a reference is no more: take its line away"


def test_every_field_of_a_card_is_chosen_or_stays_with_its_client() -> None:
    """A new field is either offered in the preview or named here; those of the company's own are, each by itself."""
    stays = {"id", "kind", "responsible", "department", "created_at", "created_by", "changed_at", "deleted_at", "merged_into", "erased_at"}
    offered = {name.removesuffix("_id") for names in UNITS.values() for name in names}
    assert {field.name for field in Client._meta.concrete_fields} == offered | stays | {"search", "own"}


def test_what_is_put_on_the_twin_by_a_page_opened_before_stands_on_the_main_client(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    merged(story, main, [twin])
    task = set_task(NewTask("Перезвонить", Due(on=timezone.localdate()), story.anna, client=twin), by=story.anna)
    assert Task.objects.get(pk=task.pk).client == main
    assert "tasks.task_set" in [line.kind for line in story_of("client", main.pk, reader=story.anna).lines]


def test_a_number_of_the_former_system_finds_the_main_client_and_the_twin_again_after_the_undo(
    story: Story, twice: tuple[Client, Client]
) -> None:
    main, twin = twice
    run = ImportRun.objects.create(kind="organisations", name="клиенты.csv", encoding="utf-8", separator=";", by=story.owner)
    key = OuterKey.objects.create(kind="organisations", key="17", model="clients.client", object_id=twin.pk, run=run)
    merge = merged(story, main, [twin])
    key.refresh_from_db()
    assert key.object_id == main.pk
    undo_merge(merge, by=story.owner)
    key.refresh_from_db()
    assert key.object_id == twin.pk


def test_a_row_whose_number_is_that_of_the_main_client_comes_back_too(story: Story) -> None:
    main, twin = client_of(story.anna, "ООО «Маяк»"), client_of(story.anna, "ООО Маяк", phones=["+7 921 555-14-27"])
    Phone.objects.filter(client=twin).update(id=main.pk)
    undo_merge(merged(story, main, [twin]), by=story.head)
    assert Phone.objects.get().client == twin
