"""Nothing that changes is lost between two questions of a phone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from shturman.clients.actions import change_client
from shturman.company.models import Member
from shturman.deals.actions import change_deal, move_deal
from shturman.deals.models import Deal
from shturman.tasks.actions import Asked, NewTask, change_task, choose_reminders, delete_task, restore_task, set_task
from shturman.tasks.actions.internet_calendars import revoke_app_password
from shturman.tasks.due import Due
from shturman.tasks.models import AppPassword, CalendarMark, PhoneCalendar, Task
from shturman.tasks.tests.internet_calendars.phones import CS, D, Phone, event, signed_in
from shturman.world.story import Story, client_of

AT = datetime(2030, 12, 4, 10, tzinfo=UTC)


def planned(member: Member, title: str = "Показать образцы", **facts: object) -> Task:
    return set_task(NewTask(title, Due(at=AT), member, **facts), by=member)  # type: ignore[arg-type]


def name_of(task: Task) -> str:
    return f"task-{task.pk}.ics"


def test_first_all_then_what_has_changed(story: Story) -> None:
    kept, phone = planned(story.anna), Phone(story.anna)
    token, there, gone = phone.sync()
    assert there == {name_of(kept)} and not gone
    fresh = planned(story.anna, "Новое")
    delete_task(kept, by=story.anna)
    token, there, gone = phone.sync(token)
    assert (there, gone) == ({name_of(fresh)}, {name_of(kept)})
    restore_task(kept, by=story.anna)
    choose_reminders(fresh, Asked(minutes=(15,)), by=story.anna)
    assert phone.sync(token)[1] == {name_of(kept), name_of(fresh)}


def test_a_task_that_became_important_and_one_whose_client_is_renamed_are_told(story: Story) -> None:
    buyer = client_of(story.anna, "ООО «Заря»")
    promised, visit, other = planned(story.anna), planned(story.anna, "Заехать", client=buyer), planned(story.anna, "Другое")
    of_deal = Task.objects.open().get(deal=story.deal(client=buyer))
    phone = Phone(story.anna)
    token = phone.sync()[0]
    change_task(promised, {"is_important": True}, by=story.anna)
    token, there, _gone = phone.sync(token)
    assert there == {name_of(promised)}
    change_client(buyer, {"name": "ООО «Рассвет»"}, by=story.anna)
    there = phone.sync(token)[1]
    assert {name_of(visit), name_of(of_deal)} <= there and name_of(other) not in there


def test_what_the_phone_does_itself_is_told_to_the_other_one(story: Story) -> None:
    phone, tablet = Phone(story.anna), Phone(story.anna)
    token = tablet.sync()[0]
    phone.put("own.ics", event())
    phone.put("weekly.ics", event(uid="weekly", more="RRULE:FREQ=WEEKLY"))
    token, there, gone = tablet.sync(token)
    assert (there, gone) == ({"own.ics", "weekly.ics"}, set())
    phone.send("DELETE", phone.calendar + "own.ics")
    phone.send("DELETE", phone.calendar + "weekly.ics")
    assert tablet.sync(token)[1:] == (set(), {"own.ics", "weekly.ics"})


@pytest.mark.django_db(transaction=True)
def test_a_calendar_at_rest_keeps_its_token(committed_story: Story) -> None:
    phone = Phone(committed_story.anna)
    planned(committed_story.anna)
    planned(committed_story.boris, "Чужое")
    tokens, tags = set(), set()
    for _time in range(5):
        (found,) = phone.find(phone.calendar, "d:sync-token", "cs:getctag").values()
        tokens.add(found[f"{D}sync-token"].text)
        tags.add(found[f"{CS}getctag"].text)
        planned(committed_story.boris, "Ещё чужое")
    # Another run of tests beside this one may end a transaction meanwhile: that moves the token once.
    assert len(tags) == 1 and len(tokens) <= 2
    planned(committed_story.anna, "Своё")
    (found,) = phone.find(phone.calendar, "d:sync-token", "cs:getctag").values()
    assert found[f"{D}sync-token"].text not in tokens and found[f"{CS}getctag"].text not in tags
    assert phone.sync(phone.sync()[0])[1] == set()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_is_not_lost(committed_story: Story) -> None:
    """It has begun before the phone asked and another one has overtaken it."""
    anna = committed_story.anna
    slow, phone = planned(anna, "Медленное"), Phone(anna)
    token = phone.sync()[0]
    changed, asked = threading.Event(), threading.Event()

    def change_slowly() -> None:
        with transaction.atomic():
            Task.objects.filter(pk=slow.pk).update(title="Медленное и новое")
            changed.set()
            asked.wait(10)
        connection.close()

    other = threading.Thread(target=change_slowly)
    other.start()
    changed.wait(10)
    quick = planned(anna, "Быстрое")
    token, there, _gone = phone.sync(token)
    assert there == {name_of(quick)}
    asked.set()
    other.join()
    assert name_of(slow) in phone.sync(token)[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_phone_that_takes_few_at_a_time_gets_all(committed_story: Story, most: int) -> None:
    anna, phone = committed_story.anna, Phone(committed_story.anna)
    tasks = {name_of(planned(anna, f"Дело {number}")) for number in range(5)}
    seen: set[str] = set()
    token = ""
    for _step in range(12):
        token, there, _gone = phone.sync(token, limit=most)
        assert len(there) <= most
        seen |= there
    assert seen == tasks
    more = {name_of(planned(anna, f"Ещё {number}")) for number in range(4)}
    seen = set()
    for _step in range(8):
        token, there, _gone = phone.sync(token, limit=most)
        seen |= there
    assert seen >= more
    assert phone.sync(token)[1:] == (set(), set())


@pytest.mark.parametrize(
    "token", ["x", "urn:shturman:sync:1-1/2/3:3:", "http://radicale.org/ns/sync/1", "' OR 1=1", "urn:shturman:sync:" + "9" * 400]
)
def test_a_token_of_another_calendar_is_refused_by_its_name(story: Story, token: str) -> None:
    phone = Phone(story.anna)
    asked = f'<d:sync-collection xmlns:d="DAV:"><d:sync-token>{token}</d:sync-token><d:prop><d:getetag/></d:prop></d:sync-collection>'
    answer = phone.send("REPORT", phone.calendar, asked)
    assert answer.status_code == 403 and "valid-sync-token" in answer.text


def test_a_calendar_that_was_closed_meanwhile_begins_anew(story: Story) -> None:
    phone = Phone(story.anna)
    token = phone.sync()[0]
    revoke_app_password(AppPassword.objects.get(), by=signed_in(story.anna))
    assert not PhoneCalendar.objects.exists() and not CalendarMark.objects.exists()
    planned(story.anna)
    assert not CalendarMark.objects.exists(), "nobody asks: nothing is marked"
    again = Phone(story.anna)
    asked = f'<d:sync-collection xmlns:d="DAV:"><d:sync-token>{token}</d:sync-token><d:prop><d:getetag/></d:prop></d:sync-collection>'
    assert again.send("REPORT", again.calendar, asked).status_code == 403
    assert len(again.sync()[1]) == 1


def test_a_restored_copy_refuses_tokens_of_before(story: Story) -> None:
    phone = Phone(story.anna)
    planned(story.anna)
    token = phone.sync()[0]
    # As in another cluster: its own name, and marks of the former one far ahead of its transactions.
    PhoneCalendar.objects.update(base="7000000000000000000-1")
    CalendarMark.objects.update(mark=10**15)
    token = token.replace(token.split(":")[3].split("/")[0], "7000000000000000000-1")
    asked = f'<d:sync-collection xmlns:d="DAV:"><d:sync-token>{token}</d:sync-token><d:prop><d:getetag/></d:prop></d:sync-collection>'
    assert phone.send("REPORT", phone.calendar, asked).status_code == 403
    fresh, there, _gone = phone.sync()
    assert len(there) == 1 and not CalendarMark.objects.filter(mark=10**15).exists()
    assert phone.sync(fresh)[1:] == (set(), set())


def test_tasks_of_those_without_a_phone_are_not_marked(story: Story) -> None:
    Phone(story.anna)
    planned(story.boris, "Чужое")
    deal = story.deal(story.boris)
    move_deal(
        Deal.objects.get(pk=deal.pk),
        story.stages["Переговоры"] if "Переговоры" in story.stages else list(story.stages.values())[1],
        by=story.boris,
    )
    assert set(CalendarMark.objects.values_list("member_id", flat=True)) <= {story.anna.pk}
    assert not CalendarMark.objects.exists()


def test_a_deal_that_is_renamed_is_told(story: Story) -> None:
    phone, deal = Phone(story.anna), story.deal()
    token = phone.sync()[0]
    change_deal(deal, {"title": "Вентиляция цеха"}, by=story.anna)
    assert len(phone.sync(token)[1]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_write_at_once_one_is_first(committed_story: Story) -> None:
    anna = committed_story.anna
    task, phones = planned(anna, "Общее"), [Phone(anna), Phone(anna)]
    tag, text = phones[0].names()[name_of(task)], phones[0].text(name_of(task))
    start, statuses = threading.Barrier(2), []

    def write(phone: Phone, title: str) -> None:
        start.wait()
        answer = phone.put(name_of(task), text.replace("Общее", title), if_match=tag)
        statuses.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=write, args=(phone, f"Моё {number}")) for number, phone in enumerate(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204, 412]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_add_the_same_at_once_one_is_first(committed_story: Story) -> None:
    phones, statuses = [Phone(committed_story.anna), Phone(committed_story.anna)], []
    start = threading.Barrier(2)

    def write(phone: Phone) -> None:
        start.wait()
        statuses.append(phone.put("own.ics", event(), if_none_match="*").status_code)
        connection.close()

    threads = [threading.Thread(target=write, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 412] and Task.objects.count() == 1
