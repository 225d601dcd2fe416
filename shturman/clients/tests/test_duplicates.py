from typing import Any

import pytest
from django.test import Client as Browser

from shturman.clients.actions import add_clients, change_client, find_duplicates, leave_apart, merge_clients, undo_merge
from shturman.clients.jobs import merge_groups
from shturman.clients.models import Client, DuplicatePair, Merge, MergeRun
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}
PERSON = Client.Kind.PERSON


@pytest.fixture
def owner(story: Story, client: Browser) -> Browser:
    client.force_login(story.owner)
    return client


def found() -> set[tuple[int, int]]:
    find_duplicates()
    return set(DuplicatePair.objects.open().values_list("first", "second"))


def pair_of(story: Story, one: str, other: str, kind: str = Client.Kind.ORGANISATION, **facts: Any) -> tuple[int, int]:
    return client_of(story.anna, one, kind).pk, client_of(story.anna, other, kind, **facts).pk


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("ООО «Гидротехника»", "Гидротехника", "organisation"),
        ("ООО «Гидротехника»", "АО ГИДРОТЕХНИКА", "organisation"),
        ("Общество с ограниченной ответственностью «Весёлый молочник»", "ВЕСЕЛЫЙ МОЛОЧНИК, ООО", "organisation"),
        ("ИП Алфёров Семён", "Алферов Семен ИП", "organisation"),
        ("Ветрова Ольга Петровна", "Ольга Петровна Ветрова", "person"),
        ("Семёнов Пётр", "СЕМЕНОВ ПЕТР", "person"),
    ],
)
def test_alike_names_are_one_whatever_form_quotes_letters_and_order(story: Story, one: str, other: str, kind: str) -> None:
    pair = pair_of(story, one, other, kind)
    assert found() == {pair}
    assert DuplicatePair.objects.get().by_name


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("ООО «Гидротехника»", "ООО «Гидротехника СПб»", "organisation"),
        ("Ольга", "Ольга", "person"),
        ("Ветрова Ольга", "Ветрова Олеся", "person"),
        ("ООО", "ЗАО", "organisation"),
    ],
)
def test_other_names_are_others(story: Story, one: str, other: str, kind: str) -> None:
    pair_of(story, one, other, kind)
    assert found() == set()


def test_one_phone_mail_or_inn_makes_a_pair_and_the_reasons_add_up(story: Story) -> None:
    facts = {"phones": ["8 921 555-10-20"], "emails": ["Info@Prichal.example"], "inn": "7707083893"}
    one, other = client_of(story.anna, "ООО «А-Трейд»", **facts), client_of(story.vera, "ООО «Другое имя»", **facts)
    assert found() == {(one.pk, other.pk)}
    pair = DuplicatePair.objects.get()
    assert (pair.by_phone, pair.by_email, pair.by_inn, pair.by_name, pair.score) == (True, True, True, False, 100)


def test_a_person_and_his_firm_another_inn_and_a_branch_are_no_pair(story: Story) -> None:
    phone = {"phones": ["+7 921 555-10-20"]}
    client_of(story.anna, "ООО «Причал»", inn="7707083893", kpp="770701001", **phone)
    client_of(story.anna, "Ветрова Ольга", PERSON, **phone)
    client_of(story.anna, "ООО «Причал-2»", inn="7736050003", **phone)
    client_of(story.anna, "ООО «Причал», филиал", inn="7707083893", kpp="780701001")
    assert found() == set()


def test_only_what_has_changed_is_looked_at_again(story: Story) -> None:
    pair = pair_of(story, "ООО «Маяк»", "Маяк")
    assert found() == {pair}
    Client.objects.update(changed_at="2020-01-01T00:00Z")
    assert find_duplicates().looked_at == 0
    assert set(DuplicatePair.objects.open().values_list("first", "second")) == {pair}
    change_client(Client.objects.get(pk=pair[0]), {"name": "ООО «Компас»"}, by=story.anna)
    assert found() == set()


def test_many_with_one_phone_are_one_group_and_cost_no_square(story: Story) -> None:
    rows = [{"name": f"ООО «{number} компания»", "kind": "organisation", "phones": ["+7 812 000-00-00"]} for number in range(200)]
    add_clients(rows, by=story.anna)
    find_duplicates()
    assert DuplicatePair.objects.count() == 199
    assert DuplicatePair.objects.values("group").distinct().count() == 1


def test_not_duplicates_is_remembered_and_parts_a_group(story: Story) -> None:
    first, second = pair_of(story, "ООО «Маяк»", "Маяк", phones=["+7 812 111-11-11"])
    third = client_of(story.anna, "ООО «Бриз»", phones=["+7 812 111-11-11"])
    assert len(found()) == 2 and DuplicatePair.objects.values("group").distinct().count() == 1
    with pytest.raises(NotAllowed):
        leave_apart(list(DuplicatePair.objects.all()), by=story.anna)
    leave_apart([DuplicatePair.objects.get(first=first)], by=story.owner)
    assert found() == {(second, third.pk)}
    with pytest.raises(Refused):
        leave_apart([DuplicatePair.objects.get(first=first)], by=story.owner)


def test_a_merge_settles_its_pairs_and_its_undo_opens_them(story: Story) -> None:
    pair = pair_of(story, "ООО «Маяк»", "Маяк")
    before = found()
    merge = merge_clients(*[Client.objects.get(pk=pair[0]), [Client.objects.get(pk=pair[1])]], by=story.owner)
    assert not DuplicatePair.objects.open().exists() and found() == set()
    undo_merge(merge, by=story.owner)
    assert set(DuplicatePair.objects.open().values_list("first", "second")) == before == found()


def test_who_sees_one_of_the_two_sees_no_pair(story: Story, client: Browser) -> None:
    mine, foreign = client_of(story.anna, "ООО «Маяк»"), client_of(story.vera, "Маяк-тайна", phones=["+7 812 111-11-11"])
    change_client(mine, {"phones": ["+7 812 111-11-11"]}, by=story.anna)
    assert found() == {(mine.pk, foreign.pk)}
    client.force_login(story.anna)
    page = client.get("/clients/duplicates/")
    assert "Маяк" not in page.text and "Дублей нет" in page.text
    both = f"id={mine.pk}&id={foreign.pk}"
    assert client.get(f"/clients/merge/?{both}").status_code == 404
    group = DuplicatePair.objects.get().group
    assert client.post("/clients/duplicates/apart/", {"group": group}).status_code == 404
    client.force_login(story.owner)
    assert "Маяк-тайна" in client.get("/clients/duplicates/").text


def test_a_manager_without_the_right_compares_and_learns_whom_to_ask(story: Story, client: Browser) -> None:
    pair = pair_of(story, "ООО «Маяк»", "Маяк")
    find_duplicates()
    client.force_login(story.anna)
    assert "спросите руководителя" in client.get("/clients/duplicates/").text
    page = client.get(f"/clients/merge/?id={pair[0]}&id={pair[1]}")
    assert "спросите руководителя" in page.text and "button--go" not in page.text.split("merge-form")[1]
    refused = client.post("/clients/merge/", {"id": pair, "main": pair[0]})
    assert refused.status_code == 422 and "спросите руководителя" in refused.text and not Merge.objects.exists()


def test_the_preview_shows_each_difference_and_the_choice_stays(story: Story, owner: Browser) -> None:
    first, second = pair_of(story, "ООО «Маяк»", "Маяк", address="Невский, 1")
    page = owner.get(f"/clients/merge/?id={first}&id={second}&main={first}").text
    assert "ООО «Маяк»" in page and "Невский, 1" in page
    answer = owner.post("/clients/merge/", {"id": [first, second], "main": first, "keep-name": second})
    assert answer.headers["Location"] == f"/clients/{first}/"
    merged = Client.objects.get(pk=first)
    assert (merged.name, merged.address) == ("Маяк", "Невский, 1")
    assert owner.get(f"/clients/{second}/").headers["Location"] == f"/clients/{first}/"
    lines = owner.get("/clients/merges/").text
    assert f'id="merge-{Merge.objects.get().pk}"' in lines
    owner.post(f"/clients/merges/{Merge.objects.get().pk}/undo/")
    assert Client.objects.get(pk=first).name == "ООО «Маяк»" and owner.get(f"/clients/{second}/").status_code == 200


def test_the_address_of_a_merged_client_tells_nothing_to_who_does_not_see_the_main_one(story: Story, client: Browser) -> None:
    main, twin = client_of(story.vera, "ООО «Маяк»"), client_of(story.anna, "Маяк")
    merge_clients(main, [twin], by=story.owner)
    client.force_login(story.anna)
    assert client.get(f"/clients/{twin.pk}/").status_code == 404
    assert client.get(f"/clients/{main.pk}/").status_code == 404


def test_what_is_typed_into_a_card_that_was_merged_meanwhile_is_not_lost(story: Story, owner: Browser) -> None:
    main, twin = client_of(story.anna, "ООО «Маяк»"), client_of(story.anna, "Бриз")
    merge_clients(main, [twin], by=story.owner)
    with pytest.raises(Refused, match="Маяк"):
        change_client(twin, {"address": "Невский, 1"}, by=story.anna)
    shown = owner.post(f"/clients/{twin.pk}/change/", {"name": "Бриз", "address": "Невский, 1"})
    assert shown.status_code == 422 and "объединили с «ООО «Маяк»»" in shown.text and "Невский, 1" in shown.text
    assert f'action="/clients/{main.pk}/change/"' in shown.text and Client.objects.get(pk=main.pk).address == ""
    owner.post(f"/clients/{twin.pk}/note/", {"text": "Опоздавшая заметка"})
    assert "Опоздавшая заметка" in owner.get(f"/clients/{main.pk}/").text


def test_who_looked_at_the_twin_is_told_on_the_trail_of_the_main_client(story: Story, client: Browser) -> None:
    main, twin = client_of(story.anna, "ООО «Маяк»"), client_of(story.anna, "Бриз")
    client.force_login(story.anna)
    client.get(f"/clients/{twin.pk}/")
    merge_clients(main, [twin], by=story.owner)
    client.force_login(story.owner)
    assert "Бриз" in client.get(f"/trail/?client={main.pk}").text


def test_the_second_who_merges_the_same_is_told_that_it_is_done(story: Story, owner: Browser) -> None:
    first, second = pair_of(story, "ООО «Маяк»", "Маяк")
    for _time in range(2):
        answer = owner.post("/clients/merge/", {"id": [first, second], "main": first})
    assert answer.headers["Location"] == "/clients/merges/" and Merge.objects.count() == 1
    assert "Уже объединены" in owner.get("/clients/merges/").text


def test_chosen_groups_are_merged_one_by_one_and_what_cannot_be_says_why(story: Story, owner: Browser) -> None:
    groups = [pair_of(story, f"ООО «{name}»", name) for name in ("Маяк", "Бриз", "Парус")]
    find_duplicates()
    ids = ["-".join(str(pk) for pk in group) for group in groups]
    answer = owner.post("/clients/duplicates/merge/", {"ids": ids})
    run = MergeRun.objects.get()
    assert answer.headers["Location"] == run.get_absolute_url()
    assert "0 из 3" in owner.get(run.get_absolute_url()).text
    merge_clients(Client.objects.get(pk=groups[1][0]), [Client.objects.get(pk=groups[1][1])], by=story.owner)
    entry = Entry.objects.get(kind="clients.merges_asked")
    merge_groups(entry.pk)
    merge_groups(entry.pk)
    run.refresh_from_db()
    assert (run.done, list(run.refused)) == (3, ["1"]) and Merge.objects.count() == 3
    assert "Объединены 2 группы" in owner.get(run.get_absolute_url(), headers=HTMX).text
    for merge in Merge.objects.all():
        undo_merge(merge, by=story.owner)
    assert Client.objects.kept().count() == 6


def test_nobody_merges_groups_that_he_does_not_see(story: Story, client: Browser) -> None:
    pair = pair_of(story, "ООО «Маяк»", "Маяк")
    client.force_login(story.vera)
    client.post("/clients/duplicates/merge/", {"ids": [f"{pair[0]}-{pair[1]}"]})
    assert not MergeRun.objects.exists()


def test_a_double_is_told_of_at_saving_and_added_anyway_when_told_to(story: Story, client: Browser) -> None:
    known = client_of(story.anna, "Ветрова Ольга Петровна", PERSON, phones=["+7 921 555-10-20"])
    foreign = client_of(story.vera, "Тайнова Вера", PERSON, phones=["+7 921 555-99-99"])
    client.force_login(story.anna)
    facts = {"kind": "person", "responsible": story.anna.pk, "name": "Ольга Ветрова", "phones": "8 921 555-10-20\n8 921 555-99-99"}
    shown = client.post("/clients/add/", facts)
    assert shown.status_code == 422 and known.get_absolute_url() in shown.text and "Всё равно добавить" in shown.text
    assert "Тайнова" not in shown.text and foreign.get_absolute_url() not in shown.text and "Шереметьева-Гольц" in shown.text
    assert Client.objects.count() == 2
    assert client.post("/clients/add/", {**facts, "anyway": "1"}).status_code == 302 and Client.objects.count() == 3


def test_an_alike_name_is_told_of_at_saving(story: Story, client: Browser) -> None:
    known = client_of(story.anna, "ООО «Весёлый молочник»")
    client.force_login(story.anna)
    facts = {"kind": "organisation", "responsible": story.anna.pk, "name": "веселый молочник"}
    assert known.get_absolute_url() in client.post("/clients/add/", facts).text


def test_the_list_costs_the_same_however_many_groups(story: Story, owner: Browser, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        pair_of(story, f"ООО «Маяк {number}»", f"Маяк {number}", phones=[f"+7 812 111-11-{number:02}"])
    find_duplicates()
    with django_assert_max_num_queries(20):
        page = owner.get("/clients/duplicates/").text
    assert page.count('id="group-') == 25
    after = page.split("?before=")[1].split('"')[0]
    assert owner.get(f"/clients/duplicates/?before={after}").text.count('id="group-') == 5
