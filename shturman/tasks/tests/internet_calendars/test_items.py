"""What the phone shows of a member's tasks, and what it does to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shturman.clients.actions import change_client, erase_personal_data
from shturman.clients.models import Client
from shturman.company.actions import change_member
from shturman.journal.models import Entry
from shturman.messaging.models import Notice
from shturman.tasks.actions import (
    Asked,
    NewTask,
    cancel_task,
    choose_reminders,
    complete_task,
    hand_task_over,
    phone_items,
    place_task,
    set_task,
    set_task_reminding,
)
from shturman.tasks.due import Due
from shturman.tasks.models import CalendarMark, PhoneItem, Task
from shturman.tasks.tests.internet_calendars.phones import SPACES, Phone, event
from shturman.world.story import Story, client_of

DAY = date(2030, 12, 4)
AT = datetime(2030, 12, 4, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nX-WR-ALARMUID:7\r\nEND:VALARM"


@pytest.fixture
def phone(story: Story) -> Phone:
    return Phone(story.anna)


def planned(story: Story, title: str = "Показать образцы", at: datetime | None = AT, **facts: Any) -> Task:
    asked = facts.pop("asked", Asked())
    due = Due(at=at) if at else Due(on=DAY)
    return set_task_reminding(NewTask(title, due, story.anna, **{"kind": "meeting", **facts}), asked, by=story.anna)


def name_of(task: Task) -> str:
    return f"task-{task.pk}.ics"


def lines(text: str) -> list[str]:
    """However a reader of XML has left the ends of the lines."""
    return text.replace("\r\n", "\n").replace("\n ", "").split("\n")


def test_a_task_is_an_event_with_its_hour_its_length_and_whom_it_is_about(story: Story, phone: Phone) -> None:
    client = client_of(story.anna, "ООО «Гидротехника; филиал, 2»")
    task = planned(story, client=client, minutes=90, asked=Asked(minutes=(15, 60)))
    told = lines(phone.text(name_of(task)))
    assert "DTSTART:20301204T100000Z" in told and "DTEND:20301204T113000Z" in told
    assert r"SUMMARY:Показать образцы — ООО «Гидротехника\; филиал\, 2»" in told
    assert f"URL:http://testserver/tasks/{task.pk}/" in told
    assert "TRIGGER:-PT15M" in told and "TRIGGER:-PT60M" in told
    assert not any("ATTENDEE" in line or "ORGANIZER" in line for line in told)


def test_no_word_of_a_task_begins_a_line_of_its_own(story: Story, phone: Phone) -> None:
    task = planned(story)
    Task.objects.filter(pk=task.pk).update(title="До\r\nATTENDEE:x\nи\x0bпосле; конец, \\n")
    told = lines(phone.text(name_of(task)))
    assert not any(line.startswith("ATTENDEE") for line in told)
    (event_told,) = icalendar.Calendar.from_ical(phone.text(name_of(task))).walk("VEVENT")
    assert str(event_told["SUMMARY"]) == "До ATTENDEE:x и после; конец, \\n"


def test_a_day_without_an_hour_is_a_whole_day(story: Story, phone: Phone) -> None:
    task = planned(story, at=None, asked=Asked(minutes=(24 * 60,)))
    told = lines(phone.text(name_of(task)))
    assert "DTSTART;VALUE=DATE:20301204" in told and "DTEND;VALUE=DATE:20301205" in told
    assert "TRIGGER:-PT360M" in told, "a day before the end of the working day at six"


def test_done_is_ticked_and_silent_and_dropped_is_not_there(story: Story, phone: Phone) -> None:
    done, dropped = planned(story, asked=Asked(minutes=(15,))), planned(story, "Отпало")
    complete_task(done, "Согласны", by=story.anna)
    cancel_task(dropped, "не надо", by=story.anna)
    told = phone.text(name_of(done))
    assert "SUMMARY:✓ Показать образцы" in lines(told) and "VALARM" not in told
    assert phone.get(name_of(dropped)).status_code == 404
    assert name_of(dropped) not in phone.names()


def test_whom_he_may_not_know_he_is_not_told(story: Story) -> None:
    secret = client_of(story.vera, "Тайный заказчик")
    task = set_task(NewTask("Проверить оплату", Due(at=AT), story.boris, client=secret), by=story.owner)
    told = Phone(story.boris).text(name_of(task))
    assert "Тайный" not in told and "Проверить оплату" in told


def test_the_list_of_tags_costs_the_same_for_two_and_for_many(story: Story, phone: Phone) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            phone.names()
        return len(queries)

    planned(story)
    phone.put("own.ics", event())
    few = cost()
    for number in range(30):
        planned(story, f"Дело {number}", asked=Asked(minutes=(15,)))
        phone.put(f"own-{number}.ics", event(uid=f"u{number}"))
    assert cost() == few <= 14


def test_a_new_event_is_an_own_meeting_and_stays_word_for_word(story: Story, phone: Phone) -> None:
    words = "Обсудить 🎉 " + "очень длинное описание, " * 40
    text = event(more=f'DESCRIPTION:{words}\r\nLOCATION:Склад 4\r\nX-MY-OWN;X="a:b":как есть\r\n{ALARM}')
    answer = phone.put("a@b+c.ics", text)
    assert answer.status_code == 201 and answer["ETag"] == phone.names()["a@b+c.ics"]
    assert phone.text("a@b+c.ics") == text
    task = Task.objects.get(title="Встреча у заказчика")
    assert (task.kind, task.assignee, task.author, task.due_at, task.length) == ("meeting", phone.member, phone.member, AT, 60 * MINUTE)
    assert task.deal is None and list(task.reminders.values_list("before_minutes", flat=True)) == [10]


def test_without_alarms_on_the_phone_nothing_rings(phone: Phone) -> None:
    phone.put("own.ics", event())
    assert not Task.objects.get().reminders.exists()


def test_moved_on_the_phone_it_is_moved_here(story: Story, phone: Phone) -> None:
    deal = story.deal()
    task = set_task(NewTask("Согласовать смету", Due(at=AT), story.anna, kind="call", deal=deal, minutes=30), by=story.anna)
    text = phone.text(name_of(task)).replace("20301204T100000Z", "20301205T080000Z").replace("20301204T103000Z", "20301205T084500Z")
    answer = phone.put(name_of(task), text, if_match=phone.names()[name_of(task)])
    assert answer.status_code == 204 and answer["ETag"] == phone.names()[name_of(task)]
    task.refresh_from_db()
    assert task.due_at == datetime(2030, 12, 5, 8, tzinfo=UTC) and task.minutes == 45
    entry = Entry.objects.filter(kind="tasks.task_rescheduled").get()
    assert entry.by == story.anna
    deal.refresh_from_db()
    assert deal.next_step_at is not None


def test_renamed_on_the_phone_it_keeps_its_client(story: Story, phone: Phone) -> None:
    task = planned(story, client=client_of(story.anna, "ООО «Кронос»"))
    text = phone.text(name_of(task))
    phone.put(name_of(task), text.replace("Показать образцы", "Забрать образцы"))
    task.refresh_from_db()
    assert task.title == "Забрать образцы" and "SUMMARY:Забрать образцы — ООО «Кронос»" in lines(phone.text(name_of(task)))
    assert phone.put(name_of(task), phone.text(name_of(task))).status_code == 204
    assert Entry.objects.filter(kind="tasks.task_changed").count() == 1, "the same again changes nothing"


def test_alarms_of_the_phone_are_reminders_and_the_other_way_round(story: Story, phone: Phone) -> None:
    task = planned(story, asked=Asked(minutes=(15,)))
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\nX-OWN:7\r\nEND:VALARM\r\n"
    phone.put(name_of(task), phone.text(name_of(task)).replace("END:VEVENT", f"{alarm}END:VEVENT"))
    assert set(task.reminders.values_list("before_minutes", flat=True)) == {15, 1440}
    choose_reminders(task, Asked(minutes=(1440, 30)), by=story.anna)
    told = phone.text(name_of(task))
    assert "X-OWN:7" in told and "-PT30M" in told and "-PT15M" not in told


def test_what_the_house_changes_leaves_what_the_phone_keeps(story: Story, phone: Phone) -> None:
    text = event(start="DTSTART;TZID=Europe/Berlin:20301204T110000", end="DURATION:PT1H30M", more="LOCATION:Склад 4\r\nX-OWN:7")
    phone.put("own.ics", text)
    task = Task.objects.get()
    assert task.due_at == AT and task.minutes == 90
    before = phone.names()["own.ics"]
    place_task(task, Due(at=AT + timedelta(hours=2)), task.minutes, by=story.anna)
    told = lines(phone.text("own.ics"))
    assert {"LOCATION:Склад 4", "X-OWN:7", "DTSTART:20301204T120000Z", "DTEND:20301204T133000Z"} <= set(told)
    assert phone.names()["own.ics"] != before


def test_a_tag_of_yesterday_writes_over_nothing(story: Story, phone: Phone) -> None:
    task = planned(story)
    text, tag = phone.text(name_of(task)), phone.names()[name_of(task)]
    place_task(task, Due(at=AT + timedelta(hours=1)), None, by=story.anna)
    assert phone.put(name_of(task), text, if_match=tag).status_code == 412
    assert phone.put(name_of(task), text, if_match="nonsense").status_code == 412
    assert phone.put(name_of(task), text, if_none_match="*").status_code == 412
    assert phone.put("none.ics", event(), if_match='"x"').status_code == 412
    assert phone.send("DELETE", phone.calendar + name_of(task), if_match=tag).status_code == 412
    task.refresh_from_db()
    assert task.due_at == AT + timedelta(hours=1) and task.deleted_at is None


def test_removed_on_the_phone_it_lies_in_the_trash(story: Story, phone: Phone) -> None:
    task = planned(story)
    assert phone.send("DELETE", phone.calendar + name_of(task), if_match=phone.names()[name_of(task)]).status_code == 204
    task.refresh_from_db()
    assert task.deleted_at is not None
    assert phone.send("DELETE", phone.calendar + name_of(task)).status_code == 404


def test_the_last_step_of_a_deal_comes_back_and_its_person_is_told_why(story: Story, phone: Phone, client: Browser) -> None:
    deal = story.deal()
    task = Task.objects.open().get(deal=deal)
    token, _there, _gone = phone.sync()
    tag = phone.names()[name_of(task)]
    answer = phone.send("DELETE", phone.calendar + name_of(task))
    assert answer.status_code == 204 and "ETag" not in answer
    assert Task.objects.open().filter(pk=task.pk).exists()
    _token, there, gone = phone.sync(token)
    assert there == {name_of(task)} and gone == set()
    assert phone.names()[name_of(task)] != tag
    notice = Notice.objects.get(to=story.anna)
    client.force_login(story.anna)
    page = client.get("/notices/").text
    assert "Изменение с телефона не принято" in page and "последний шаг сделки" in page
    assert client.get(f"/notices/{notice.pk}/")["Location"] == f"/tasks/{task.pk}/#entry-{notice.entry_id}"
    assert phone.send("DELETE", phone.calendar + name_of(task)).status_code == 204
    assert CalendarMark.objects.get(task_id=task.pk).returned == 2


def test_what_is_done_is_not_changed_and_not_removed_by_the_phone(story: Story, phone: Phone) -> None:
    task = planned(story)
    complete_task(task, "Согласны", by=story.anna)
    text = phone.text(name_of(task))
    for answer in (phone.put(name_of(task), text.replace("T100000Z", "T090000Z")), phone.send("DELETE", phone.calendar + name_of(task))):
        assert answer.status_code == 204 and "ETag" not in answer
    task.refresh_from_db()
    assert task.due_at == AT and task.deleted_at is None and Notice.objects.count() == 2
    assert phone.put(name_of(task), text).status_code == 204, "a phone that only says that it has rung"


def test_a_tick_before_the_title_is_the_result(story: Story, phone: Phone) -> None:
    task = planned(story)
    phone.put(name_of(task), phone.text(name_of(task)).replace("SUMMARY:", "SUMMARY:✓ "))
    task.refresh_from_db()
    assert task.completed_by == story.anna
    answer = phone.put(name_of(task), phone.text(name_of(task)).replace("SUMMARY:✓ ", "SUMMARY:"))
    assert answer.status_code == 204 and "ETag" not in answer and Notice.objects.count() == 1


def test_called_off_on_the_phone_it_is_dropped(story: Story, phone: Phone) -> None:
    task = planned(story)
    phone.put(name_of(task), phone.text(name_of(task)).replace("CLASS:PRIVATE", "STATUS:CANCELLED"))
    task.refresh_from_db()
    assert task.cancelled_at is not None and phone.get(name_of(task)).status_code == 404


def test_handed_over_it_leaves_one_phone_and_comes_to_the_other(story: Story, phone: Phone) -> None:
    other, task = Phone(story.boris), planned(story)
    tokens = phone.sync()[0], other.sync()[0]
    hand_task_over(task, story.boris, by=story.head)
    assert phone.sync(tokens[0])[2] == {name_of(task)}
    assert other.sync(tokens[1])[1] == {name_of(task)}


def test_a_client_who_is_renamed_is_renamed_on_the_phone(story: Story, phone: Phone) -> None:
    client = client_of(story.anna, "ООО «Кронос»")
    task = planned(story, client=client)
    token, tag = phone.sync()[0], phone.names()[name_of(task)]
    change_client(client, {"name": "ООО «Хронос»"}, by=story.anna)
    assert phone.sync(token)[1] == {name_of(task)}
    assert phone.names()[name_of(task)] != tag and "Хронос" in phone.text(name_of(task))


def test_one_identity_stands_under_one_name(phone: Phone) -> None:
    assert phone.put("one.ics", event()).status_code == 201
    answer = phone.put("two.ics", event())
    assert answer.status_code == 409 and "no-uid-conflict" in answer.text
    phone.send("DELETE", phone.calendar + "one.ics")
    assert phone.put("two.ics", event()).status_code == 201, "it is free again"


def test_moments_and_lengths_that_a_task_cannot_have_stay_the_phone_s_own(phone: Phone) -> None:
    for number, (end, minutes) in enumerate(
        (("DTEND:20301207T100000Z", 1440), ("DURATION:PT1M", 5), ("DTEND:20301204T090000Z", None), ("", None))
    ):
        text = event(uid=f"u{number}", end=end)
        assert phone.put(f"{number}.ics", text).status_code == 201
        assert Task.objects.order_by("-pk")[0].minutes == minutes
        assert phone.text(f"{number}.ics") == text


def test_what_is_older_than_a_month_is_not_given_out_and_is_found_by_its_name(story: Story, phone: Phone) -> None:
    old = planned(story, at=timezone.now() - timedelta(days=40))
    assert name_of(old) not in phone.names() and phone.get(name_of(old)).status_code == 200


def test_several_are_asked_by_name_and_the_missing_are_named(story: Story, phone: Phone) -> None:
    task = planned(story)
    hrefs = "".join(
        f"<d:href>{href}</d:href>" for href in (phone.calendar + name_of(task), phone.calendar + "none.ics", "/elsewhere/x.ics")
    )
    asked = f"<c:calendar-multiget {SPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop>{hrefs}</c:calendar-multiget>"
    answer = phone.send("REPORT", phone.calendar, asked)
    assert answer.status_code == 207 and "Показать образцы" in answer.text and answer.text.count("404 Not Found") == 1


def test_a_query_by_time_finds_what_stands_then(story: Story, phone: Phone) -> None:
    planned(story)
    planned(story, "Весь день", at=None)
    planned(story, "Потом", at=AT + timedelta(days=9))

    def found(first: str, last: str) -> int:
        when = f'<c:time-range start="{first}" end="{last}"/>'
        return len(phone.query(f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{when}</c:comp-filter></c:comp-filter>'))

    assert found("20301204T000000Z", "20301205T000000Z") == 2
    assert found("20301204T105900Z", "20301204T110000Z") == 2, "an hour long"
    assert found("20301204T110000Z", "20301204T120000Z") == 1, "the day lasts still"
    assert found("20301201T000000Z", "20301203T000000Z") == 0


def test_a_query_by_words_reads_the_words(story: Story, phone: Phone) -> None:
    planned(story)
    planned(story, "Отвезти договор", asked=Asked(minutes=(15,)))

    def found(inner: str) -> list[str]:
        texts = phone.query(f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{inner}</c:comp-filter></c:comp-filter>')
        return sorted(line for text in texts.values() for line in lines(text) if line.startswith("SUMMARY"))

    assert found('<c:prop-filter name="SUMMARY"><c:text-match>ДОГОВОР</c:text-match></c:prop-filter>') == ["SUMMARY:Отвезти договор"]
    assert len(found('<c:prop-filter name="SUMMARY"><c:text-match negate-condition="yes">договор</c:text-match></c:prop-filter>')) == 1
    assert len(found('<c:comp-filter name="VALARM"/>')) == 1
    assert len(found('<c:comp-filter name="VALARM"><c:is-not-defined/></c:comp-filter>')) == 1
    assert len(found('<c:prop-filter name="LOCATION"><c:is-not-defined/></c:prop-filter>')) == 2
    assert phone.query('<c:comp-filter name="VCALENDAR"><c:comp-filter name="VTODO"/></c:comp-filter>') == {}


def test_a_leaver_s_words_go_with_him(story: Story, phone: Phone) -> None:
    phone.put("own.ics", event())
    from_phone = PhoneItem.objects.filter(member=story.anna)
    assert from_phone.exists()
    task = Task.objects.get()
    hand_task_over(task, story.boris, by=story.head)

    change_member(story.anna, {"is_active": False}, by=story.owner)
    assert not from_phone.exists() and not CalendarMark.objects.exists()


@pytest.mark.parametrize("name", ["own.ics", ""])
def test_a_client_who_is_erased_by_law_leaves_the_phone_too(story: Story, phone: Phone, name: str) -> None:
    person = client_of(story.anna, "Ветрова Ольга", Client.Kind.PERSON)
    task = planned(story, "Показать Ветровой", client=person)
    name = name or name_of(task)
    text = phone.text(name_of(task)).replace("CLASS:PRIVATE", "LOCATION:У Ветровой")
    assert phone.put(name_of(task), text).status_code == 204
    PhoneItem.objects.update(name=name)
    token = phone.sync()[0]
    erase_personal_data(person, "Заявление", by=story.owner)
    item = PhoneItem.objects.get()
    assert (item.raw, item.said, item.task) == ("", {}, None)
    _token, there, gone = phone.sync(token)
    assert there == {name_of(task)} and gone == {name} - there
    assert "Ветров" not in phone.text(name_of(task))


def test_a_removal_that_is_undone_on_the_phone_brings_the_task_back(story: Story, phone: Phone) -> None:
    task = planned(story)
    text = phone.text(name_of(task))
    phone.send("DELETE", phone.calendar + name_of(task))
    assert phone.put(name_of(task), text.replace("T100000Z", "T090000Z"), if_none_match="*").status_code in (201, 204)
    task.refresh_from_db()
    assert task.deleted_at is None and task.due_at == AT - timedelta(hours=1) and Task.objects.count() == 1


def test_a_name_of_another_s_task_is_not_taken(story: Story, phone: Phone) -> None:
    theirs = set_task(NewTask("Чужое", Due(at=AT), story.boris), by=story.boris)
    for name in (name_of(theirs), "task-999999999999999999.ics"):
        assert phone.put(name, event()).status_code == 403
    assert Task.objects.count() == 1 and not PhoneItem.objects.exists()


def test_a_phone_does_not_fill_the_disk(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_items, "MOST_BYTES", 1000)
    assert phone.put("one.ics", event(more="X-LONG:" + "".join(chr(1000 + number) for number in range(300)))).status_code == 201
    assert phone.put("two.ics", event(uid="two")).status_code == 507
    monkeypatch.setattr(phone_items, "MOST_BYTES", 20_000_000)
    big = f"RRULE:FREQ=DAILY\r\nX-LONG:{'a' * 400_000}"
    assert [phone.put(f"{number}.ics", event(uid=str(number), more=big)).status_code for number in range(6)] == [201] * 4 + [507] * 2
    monkeypatch.setattr(phone_items, "MOST_OWN_EVENTS", 0)
    assert phone.put("weekly.ics", event(uid="three", more="RRULE:FREQ=DAILY")).status_code == 507


def test_an_item_says_its_kind(story: Story, phone: Phone) -> None:
    (found,) = phone.find(phone.calendar + name_of(planned(story)), "d:getcontenttype", "d:getetag", "d:resourcetype").values()
    assert "component=VEVENT" in (found["{DAV:}getcontenttype"].text or "") and len(found["{DAV:}resourcetype"]) == 0


def test_a_tag_that_a_server_in_front_has_weakened_is_known(story: Story, phone: Phone) -> None:
    task = planned(story)
    tag, text = phone.names()[name_of(task)], phone.text(name_of(task))
    assert phone.put(name_of(task), text, if_match=f"W/{tag}").status_code == 204
    assert phone.send("GET", phone.calendar + name_of(task), if_none_match=f"W/{phone.names()[name_of(task)]}").status_code == 304


def test_busy_hours_are_not_told_by_a_report(phone: Phone) -> None:
    asked = f'<c:free-busy-query {SPACES}><c:time-range start="20301201T000000Z" end="20301231T000000Z"/></c:free-busy-query>'
    answer = phone.send("REPORT", phone.calendar, asked)
    assert answer.status_code == 403 and "supported-report" in answer.text


def test_years_that_are_brought_in_are_no_overdue_tasks_and_stay_listed(phone: Phone) -> None:
    for year in (2019, 2020, 2021):
        assert phone.put(f"{year}.ics", event(uid=str(year), start=f"{year}1204T100000Z", end="DURATION:PT1H")).status_code == 201
    assert not Task.objects.exists() and set(phone.names()) == {"2019.ics", "2020.ics", "2021.ics"}
    assert phone.put("2021.ics", event(uid="2021")).status_code == 204
    assert Task.objects.get().due_at == AT, "moved ahead it is something to do"


def test_what_the_phone_has_made_stays_listed_when_it_grows_old(phone: Phone) -> None:
    phone.put("own.ics", event())
    Task.objects.update(due_at=AT - timedelta(days=4000), deadline=AT - timedelta(days=4000))
    assert set(phone.names()) == {"own.ics"}


@pytest.mark.parametrize(
    ("trigger", "before", "rings"),
    [
        ("TRIGGER:-PT15H", 33 * 60, datetime(2030, 12, 3, 6, tzinfo=UTC)),
        ("TRIGGER:PT9H", 9 * 60, datetime(2030, 12, 4, 6, tzinfo=UTC)),
        ("TRIGGER:-P1DT15H", 57 * 60, datetime(2030, 12, 2, 6, tzinfo=UTC)),
        ("TRIGGER;VALUE=DATE-TIME:20301201T093000Z", None, datetime(2030, 12, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_alarms_of_a_whole_day_ring_at_their_hour(phone: Phone, trigger: str, before: int | None, rings: datetime) -> None:
    alarm = f"BEGIN:VALARM\r\nACTION:DISPLAY\r\n{trigger}\r\nEND:VALARM"
    text = event(start="DTSTART;VALUE=DATE:20301204", end="DTEND;VALUE=DATE:20301205", more=alarm)
    answer = phone.put("day.ics", text)
    assert answer.status_code == 201 and answer["ETag"] and phone.text("day.ics") == text
    task = Task.objects.get()
    reminder = task.reminders.get()
    assert (task.due_on, reminder.before_minutes, reminder.due_at) == (DAY, before, rings)
    place_task(task, Due(on=date(2030, 12, 5)), None, by=task.assignee)
    told = lines(phone.text("day.ics"))
    assert "DTSTART;VALUE=DATE:20301205" in told and trigger in told


def test_two_days_of_a_fair_stay_two_days_wherever_they_are_put(phone: Phone) -> None:
    phone.put("fair.ics", event(start="DTSTART;VALUE=DATE:20301204", end="DTEND;VALUE=DATE:20301206"))
    task = Task.objects.get()
    place_task(task, Due(on=date(2030, 12, 10)), None, by=task.assignee)
    assert "DTEND;VALUE=DATE:20301212" in lines(phone.text("fair.ics"))
    place_task(task, Due(at=AT), None, by=task.assignee)
    assert "DTEND:20301204T110000Z" in lines(phone.text("fair.ics")), "an hour of a usual meeting"


def test_a_whole_day_becomes_an_hour_on_the_phone_and_back(story: Story, phone: Phone) -> None:
    task = planned(story, at=None)
    text = phone.text(name_of(task))
    hour = text.replace("DTSTART;VALUE=DATE:20301204", "DTSTART:20301204T100000Z").replace(
        "DTEND;VALUE=DATE:20301205", "DTEND:20301204T113000Z"
    )
    assert phone.put(name_of(task), hour).status_code == 204
    task.refresh_from_db()
    assert (task.due_at, task.due_on, task.minutes) == (AT, None, 90)
    assert phone.put(name_of(task), text).status_code == 204
    task.refresh_from_db()
    assert (task.due_at, task.due_on) == (None, DAY)
