"""The editor warns, the published stays, and running deals move over by choice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from shturman.kit.errors import NotAllowed, Refused
from shturman.playbooks.actions import Answer, give_result
from shturman.playbooks.actions.drafting import (
    ResultFacts,
    add_playbook,
    add_step,
    move_runs_over,
    open_draft,
    publish_draft,
    remove_step,
    write_step,
)
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.playbooks.checking import faults_of
from shturman.playbooks.models import Result, Run, Step, Version
from shturman.playbooks.ready_made import READY
from shturman.playbooks.views.books import steps_of
from shturman.tasks.models import Task
from shturman.world.story import Story

STEP = {
    "kind": "call",
    "title": "Позвонить",
    "script": "",
    "wait": 1,
    "unit": "days",
    "is_urgent": False,
    "stage": None,
    "needs": [],
    "asks": [],
}


def result(name: str, effect: str, following: int | None = None, **facts: Any) -> ResultFacts:
    usual = {"stage": None, "wait": 2, "unit": "hours", "most_tries": 5, "warmth": 0}
    return ResultFacts({"name": name, "effect": effect, **usual, **facts}, following)


def draft_of(story: Story, *steps: tuple[dict[str, Any], list[ResultFacts]]) -> Version:
    draft = add_playbook("Проба", "", by=story.owner).versions.get()
    for _further in steps[1:]:
        add_step(draft, by=story.owner)
    for key, (facts, results) in enumerate(steps, 1):
        write_step(draft, key, STEP | facts, results, by=story.owner)
    return draft


def words_of(draft: Version) -> list[str]:
    return [fault.words for fault in faults_of(steps_of(draft))]


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
def test_ready_ones_have_no_fault(story: Story, ready: Any) -> None:
    book = take_ready_made(ready.key, by=story.owner)
    assert words_of(book.versions.get()) == []


def test_a_result_that_leads_nowhere_is_not_published(story: Story) -> None:
    draft = draft_of(story, ({}, [result("Поговорили", "next")]))
    assert words_of(draft) == ["«Позвонить»: итог «Поговорили» никуда не ведёт"]
    with pytest.raises(Refused):
        publish_draft(draft.playbook, by=story.owner)


def test_a_step_without_a_result_holds_whoever_comes(story: Story) -> None:
    draft = draft_of(story, ({}, []))
    assert "нет итогов" in words_of(draft)[0]


def test_a_loop_without_a_pause_and_a_step_nobody_comes_to_are_warned_of(story: Story) -> None:
    draft = draft_of(
        story,
        ({"title": "Туда"}, [result("Дальше", "next", 2)]),
        ({"title": "Обратно"}, [result("Назад", "next", 1)]),
        ({"title": "Забытый"}, [result("Всё", "end")]),
    )
    words = words_of(draft)
    assert "К шагу «Забытый» не ведёт ни один путь" in words
    assert "«Туда» ходит по кругу без паузы и без конца" in words


def test_a_pause_on_the_way_makes_the_loop_a_rhythm(story: Story) -> None:
    draft = draft_of(
        story, ({}, [result("Дальше", "next", 2)]), ({"title": "Напомнить"}, [result("Назад", "next", 1), result("Отложил", "pause")])
    )
    assert words_of(draft) == []


def test_a_term_longer_than_the_stage_lets_stay_is_warned_of(story: Story) -> None:
    stage = story.stages["Заявка принята"]
    draft = draft_of(story, ({"stage": stage, "wait": 10}, [result("Всё", "end")]))
    assert "срок длиннее" in words_of(draft)[0]


def test_a_place_of_the_script_that_nobody_can_fill_is_warned_of(story: Story) -> None:
    draft = draft_of(story, ({"script": "{имя}, ваш {кот} здоров?"}, [result("Всё", "end")]))
    assert words_of(draft) == ["«Позвонить»: неизвестно, что подставить вместо {кот}"]


def test_what_is_published_is_never_changed(story: Story) -> None:
    step = take_ready_made("long_talks", by=story.owner).versions.get().steps.get(key=1)
    for change in (
        lambda: Step.objects.filter(pk=step.pk).update(title="Иначе"),
        lambda: Result.objects.filter(step=step).delete(),
        lambda: Result.objects.create(step=step, position=9, name="Ещё"),
        lambda: Version.objects.filter(pk=step.version_id).update(published_at=None, published_by=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_result_leads_within_its_own_version(story: Story) -> None:
    other = take_ready_made("long_talks", by=story.owner).versions.get().steps.get(key=1)
    draft = draft_of(story, ({}, [result("Всё", "end")]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(step__version=draft).update(following=other)


def test_a_new_version_leads_new_deals_and_running_ones_by_choice(story: Story) -> None:
    book = take_ready_made("long_talks", by=story.owner)
    switch_playbook(book, True, by=story.owner, funnel=story.funnel)
    old = story.deal(title="Старая")
    draft = open_draft(book, by=story.owner)
    write_step(draft, 1, STEP | {"title": "Позвонить по-новому"}, [result("Поговорили иначе", "end")], by=story.owner)
    version = publish_draft(book, by=story.owner)
    new = story.deal(title="Новая")
    assert Task.objects.open().get(deal=new).title == "Позвонить по-новому"
    assert Run.objects.get(deal=old).version.number == 1
    assert move_runs_over(version, by=story.owner) == 1
    run = Run.objects.get(deal=old)
    assert (run.version, run.step.key) == (version, 1)
    task = Task.objects.open().get(deal=old)
    assert task.title == "Позвонить и понять задачу"
    give_result(task, 1, Answer(), by=story.anna)
    task.refresh_from_db()
    assert task.result == "Поговорили иначе"


def test_a_removed_step_sends_its_deals_to_the_first_one(story: Story) -> None:
    book = take_ready_made("reminding", by=story.owner)
    switch_playbook(book, True, by=story.owner, funnel=story.funnel)
    deal = story.deal()
    draft = open_draft(book, by=story.owner)
    remove_step(draft, 1, by=story.owner)
    write_step(draft, 2, STEP, [result("Всё", "end")], by=story.owner)
    write_step(draft, 3, STEP, [result("Всё", "end")], by=story.owner)
    move_runs_over(publish_draft(book, by=story.owner), by=story.owner)
    assert Run.objects.get(deal=deal).step.key == 2


def test_a_manager_writes_no_algorithms(story: Story) -> None:
    with pytest.raises(NotAllowed):
        add_playbook("Мой", "", by=story.anna)


def posted(**changes: str) -> dict[str, str]:
    rows = {f"r{place}-{name}": value for place in range(1, 10) for name, value in EMPTY_ROW.items()}
    return rows | {"title": "Позвонить", "kind": "call", "wait": "1", "unit": "days", "script": ""} | changes


EMPTY_ROW = {"name": "", "effect": "next", "following": "", "stage": "", "wait": "2", "unit": "hours", "most_tries": "5", "warmth": "0"}


def test_the_owner_writes_a_step_and_publishes(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post("/playbooks/add/", {"name": "Короткий путь", "once": "11111111-1111-4111-8111-111111111111"})
    draft = Version.objects.get()
    url = f"/playbooks/{draft.playbook_id}/draft/"
    client.post(f"{url}?step=1", posted(**{"r1-name": "Поговорили", "r1-effect": "end", "then": "add"}))
    page = client.get(f"{url}?step=1")
    assert "К шагу" in page.text
    answer = client.post(f"{url}?step=1", posted(**{"r1-name": "Дальше", "r1-following": "2", "r2-name": "Отказ", "r2-effect": "refuse"}))
    assert answer.status_code == 302
    assert [(row.name, row.effect) for row in draft.steps.get(key=1).results.all()] == [("Дальше", "next"), ("Отказ", "refuse")]
    client.post(f"{url}publish/")
    draft.refresh_from_db()
    assert draft.published_at is not None


def test_what_is_typed_in_a_step_is_saved_by_whatever_is_pressed(story: Story, client: Browser) -> None:
    draft = draft_of(story, ({}, [result("Согласен", "end")]), ({}, [result("Согласен", "end")]))
    client.force_login(story.owner)
    url = f"/playbooks/{draft.playbook_id}/draft/"
    ways = {"add": "?step=3#step-form", "2": "?step=2#step-form", "down": "?step=1", "up": "?step=1"}
    for then, where in ways.items():
        answer = client.post(f"{url}?step=1", posted(**{"title": f"Шаг {then}", "r1-name": "Да", "r1-effect": "end", "then": then}))
        assert answer.headers["Location"] == f"{url}{where}"
        assert draft.steps.get(key=1).title == f"Шаг {then}"
    answer = client.post(f"{url}?step=1", posted(title="", then="add"))
    assert answer.status_code == 422 and draft.steps.count() == 3, "with a wrong step nothing else happens"


def test_publication_with_warnings_is_asked_about(story: Story, client: Browser) -> None:
    draft = draft_of(story, ({}, [result("Согласен", "end")]), ({"title": "Забытый"}, [result("Согласен", "end")]))
    client.force_login(story.owner)
    url = f"/playbooks/{draft.playbook_id}/draft/"
    sent = posted(**{"title": "Позвонить", "r1-name": "Да", "r1-effect": "end", "then": "publish"})
    question = client.post(f"{url}?step=1", sent, headers={"HX-Request": "true"}).text
    draft.refresh_from_db()
    assert draft.published_at is None
    assert "Опубликовать с 1 предупреждением?" in question and "К шагу «Забытый» не ведёт ни один путь" in question
    assert "По алгоритму сейчас не идёт ни одна сделка" in question
    client.post(f"{url}?step=1", sent | {"r1-effect": "next", "r1-following": "2"})
    draft.refresh_from_db()
    assert draft.published_at is not None, "without warnings there is nothing to ask"


def test_rows_of_results_come_on_demand_and_lose_nothing(story: Story, client: Browser) -> None:
    draft = draft_of(story, ({}, [result("Согласен", "end"), result("Думает", "repeat")]))
    client.force_login(story.owner)
    url = f"/playbooks/{draft.playbook_id}/draft/?step=1"
    page = client.get(url).text
    assert 'name="r2-name"' in page and 'name="r3-name"' not in page
    sent = {name: value for name, value in posted(**{"r1-name": "Согласилась", "title": "Перезвонить"}).items() if name[:2] != "r3"}
    sent = {name: value for name, value in sent.items() if name[:2] in ("r1", "r2") or "-" not in name}
    more = client.post(url, sent | {"more": "1"})
    assert more.status_code == 200
    assert 'value="Согласилась"' in more.text and 'value="Перезвонить"' in more.text and 'name="r3-name"' in more.text
    part = client.post(url, sent | {"drop": "1"}, headers={"HX-Request": "true"}).text
    assert 'name="r1-name"' not in part and 'name="r2-name"' in part and "<html" not in part
    assert [row.name for row in draft.steps.get(key=1).results.all()] == ["Согласен", "Думает"], "nothing is saved yet"


def test_there_are_nine_results_at_most_and_a_row_for_the_first(story: Story, client: Browser) -> None:
    draft = draft_of(story, ({}, []))
    client.force_login(story.owner)
    url = f"/playbooks/{draft.playbook_id}/draft/?step=1"
    assert 'name="r1-name"' in client.get(url).text
    full = client.post(url, posted() | {"more": "1"}).text
    assert 'name="r9-name"' in full and 'name="r10-name"' not in full and "Девять клавиш" in full


def test_wrong_terms_stand_beside_their_fields_and_lose_nothing(story: Story, client: Browser) -> None:
    draft = draft_of(story, ({}, [result("Всё", "end")]))
    client.force_login(story.owner)
    answer = client.post(f"/playbooks/{draft.playbook_id}/draft/?step=1", posted(**{"wait": "9999", "r1-name": "Ждать", "r1-wait": "0"}))
    assert answer.status_code == 422
    assert 'value="Ждать"' in answer.text
    assert "Срок — от 1 до 365" in answer.text


def test_the_trial_shows_day_by_day_what_the_deal_would_go_through(story: Story, client: Browser) -> None:
    book = take_ready_made("long_talks", by=story.owner)
    client.force_login(story.owner)
    page = client.get(f"/playbooks/{book.pk}/trial/?path=2.2.1").text
    assert page.count("trial__turn") >= 4
    assert "попытка 3" in page
    assert "Подготовить и отправить предложение" in page
    assert not Run.objects.exists()
    ended = client.get(f"/playbooks/{book.pk}/trial/?path=5").text
    assert "сделка закроется с причиной" in ended
