from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company.actions import add_absence
from shturman.company.models import Member
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import NewTask, complete_task, place_task, set_task
from shturman.tasks.calendar.clashes import clashes_with
from shturman.tasks.calendar.span import span_of
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

PART = {"HX-Request": "true"}
# A Wednesday of an ordinary week; nothing of the story stands in it.
WEDNESDAY = date(2030, 12, 4)


@pytest.fixture
def anna(story: Story, client: Browser) -> Browser:
    client.force_login(story.anna)
    return client


def at(member: Member, hour: int, minute: int = 0, day: date = WEDNESDAY) -> Due:
    return Due(at=datetime(day.year, day.month, day.day, hour, minute, tzinfo=member.zone))


def planned(member: Member, title: str, due: Due, **facts: Any) -> Task:
    by = facts.pop("by", member)
    return set_task(NewTask(title, due, member, **facts), by=by)


def items(browser: Browser, first: date = WEDNESDAY, last: date = WEDNESDAY) -> dict[str, Any]:
    answer = browser.get(f"/tasks/calendar/items/?from={first.isoformat()}&to={last.isoformat()}")
    assert answer.status_code == 200
    return {item["title"]: item for item in answer.json()["items"]}


def test_the_week_holds_calls_meetings_letters_and_whole_days_by_their_hours(story: Story, anna: Browser) -> None:
    planned(story.anna, "Позвонить в Кронос", at(story.anna, 10))
    planned(story.anna, "Показать образцы", at(story.anna, 14), kind="meeting", is_important=True)
    planned(story.anna, "Написать о сроках", Due(on=WEDNESDAY), kind="letter")
    text = anna.get(f"/tasks/calendar/?view=week&day={WEDNESDAY.isoformat()}").text
    assert "2 декабря 2030 – 8 декабря 2030" in text.replace("\xa0", " ")
    for words in (
        "Позвонить в Кронос",
        "10:00 – 10:15",
        "Показать образцы",
        "14:00 – 15:00",
        "Написать о сроках",
        "весь день",
        'aria-label="важная"',
    ):
        assert words in text, words
    found = items(anna)
    assert found["Показать образцы"]["extendedProps"]["icon"] == "meeting"
    assert found["Написать о сроках"]["allDay"] and found["Написать о сроках"]["start"] == "2030-12-04"


def test_what_is_done_stays_quietly_and_what_was_dropped_goes(story: Story, anna: Browser) -> None:
    task = planned(story.anna, "Позвонить в Кронос", at(story.anna, 10))
    complete_task(task, "Ждут смету", by=story.anna)
    found = items(anna)["Позвонить в Кронос"]
    assert found["extendedProps"]["isDone"] and not found["editable"]
    assert "сделано: Ждут смету" in anna.get(f"/tasks/calendar/?view=day&day={WEDNESDAY.isoformat()}").text


def test_the_tasks_of_a_colleague_are_not_in_ones_own_calendar(story: Story, anna: Browser) -> None:
    planned(story.boris, "Дело Бориса", at(story.boris, 10))
    assert items(anna) == {}


def test_the_doer_learns_no_client_that_is_closed_to_him(story: Story, anna: Browser) -> None:
    theirs = story.deal(responsible=story.boris, client=client_of(story.boris, "ООО «Закрытое»"))
    planned(story.anna, "Помочь Борису", at(story.anna, 11), deal=theirs, by=story.owner)
    told = items(anna)["Помочь Борису"]["extendedProps"]
    assert (told["about"], told["whom"], told["name"]) == ("", "", "Помочь Борису")
    assert "Закрытое" not in anna.get(f"/tasks/calendar/?day={WEDNESDAY.isoformat()}").text


def test_an_item_names_its_client_a_person_by_his_surname(story: Story, anna: Browser, client: Browser) -> None:
    facts = {"surname": "Константинопольская", "given_name": "Елизавета"}
    person = client_of(story.anna, "Константинопольская Елизавета", Client.Kind.PERSON, **facts)
    planned(story.anna, "Позвонить", at(story.anna, 11), client=person)
    planned(story.anna, "Показать", at(story.anna, 12), deal=story.deal(client=client_of(story.anna, "ООО «Кронос»")))
    told = {title: item["extendedProps"]["name"] for title, item in items(anna).items()}
    assert told == {"Позвонить": "Позвонить · Константинопольская", "Показать": "Показать · ООО «Кронос»"}
    assert 'title="Позвонить · Константинопольская"' in anna.get(f"/tasks/calendar/?day={WEDNESDAY.isoformat()}").text
    client.force_login(story.head)
    team = client.get(f"/tasks/calendar/?view=team&day={WEDNESDAY.isoformat()}").text
    assert 'title="Позвонить · Константинопольская"' in team and "· ООО «Кронос»</span>" in team


def test_days_off_holidays_and_absences_are_told(story: Story, anna: Browser) -> None:
    add_absence(story.anna, {"kind": "holiday", "first_day": date(2030, 12, 5), "last_day": date(2030, 12, 6)}, by=story.owner)
    days = {day["on"]: day for day in anna.get("/tasks/calendar/items/?from=2030-12-04&to=2030-12-07").json()["days"]}
    assert days["2030-12-04"]["isWorking"]
    assert not days["2030-12-05"]["isWorking"] and days["2030-12-05"]["note"] == "отпуск"
    assert not days["2030-12-07"]["isWorking"] and days["2030-12-07"]["note"] == ""
    assert "День народного единства" in anna.get("/tasks/calendar/?day=2026-11-04").text


def test_a_dragged_item_stands_elsewhere_and_the_journal_takes_it_back(story: Story, anna: Browser) -> None:
    task = planned(story.anna, "Показать образцы", at(story.anna, 14), kind="meeting")
    moved = at(story.anna, 16, 30, WEDNESDAY + timedelta(days=1))
    assert moved.at
    answer = anna.post(f"/tasks/{task.pk}/place/", {"at": moved.at.isoformat(), "minutes": "90"}, headers=PART)
    assert answer.status_code == 200 and "data-undo" in answer.text
    task.refresh_from_db()
    assert (task.due_at, task.deadline, task.minutes) == (moved.at, moved.at, 90)
    entry = Entry.objects.get(kind="tasks.task_rescheduled")
    house.undo(entry.kind)(entry, by=story.anna)
    task.refresh_from_db()
    assert (task.due_at, task.minutes) == (at(story.anna, 14).at, None)


def test_an_item_put_on_a_whole_day_keeps_its_length_for_later(story: Story, anna: Browser) -> None:
    task = planned(story.anna, "Показать образцы", at(story.anna, 14), minutes=45)
    anna.post(f"/tasks/{task.pk}/place/", {"on": "2030-12-05"}, headers=PART)
    task.refresh_from_db()
    assert (task.due_on, task.due_at, task.minutes) == (date(2030, 12, 5), None, 45)


def test_it_does_not_take_back_a_move_that_was_moved_again(story: Story) -> None:
    task, entry = place_task(planned(story.anna, "Звонок", at(story.anna, 10)), at(story.anna, 11), None, by=story.anna)
    place_task(task, at(story.anna, 12), None, by=story.anna)
    with pytest.raises(Refused, match="ещё раз"):
        house.undo(entry.kind)(entry, by=story.anna)


def test_a_refused_move_says_why_and_changes_nothing(story: Story, anna: Browser) -> None:
    task = planned(story.anna, "Звонок", at(story.anna, 10))
    for place, words in (({"at": "вчера"}, "Такого времени нет"), ({"at": at(story.anna, 11).at, "minutes": "1500"}, "до суток")):
        answer = anna.post(f"/tasks/{task.pk}/place/", place, headers=PART)
        assert answer.status_code == 409 and words in answer.text
    complete_task(task, "Поговорили", by=story.anna)
    assert "уже сделана" in anna.post(f"/tasks/{task.pk}/place/", {"on": "2030-12-05"}, headers=PART).text
    task.refresh_from_db()
    assert task.due_at == at(story.anna, 10).at


def test_others_do_not_move_it(story: Story, client: Browser) -> None:
    task = planned(story.anna, "Звонок", at(story.anna, 10))
    client.force_login(story.boris)
    assert client.post(f"/tasks/{task.pk}/place/", {"on": "2030-12-05"}, headers=PART).status_code == 404
    with pytest.raises(NotAllowed):
        place_task(task, at(story.anna, 11), None, by=story.boris)


def test_the_database_keeps_no_length_beyond_a_day(story: Story) -> None:
    task = planned(story.anna, "Звонок", at(story.anna, 10))
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(minutes=3)


def test_two_things_at_one_time_are_marked_and_told_but_not_refused(story: Story, anna: Browser) -> None:
    planned(story.anna, "Показать образцы", at(story.anna, 14), kind="meeting")
    planned(story.anna, "Сразу после", at(story.anna, 15))
    form = {"title": "Созвон", "kind": "call", "due": "04.12.2030 14:45", "assignee": story.anna.pk, "back": "/tasks/calendar/"}
    anna.post("/tasks/set/", form)
    text = anna.get(f"/tasks/calendar/?day={WEDNESDAY.isoformat()}").text
    assert "Пересекается с: «Показать образцы»" in text
    assert items(anna)["Сразу после"]["extendedProps"]["clash"] == "", "the end of one is the beginning of another"
    assert [task.title for task in clashes_with(Task.objects.get(title="Созвон"))] == ["Показать образцы"]


def test_the_length_is_set_in_the_form_and_where_it_is_put_off(story: Story, anna: Browser) -> None:
    form = {"title": "Созвон", "kind": "call", "due": "04.12.2030 14:45", "minutes": "40", "assignee": story.anna.pk}
    anna.post("/tasks/set/", form, headers=PART)
    task = Task.objects.get(title="Созвон")
    assert task.minutes == 40
    assert 'value="40"' in anna.get(f"/tasks/{task.pk}/reschedule/", headers=PART).text
    anna.post(f"/tasks/{task.pk}/reschedule/", {"due": "04.12.2030 16:00", "minutes": ""}, headers=PART)
    task.refresh_from_db()
    assert task.minutes is None
    assert anna.post("/tasks/set/", {**form, "minutes": "2"}, headers=PART).status_code == 422


def test_an_empty_slot_opens_the_form_with_its_moment(anna: Browser) -> None:
    assert 'value="04.12.2030 14:30"' in anna.get("/tasks/set/?at=2030-12-04T14:30", headers=PART).text
    assert 'value="04.12.2030"' in anna.get("/tasks/set/?at=2030-12-04", headers=PART).text
    assert anna.get("/tasks/set/?at=2026-99-99T99:99", headers=PART).status_code == 200


def test_after_its_end_an_item_asks_what_came_of_it(story: Story, anna: Browser) -> None:
    now = timezone.now()
    ended = planned(story.anna, "Встреча прошла", Due(at=now - timedelta(hours=2)), kind="meeting")
    planned(story.anna, "Встреча идёт", Due(at=now - timedelta(minutes=20)), kind="meeting")
    text = anna.get("/tasks/calendar/").text
    assert "Ждут итога: 1" in text and f"/tasks/{ended.pk}/complete/" in text
    complete_task(ended, "Договорились", by=story.anna)
    assert "Ждут итога" not in anna.get("/tasks/calendar/").text


def test_what_waits_beyond_the_head_of_the_page_is_the_list_that_it_opens(story: Story, anna: Browser) -> None:
    now = timezone.now()
    for hours in range(2, 9):
        planned(story.anna, f"Встреча {hours}", Due(at=now - timedelta(hours=hours)), kind="meeting")
    set_task(NewTask("Просроченное без часа", Due(on=timezone.localdate() - timedelta(days=3)), story.anna), by=story.anna)
    text = anna.get("/tasks/calendar/").text
    assert "Ждут итога: 7" in text and "/tasks/?who=me&amp;waits=1" in text
    listed = anna.get("/tasks/?who=me&waits=1").text
    assert listed.count('<tr id="task-') == 7 and "Просроченное без часа" not in listed


def test_a_head_sees_the_week_of_his_people_with_their_absences(story: Story, client: Browser) -> None:
    planned(story.anna, "Показать образцы", at(story.anna, 14), kind="meeting")
    planned(story.vera, "Дело другого отдела", at(story.vera, 14))
    add_absence(story.boris, {"kind": "illness", "first_day": WEDNESDAY, "last_day": WEDNESDAY}, by=story.owner)
    client.force_login(story.head)
    text = client.get(f"/tasks/calendar/?view=team&day={WEDNESDAY.isoformat()}").text
    assert "14:00 Показать образцы" in text and "болезнь" in text
    assert "Дело другого отдела" not in text and story.vera.short_name not in text
    client.force_login(story.owner)
    assert "Дело другого отдела" in client.get(f"/tasks/calendar/?view=team&day={WEDNESDAY.isoformat()}").text


def test_in_the_team_what_is_done_never_hides_what_is_ahead(story: Story, client: Browser) -> None:
    for hour in range(9, 14):
        complete_task(planned(story.anna, f"Сделанное в {hour}", at(story.anna, hour)), "Ушло", by=story.anna)
    planned(story.anna, "Ещё впереди", at(story.anna, 17))
    client.force_login(story.owner)
    text = client.get(f"/tasks/calendar/?view=team&day={WEDNESDAY.isoformat()}").text
    assert "Ещё впереди" in text and "Сделанное в 9" in text and "Сделанное в 13" not in text and "Ещё 2" in text


def test_who_leads_nobody_has_no_team_view(story: Story, anna: Browser) -> None:
    assert "view=team" not in anna.get("/tasks/calendar/").text
    answer = anna.get("/tasks/calendar/?view=team")
    assert answer.status_code == 403 and "Право даёт владелец" in answer.text


@pytest.mark.parametrize("address", ["?view=era&day=вчера", "?day=0001-01-01", "?day=9999-12-31&view=month", "?day=2026-02-30"])
def test_an_address_that_means_nothing_is_this_week(anna: Browser, address: str) -> None:
    assert anna.get(f"/tasks/calendar/{address}").status_code == 200
    assert anna.get(f"/tasks/calendar/items/{address.replace('day=', 'from=')}").status_code == 200


def test_a_month_begins_on_its_first_day_and_a_week_on_monday() -> None:
    month = span_of({"view": "month", "day": "2028-02-20"}, WEDNESDAY)
    assert (month.first, month.last) == (date(2028, 2, 1), date(2028, 2, 29))
    week = span_of({"day": "2027-01-03"}, WEDNESDAY)
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize(("address", "limit"), [("/tasks/calendar/", 8), ("/tasks/calendar/items/?from=2030-12-02&to=2030-12-08", 6)])
def test_the_number_of_queries_does_not_grow_with_the_week(story: Story, anna: Browser, address: str, limit: int) -> None:
    for hour in range(8):
        planned(story.anna, f"Дело {hour}", at(story.anna, 9 + hour), deal=story.deal())
    anna.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        anna.get(address)
    assert len(queries) <= limit, [query["sql"][:90] for query in queries]
