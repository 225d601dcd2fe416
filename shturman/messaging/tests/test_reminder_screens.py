"""The card on the page, my reminders, and what the head sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.messaging.actions import remind_and_deliver
from shturman.messaging.models import Delivery, Wishes
from shturman.messaging.tests.servers import Mailbox
from shturman.tasks.actions import Asked, NewTask, complete_task, set_task_reminding
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder, ReminderHabits, Task
from shturman.world.story import Story

PART = {"HX-Request": "true", "HX-Current-URL": "http://testserver/deals/list/"}


def fire(story: Story, title: str = "Позвонить Ёлкину", *, to: Any = None, **facts: Any) -> Task:
    member = to or story.anna
    Wishes.objects.update_or_create(member=member, defaults={"is_quiet": False})
    new = NewTask(title, Due(at=timezone.now() + timedelta(hours=1)), member, **facts)
    task = set_task_reminding(new, Asked((10,)), by=member)
    Reminder.objects.filter(task=task).update(due_at=timezone.now())
    remind_and_deliver()
    return task


def bell(client: Browser) -> str:
    return client.get("/notices/bell/?place=strip", headers=PART).text


def test_the_bell_counts_it_and_brings_the_card_with_its_four_actions(story: Story, client: Browser) -> None:
    task = fire(story)
    client.force_login(story.anna)
    shown = bell(client)
    assert "Уведомления: 1 непрочитанное" in shown and 'id="reminders"' in shown
    for words in ("Готово", "Через 15 минут", "Завтра", "Открыть"):
        assert words in shown
    assert f"/tasks/{task.pk}/complete/?back=/deals/list/" in shown
    assert "Позвонить Ёлкину" in client.get("/notices/").text


def test_a_card_is_seen_once_and_by_its_own_person(story: Story, client: Browser) -> None:
    fire(story)
    card = Delivery.objects.get()
    client.force_login(story.head)
    assert client.post(f"/reminders/{card.pk}/seen/").status_code == 404
    client.force_login(story.anna)
    assert f"/reminders/{card.pk}/seen/" in bell(client)
    assert client.post(f"/reminders/{card.pk}/seen/").status_code == 204
    card.refresh_from_db()
    assert card.state == "shown" and f"/reminders/{card.pk}/seen/" not in bell(client)


@pytest.mark.parametrize("until", ["soon", "tomorrow"])
def test_a_card_is_put_off_without_touching_the_term(story: Story, client: Browser, until: str) -> None:
    task = fire(story)
    client.force_login(story.anna)
    shown = client.post(f"/reminders/{Delivery.objects.get().pk}/snooze/", {"until": until}, headers=PART).text
    assert "Напомню: " in shown and "Позвонить Ёлкину" not in shown
    assert Reminder.objects.filter(task=task, is_snoozed=True, fired_at=None).count() == 1
    was = task.deadline
    task.refresh_from_db()
    assert task.deadline == was


def test_a_card_goes_when_it_is_taken_away_or_its_task_is_done(story: Story, client: Browser) -> None:
    first, second = fire(story, "Первая"), fire(story, "Вторая")
    client.force_login(story.anna)
    client.post(f"/reminders/{Delivery.objects.get(task=first).pk}/close/", headers=PART)
    assert "Первая" not in bell(client)
    complete_task(second, "Готово", by=story.anna)
    assert "Вторая" not in bell(client)


def test_who_looks_as_somebody_else_marks_nothing(story: Story, client: Browser) -> None:
    fire(story)
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    assert "Позвонить Ёлкину" not in bell(client)
    assert Delivery.objects.get().state == "sent"


def test_my_reminders_are_kept_with_their_order_quiet_hours_and_habits(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    page = client.get("/reminders/mine/").text
    assert "Тихие часы" in page and "за 10 минут" in page
    assert "По вашим часам, Москва" in page
    form = {
        "page": "on",
        "mail": "on",
        "order": "mail screen sms",
        "is_quiet": "on",
        "quiet_from": "22:00",
        "quiet_until": "08:00",
        "digest_by": "push",
        "call": ["0", "30"],
        "meeting": ["120"],
        "important": [],
    }
    assert client.post("/reminders/mine/", form).status_code == 302
    wishes = Wishes.objects.get(member=story.anna)
    assert (wishes.order, str(wishes.quiet_from), wishes.sms, wishes.morning_digest) == ("mail screen sms", "22:00:00", False, False)
    assert ReminderHabits.objects.get(member=story.anna).minutes["call"] == [0, 30]
    assert client.post("/reminders/mine/", form | {"quiet_until": "22:00"}).status_code == 422


def test_each_channel_is_checked_for_real(mail: Story, mailbox: Mailbox, client: Browser) -> None:
    client.force_login(mail.anna)
    page = client.post("/reminders/check/mail/", headers=PART).text
    assert "отправлено" in page and len(mailbox.received) == 1
    assert "Карточка" not in page and client.post("/reminders/check/page/").status_code == 200
    assert "Проверка канала" in bell(client)
    assert "Сначала включите" in client.post("/reminders/check/push/", headers=PART).text
    assert client.post("/reminders/check/pigeon/").status_code == 404


def test_the_head_sees_what_was_reminded_and_is_not_done(story: Story, client: Browser) -> None:
    done, left, foreign = fire(story, "Сделанная"), fire(story, "Забытая"), fire(story, "Чужая", to=story.vera)
    complete_task(done, "Готово", by=story.anna)
    client.force_login(story.head)
    page = client.get("/reminders/").text
    assert done.title in page and left.title in page and foreign.title not in page
    undone = client.get("/reminders/?show=undone").text
    assert left.title in undone and done.title not in undone
    assert "Здесь пока нет" in client.get("/reminders/?show=lost").text
    client.force_login(story.anna)
    assert client.get("/reminders/").status_code == 403


def test_the_task_form_reminds_as_usual_or_as_chosen(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    assert "звонок — за 10 минут" in client.get("/tasks/set/").text
    form = {"title": "Звонок", "kind": "call", "due": "завтра в 10", "assignee": story.anna.pk, "asks_reminders": "1"}
    client.post("/tasks/set/", form | {"remind_as_usual": "on", "remind": ["60"]})
    client.post("/tasks/set/", form | {"title": "Тихий"})
    minutes = {task.title: sorted(task.reminders.values_list("before_minutes", flat=True)) for task in Task.objects.filter(deal=None)}
    assert minutes == {"Звонок": [10, 60], "Тихий": []}
    bad = client.post("/tasks/set/", form | {"remind_at": "в пятницу"})
    assert bad.status_code == 422 and "Назовите и час" in bad.text


def test_reminders_of_a_task_are_changed_on_its_page(story: Story, client: Browser) -> None:
    task = fire(story)
    client.force_login(story.anna)
    assert "за 10 минут" in client.get(f"/tasks/{task.pk}/").text
    client.post(f"/tasks/{task.pk}/reminders/", {"remind": ["0", "15"], "remind_at": "послезавтра в 9"})
    shown = client.get(f"/tasks/{task.pk}/").text
    assert "в назначенное время" in shown and "за 15 минут" in shown and "09:00" in shown
    assert client.get(f"/tasks/{task.pk}/reminders/").context["form"]["remind"].value() == [0, 15]
