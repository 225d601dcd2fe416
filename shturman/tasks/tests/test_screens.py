from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import NewTask, complete_task, reschedule_task, set_task
from shturman.tasks.actions.following import mark_overdue_tasks
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import day_of, known_day, marks_of
from shturman.world.story import Story, client_of

PART = {"HX-Request": "true"}


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def step_of(story: Story, **facts: object) -> dict[str, object]:
    return {"step-title": "Узнать решение", "step-kind": "call", "step-due": "через 3 дня", "step-assignee": story.anna.pk, **facts}


def test_done_and_the_next_step_in_one_gesture(story: Story, anna: Browser) -> None:
    deal = story.deal()
    task = Task.objects.get(deal=deal)
    form = anna.get(f"/tasks/{task.pk}/complete/", headers=PART)
    assert "Договориться о следующем шаге" in form.text, "the stage's next typical task is suggested"
    answer = anna.post(f"/tasks/{task.pk}/complete/", {"result": "Ждут предложение", **step_of(story)}, headers=PART)
    assert answer.status_code == 200
    assert Task.objects.open().get(deal=deal).title == "Узнать решение"


def test_the_last_step_never_meets_the_database_but_asks_for_the_next_one(story: Story, anna: Browser) -> None:
    task = Task.objects.get(deal=story.deal())
    answer = anna.post(f"/tasks/{task.pk}/complete/", {"result": "Ждут", "step-title": "", "step-due": "когда-нибудь"}, headers=PART)
    assert answer.status_code == 422
    assert "Не похоже на дату" in answer.text and "Ждут" in answer.text
    task.refresh_from_db()
    assert task.is_open


def test_a_task_is_not_done_without_a_word_of_the_result(story: Story, anna: Browser) -> None:
    task = Task.objects.get(deal=story.deal())
    answer = anna.post(f"/tasks/{task.pk}/complete/", {"result": " ", **step_of(story)}, headers=PART)
    assert answer.status_code == 422 and "Хватит нескольких слов" in answer.text


def test_a_double_click_finishes_once(story: Story, anna: Browser) -> None:
    task = Task.objects.get(deal=story.deal())
    for _click in range(2):
        answer = anna.post(f"/tasks/{task.pk}/complete/", {"result": "Поговорили", **step_of(story)}, headers=PART)
    assert answer.status_code == 422 and "уже сделана" in answer.text
    assert Entry.objects.filter(kind="tasks.task_completed").count() == 1


def test_a_head_sets_a_task_and_both_see_who_and_when(story: Story, client: Browser) -> None:
    client.force_login(story.head)
    facts = {"title": "Согласовать скидку", "kind": "other", "due": "завтра в 10", "assignee": story.anna.pk, "deal": story.deal().pk}
    client.post("/tasks/set/", facts)
    task = Task.objects.get(title="Согласовать скидку")
    assert task.author == story.head and task.assignee == story.anna
    client.force_login(story.anna)
    page = client.get(f"/tasks/{task.pk}/").text
    assert "Мнацаканян Артур" in page and "Воскресенская Анна" in page


def test_a_manager_sets_tasks_to_himself_only(story: Story) -> None:
    with pytest.raises(NotAllowed):
        set_task(NewTask("Помочь", Due(on=timezone.localdate()), story.boris), by=story.anna)


def test_a_stranger_does_not_see_a_task(story: Story, client: Browser) -> None:
    task = Task.objects.get(deal=story.deal(story.vera))
    client.force_login(story.anna)
    assert client.get(f"/tasks/{task.pk}/").status_code == 404
    assert client.post(f"/tasks/{task.pk}/complete/", {"result": "Поговорили"}).status_code == 404


def test_lateness_is_a_fact_that_outlives_completion_and_rescheduling(story: Story) -> None:
    task = Task.objects.get(deal=story.deal())
    Task.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(days=2))
    assert mark_overdue_tasks(timezone.now()) == 1
    assert mark_overdue_tasks(timezone.now()) == 0, "the clock marks a task once"
    task = reschedule_task(task, Due(on=timezone.localdate() + timedelta(days=5)), by=story.anna)
    complete_task(task, "Поговорили", by=story.anna)
    task.refresh_from_db()
    assert task.overdue_since is not None and task.was_late
    assert Entry.objects.filter(kind="tasks.task_became_overdue").count() == 1


def test_a_task_done_late_before_the_clock_came_is_late_all_the_same(story: Story, anna: Browser) -> None:
    task = Task.objects.get(deal=story.deal())
    Task.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    complete_task(task, "Поговорили", by=story.anna)
    assert "Позвонить и выяснить потребность" in anna.get("/tasks/?state=late&who=me").text


def test_my_day_has_what_burns_what_is_today_and_one_next_step(story: Story, anna: Browser) -> None:
    now = timezone.now()
    burning, promised = Task.objects.get(deal=story.deal(title="Горит")), Task.objects.get(deal=story.deal(title="Обещали"))
    Task.objects.filter(pk=burning.pk).update(deadline=now - timedelta(days=1))
    Task.objects.filter(pk=promised.pk).update(due_on=None, due_at=now + timedelta(minutes=10), deadline=now + timedelta(minutes=10))
    day = day_of(story.anna, now)
    assert day.overdue == [burning] and day.next_step == promised, "a promise by the clock goes before what burns"
    assert known_day(story.anna, now).overdue_count == len(day.overdue)
    page = anna.get("/tasks/day/").text
    assert "Горит" in page and "Просрочено" in page


def test_the_course_of_the_day_shows_done_planned_meetings_and_promises(story: Story) -> None:
    now = timezone.now()
    for title, kind, is_important in (("Звонок", "call", False), ("Встреча", "meeting", False), ("Обещание", "call", True)):
        set_task(NewTask(title, Due(at=now), story.anna, kind=kind, is_important=is_important), by=story.anna)
    complete_task(set_task(NewTask("Готово", Due(at=now), story.anna), by=story.anna), "Да", by=story.anna)
    assert marks_of(day_of(story.anna, timezone.now()), story.anna, now) == known_day(story.anna, now).marks
    assert {mark.title: mark.tone for mark in known_day(story.anna, now).marks} == {
        "Звонок": "planned",
        "Встреча": "meeting",
        "Обещание": "promise",
        "Готово": "done",
    }


def test_an_unplanned_talk_is_written_down_and_the_next_step_stays(story: Story, anna: Browser) -> None:
    deal = story.deal()
    step = Task.objects.get(deal=deal)
    anna.post(f"/tasks/touch/{deal.pk}/", {"kind": "call", "result": "Сам позвонил, просит ускорить"})
    assert list(Task.objects.open().filter(deal=deal)) == [step]
    assert "Сам позвонил, просит ускорить" in anna.get(f"/deals/{deal.pk}/?group=touches").text


def test_a_task_is_put_off_dropped_deleted_and_restored(story: Story, anna: Browser) -> None:
    deal = story.deal()
    task = Task.objects.get(deal=deal)
    anna.post(f"/tasks/{task.pk}/reschedule/", {"due": "через неделю"})
    task.refresh_from_db()
    assert task.due_on == timezone.localdate() + timedelta(weeks=1)
    anna.post(f"/tasks/{task.pk}/delete/")
    assert "Позвонить и выяснить потребность" in anna.get("/trash/").text
    anna.post(f"/tasks/{task.pk}/restore/")
    task.refresh_from_db()
    assert task.is_open
    anna.post(f"/tasks/{task.pk}/cancel/", {"result": "Не нужно", **step_of(story)})
    task.refresh_from_db()
    assert task.cancelled_at is not None


def test_closing_asks_about_tasks_set_by_hand(story: Story, anna: Browser) -> None:
    deal = story.deal(client=client_of(story.anna))
    by_hand = set_task(NewTask("Забрать образцы", Due(on=timezone.localdate()), story.anna, deal=deal), by=story.anna)
    won = story.stages["Оплата получена"]
    question = anna.post(f"/deals/{deal.pk}/move/", {"stage": won.pk}, headers=PART)
    assert question.status_code == 422 and "Забрать образцы" in question.text and "какие снять" in question.text
    anna.post(f"/deals/{deal.pk}/move/", {"stage": won.pk, "answered": "1", "drop_task": by_hand.pk}, headers=PART)
    by_hand.refresh_from_db()
    assert by_hand.cancelled_at is not None


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_a_finished_task_leads_back_to_this_house_alone(story: Story, client: Browser, back: str) -> None:
    task = set_task(NewTask("Позвонить", Due(on=timezone.localdate()), story.anna), by=story.anna)
    client.force_login(story.anna)
    answer = client.post(f"/tasks/{task.pk}/cancel/", {"result": "Не нужно", "back": back})
    assert answer.status_code == 302 and "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("due", ["31.12.9999 23:59", "01.12.0202", "0001-01-01T00:00", "01.01.2300"])
def test_a_slip_in_the_year_is_asked_about_and_reaches_no_list(story: Story, client: Browser, due: str) -> None:
    task = story.deal().tasks.open().get()
    client.force_login(story.anna)
    answer = client.post(f"/tasks/{task.pk}/reschedule/", {"due": due}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    given = {"kind": "call", "title": "Позвонить", "due": due, "assignee": story.anna.pk}
    answer = client.post("/tasks/set/", given, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and not Task.objects.filter(title="Позвонить", deal=None).exists()
    was = task.deadline
    task.refresh_from_db()
    assert task.deadline == was


def test_no_way_leads_a_term_out_of_these_times(story: Story) -> None:
    task = story.deal().tasks.open().get()
    with pytest.raises(Refused, match="год 202"):
        set_task(NewTask("Позвонить", Due(on=date(202, 12, 1)), story.anna), by=story.anna)
    with pytest.raises(IntegrityError, match="task_deadline_is_of_these_times"), transaction.atomic():
        Task.objects.everything().filter(pk=task.pk).update(deadline=datetime(202, 12, 1, tzinfo=UTC))


def test_what_of_tomorrow_is_not_listed_has_a_link_to_its_list(story: Story, anna: Browser) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for number in range(7):
        set_task(NewTask(f"Дело {number}", Due(on=tomorrow), story.anna), by=story.anna)
    page = anna.get("/tasks/day/").text
    url = f"/tasks/?who=me&amp;day={tomorrow}"
    assert "Ещё 2" in page and page.count(url) == 2 and "Дело 5" not in page
    listed = anna.get(url.replace("&amp;", "&")).text
    assert all(f"Дело {number}" in listed for number in range(7))
