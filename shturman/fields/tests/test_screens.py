"""Own fields as people meet them: the owner's editor, the forms and cards of the others."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from shturman.clients.models import Client
from shturman.company.models import Role
from shturman.deals.actions import change_deal
from shturman.deals.models import Deal, Stage
from shturman.fields.models import OwnField, OwnFile
from shturman.fields.tests.cards import choice, key_of, own_field
from shturman.goods.models import Good
from shturman.world.story import Story, client_of

HTMX = {"HX-Request": "true"}
Kind = OwnField.Kind


@pytest.fixture
def owner(story: Story, client: Browser) -> Browser:
    client.force_login(story.owner)
    return client


def test_the_owner_adds_a_field_with_its_choices(story: Story, owner: Browser) -> None:
    answer = owner.post("/fields/deal/add/", {"name": "Оплата", "kind": "choice", "more_choices": "Ипотека\nСразу\n"}, headers=HTMX)
    field = OwnField.objects.get()
    assert answer.headers["HX-Redirect"] == "/fields/deal/"
    assert [one.name for one in field.choices.all()] == ["Ипотека", "Сразу"]
    assert "Ипотека; Сразу" in owner.get("/fields/deal/").text


def test_what_is_wrong_stands_beside_its_field_and_loses_nothing(story: Story, owner: Browser) -> None:
    own_field(story.owner, Kind.TEXT, "Оплата")
    typed = {"name": "оплата", "kind": "choice", "more_choices": "Ипотека", "hint": "как платят"}
    answer = owner.post("/fields/deal/add/", typed, headers=HTMX)
    assert answer.status_code == 422
    assert "Поле с таким названием" in str(answer.context["form"].errors["name"]) and "как платят" in answer.text
    answer = owner.post("/fields/deal/add/", {**typed, "name": "Иное", "more_choices": " "}, headers=HTMX)
    assert "по одному в строке" in str(answer.context["form"].errors["more_choices"])
    assert OwnField.objects.count() == 1


def test_the_editor_says_what_a_change_does_before_it_is_saved(story: Story, owner: Browser) -> None:
    field = own_field(story.owner, Kind.CHOICE, "Оплата", choices=["Ипотека", "Сразу"])
    change_deal(story.deal(), {key_of(field): choice(field, "Ипотека")}, by=story.anna)
    heads = Role.objects.of_base(Role.Base.HEAD_OF_SALES)
    typed = {
        "name": "Оплата",
        f"choice_{choice(field, 'Ипотека')}": "",
        f"choice_{choice(field, 'Сразу')}": "Сразу",
        "seen_by": [heads.pk],
    }
    answer = owner.post(f"/fields/{field.pk}/change/", typed, headers=HTMX)
    effects = answer.context["effects"]
    assert answer.status_code == 200 and any("больше не увидят" in effect for effect in effects)
    assert "«Ипотека» больше не предлагается; остаётся на 1 карточке" in effects
    assert not field.seen_by.exists(), "nothing is saved yet"
    owner.post(f"/fields/{field.pk}/change/", {**typed, "confirmed": answer.context["confirmed"]}, headers=HTMX)
    assert list(field.seen_by.all()) == [heads]


def test_a_field_is_removed_with_its_effect_and_put_back(story: Story, owner: Browser) -> None:
    field = own_field(story.owner, Kind.TEXT, "Пожелание")
    change_deal(story.deal(), {key_of(field): "у моря"}, by=story.anna)
    assert "1 заполненная карточка" in owner.get(f"/fields/{field.pk}/remove/").text
    owner.post(f"/fields/{field.pk}/remove/")
    assert "Убранные поля" in owner.get("/fields/deal/").text
    owner.post(f"/fields/{field.pk}/restore/")
    assert OwnField.objects.kept().count() == 1


def test_nobody_else_sets_fields_up(story: Story, client: Browser) -> None:
    field = own_field(story.owner, Kind.TEXT)
    client.force_login(story.head)
    addresses = ("/fields/", "/fields/deal/add/", f"/fields/{field.pk}/change/", f"/fields/{field.pk}/remove/")
    assert [client.get(address).status_code for address in addresses] == [403] * 4
    assert client.post("/fields/deal/add/", {"name": "Моё", "kind": "text"}).status_code == 403
    client.post(f"/fields/{field.pk}/move/", {"way": "up"})
    assert OwnField.objects.get().name == "Бюджет"


def test_a_manager_fills_all_kinds_in_on_the_form_of_a_deal(story: Story, client: Browser) -> None:
    pay = own_field(story.owner, Kind.MANY, "Оплата", choices=["Ипотека", "Сразу"])
    money, when = own_field(story.owner, Kind.MONEY, "Бюджет"), own_field(story.owner, Kind.DATE, "Переезд")
    paper, who = own_field(story.owner, Kind.FILE, "План"), own_field(story.owner, Kind.PERSON, "Юрист")
    deal = story.deal()
    client.force_login(story.anna)
    typed = {
        "title": deal.title,
        "amount": "0",
        key_of(pay): [str(choice(pay, "Ипотека")), str(choice(pay, "Сразу"))],
        key_of(money): "6,4 млн",
        key_of(when): "01.12.2031",
        key_of(who): str(story.boris.pk),
        key_of(paper): SimpleUploadedFile("План.pdf", b"%PDF"),
    }
    wrong = client.post(f"/deals/{deal.pk}/change/", typed, headers=HTMX)
    assert wrong.status_code == 422 and list(wrong.context["form"].errors) == [key_of(money)] and "6,4 млн" in wrong.text
    typed |= {key_of(money): "6 400 000", key_of(paper): SimpleUploadedFile("План.pdf", b"%PDF")}
    client.post(f"/deals/{deal.pk}/change/", typed, headers=HTMX)
    card = client.get(f"/deals/{deal.pk}/").text
    for words in ("Ипотека, Сразу", "6\u00a0400\u00a0000\u00a0₽", "1\u00a0декабря\u00a02031", "План.pdf", story.boris.short_name):
        assert words in card, words


def test_an_untouched_file_stays_and_a_ticked_one_goes(story: Story, client: Browser) -> None:
    paper, deal = own_field(story.owner, Kind.FILE, "План"), story.deal()
    change_deal(deal, {key_of(paper): SimpleUploadedFile("План.pdf", b"%PDF")}, by=story.anna)
    client.force_login(story.anna)
    client.post(f"/deals/{deal.pk}/change/", {"title": "Иное", "amount": "0", key_of(paper): ""}, headers=HTMX)
    deal.refresh_from_db()
    assert (deal.title, getattr(deal, key_of(paper))) == ("Иное", OwnFile.objects.get().pk)
    client.post(
        f"/deals/{deal.pk}/change/", {"title": "Иное", "amount": "0", key_of(paper): "", f"{key_of(paper)}-clear": "on"}, headers=HTMX
    )
    deal.refresh_from_db()
    assert getattr(deal, key_of(paper)) is None


def test_nothing_chosen_of_several_empties_the_field_where_it_was_shown(story: Story, client: Browser) -> None:
    pay, deal = own_field(story.owner, Kind.MANY, "Оплата", choices=["Ипотека", "Сразу"]), story.deal()
    change_deal(deal, {key_of(pay): [choice(pay, "Ипотека")]}, by=story.anna)
    client.force_login(story.anna)
    client.post(f"/deals/{deal.pk}/change/", {"title": deal.title, "amount": "0"}, headers=HTMX)
    deal.refresh_from_db()
    assert getattr(deal, key_of(pay)) == [choice(pay, "Ипотека")], "a form that has not shown it does not touch it"
    client.post(
        f"/deals/{deal.pk}/change/", {"title": deal.title, "amount": "0", f"was-{key_of(pay)}": str(choice(pay, "Ипотека"))}, headers=HTMX
    )
    deal.refresh_from_db()
    assert getattr(deal, key_of(pay)) is None


def test_two_people_in_one_field_choose_and_in_two_fields_meet(story: Story, client: Browser) -> None:
    pay = own_field(story.owner, Kind.MANY, "Оплата", choices=["Ипотека", "Сразу"])
    wish, deal = own_field(story.owner, Kind.TEXT, "Пожелание"), story.deal()
    client.force_login(story.anna)
    at_once, mortgage = choice(pay, "Сразу"), choice(pay, "Ипотека")
    change_deal(deal, {key_of(pay): [at_once]}, by=story.owner)
    drawn = {"was-title": deal.title, f"was-{key_of(pay)}": "", f"was-{key_of(wish)}": ""}
    typed = {"title": deal.title, "amount": "0", key_of(wish): "у моря", **drawn}
    client.post(f"/deals/{deal.pk}/change/", typed, headers=HTMX)
    deal.refresh_from_db()
    assert (getattr(deal, key_of(pay)), getattr(deal, key_of(wish))) == ([at_once], "у моря")
    answer = client.post(f"/deals/{deal.pk}/change/", {**typed, key_of(pay): [str(mortgage)]}, headers=HTMX)
    assert answer.status_code == 422 and [conflict.field for conflict in answer.context["conflicts"]] == [key_of(pay)]


def test_the_drop_asks_for_the_field_and_takes_it(story: Story, client: Browser) -> None:
    pay, deal = own_field(story.owner, Kind.CHOICE, "Оплата", choices=["Ипотека", "Сразу"]), story.deal()
    stage = Stage.objects.in_work().order_by("position")[1]
    client.force_login(story.owner)
    client.post(
        f"/deals/funnels/{stage.funnel_id}/stages/{stage.pk}/",
        {
            **{name: getattr(stage, name) for name in ("name", "kind", "phase", "colour", "probability")},
            "keeps_tasks": "on",
            "is_for_managers": "on",
            "required_fields": [key_of(pay)],
            "presets-TOTAL_FORMS": "0",
            "presets-INITIAL_FORMS": "0",
        },
    )
    client.force_login(story.anna)
    asked = client.post(f"/deals/{deal.pk}/move/", {"stage": stage.pk}, headers=HTMX)
    assert asked.status_code == 422 and "Ипотека" in asked.text
    again = client.post(f"/deals/{deal.pk}/move/", {"stage": stage.pk, "answered": "1", key_of(pay): ""}, headers=HTMX)
    assert again.status_code == 422 and key_of(pay) in again.context["form"].errors
    client.post(f"/deals/{deal.pk}/move/", {"stage": stage.pk, "answered": "1", key_of(pay): choice(pay, "Сразу")}, headers=HTMX)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.stage_id, getattr(deal, key_of(pay))) == (stage.pk, choice(pay, "Сразу"))


def test_a_new_client_and_a_new_good_come_with_their_fields(story: Story, owner: Browser) -> None:
    size = own_field(story.owner, Kind.NUMBER, "Сотрудников", "client", only_for="organisation")
    born, scan = (
        own_field(story.owner, Kind.DATE, "День рождения", "client", only_for="person"),
        own_field(story.owner, Kind.FILE, "Скан", "client"),
    )
    weight = own_field(story.owner, Kind.NUMBER, "Вес", "good")
    typed = {"kind": "organisation", "name": "ООО «Маяк»", "responsible": story.owner.pk, key_of(size): "12", key_of(born): "01.01.1990"}
    owner.post("/clients/add/", {**typed, key_of(scan): SimpleUploadedFile("Устав.pdf", b"%PDF")}, headers=HTMX)
    firm = Client.objects.get(name="ООО «Маяк»")
    assert firm.own == {str(size.pk): "12", str(scan.pk): OwnFile.objects.get().pk}
    owner.post("/goods/add/", {"name": "Насос", "unit": "шт.", "price": "10", key_of(weight): "1,5"}, headers=HTMX)
    assert getattr(Good.objects.get(), key_of(weight)) == "1.5"


def test_a_file_is_given_out_to_whoever_sees_the_card_and_the_field(story: Story, client: Browser) -> None:
    heads = Role.objects.of_base(Role.Base.HEAD_OF_SALES)
    plan, secret = own_field(story.owner, Kind.FILE, "План"), own_field(story.owner, Kind.FILE, "Скан", seen_by=[heads])
    deal = story.deal()
    change_deal(deal, {key_of(field): SimpleUploadedFile(f"{field.name}.html", b"<b>") for field in (plan, secret)}, by=story.owner)
    open_one, closed = OwnFile.objects.get(field=plan), OwnFile.objects.get(field=secret)
    statuses = {}
    for who in (story.owner, story.anna, story.vera):
        client.force_login(who)
        statuses[who] = [client.get(f"/fields/files/{kept.pk}/").status_code for kept in (open_one, closed)]
    assert statuses == {story.owner: [200, 200], story.anna: [200, 404], story.vera: [404, 404]}
    client.force_login(story.anna)
    answer = client.get(f"/fields/files/{open_one.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["Content-Type"] == "application/octet-stream"


def test_a_closed_field_is_on_no_page_of_others(story: Story, client: Browser) -> None:
    heads = Role.objects.of_base(Role.Base.HEAD_OF_SALES)
    secret, deal = own_field(story.owner, Kind.TEXT, "Откат", seen_by=[heads]), story.deal(client=client_of(story.anna))
    also = own_field(story.owner, Kind.TEXT, "Оценка", "client", seen_by=[heads])
    change_deal(deal, {key_of(secret): "пять процентов"}, by=story.owner)
    client.force_login(story.anna)
    pages = [
        f"/deals/{deal.pk}/",
        f"/deals/{deal.pk}/change/",
        f"/deals/{deal.pk}/history/",
        f"/deals/list/?columns=client,{key_of(secret)}",
        "/deals/list/columns/",
        "/deals/filter/?back=/deals/list/",
        f"/clients/{deal.client_id}/",
        f"/clients/{deal.client_id}/change/",
        "/clients/filter/",
    ]
    for address in pages:
        text = client.get(address).text
        assert "Откат" not in text and "пять процентов" not in text and also.name not in text, address
    told = client.get(f"/deals/list/?{key_of(secret)}=filled").text
    assert f"deal-{deal.pk}" in told, "an answer that he may not know narrows nothing"


def test_every_kind_is_offered_in_the_filter_in_words(story: Story, client: Browser) -> None:
    for kind, name in ((Kind.NUMBER, "Площадь"), (Kind.DATE, "Переезд"), (Kind.TEXT, "Пожелание"), (Kind.FLAG, "ВИП")):
        own_field(story.owner, kind, name)
    client.force_login(story.anna)
    labels = [question["label"] for question in client.get("/deals/filter/?back=/deals/list/").context["questions"]]
    expected = ["Площадь", "Площадь от", "Площадь до", "Переезд", "Переезд с", "Переезд по", "Пожелание", "Пожелание: слова", "ВИП"]
    assert [str(label) for label in labels][-len(expected) :] == expected
    number, moving = (OwnField.objects.get(name=name) for name in ("Площадь", "Переезд"))
    page = client.get(f"/deals/list/?{key_of(number)}_from=12,5&{key_of(moving)}_to=2031-12-01")
    assert [chip["label"] for chip in page.context["filters"] if chip["is_on"]] == [
        "Площадь от 12,5",
        "Переезд по 1\u00a0декабря\u00a02031",
    ]
