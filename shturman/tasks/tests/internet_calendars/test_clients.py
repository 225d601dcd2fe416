"""Programs that people use, against the running server: `caldav`, and `vdirsyncer` with a folder of files."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import caldav
import icalendar
import pytest
import requests

from shturman.tasks.actions import Asked, NewTask, complete_task, place_task, set_task, set_task_reminding, set_tasks
from shturman.tasks.due import Due
from shturman.tasks.models import PhoneItem, Task
from shturman.tasks.tests.internet_calendars.phones import Phone, event
from shturman.world.story import Story

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2030, 12, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def planned(story: Story, title: str = "Показать образцы", at: datetime = AT, **facts: Any) -> Task:
    return set_task(NewTask(title, Due(at=at), story.anna, kind="meeting", **facts), by=story.anna)


@pytest.fixture
def calendar(committed_story: Story, live_server: Any) -> Any:
    phone = Phone(committed_story.anna)
    with caldav.DAVClient(url=live_server.url, username="anna@baltvent.example", password=phone.password) as client:
        (found,) = client.principal().get_calendars()
        yield found


def test_caldav_finds_the_calendar_by_the_host_alone(calendar: Any) -> None:
    assert calendar.get_display_name() == "Штурман"
    assert calendar.get_supported_components() == ["VEVENT"]


def test_caldav_creates_moves_and_removes(committed_story: Story, calendar: Any) -> None:
    made = calendar.add_event(event(summary="Замер на объекте"))
    task = Task.objects.get(title="Замер на объекте")
    (found,) = calendar.search(start=AT - HOUR, end=AT + HOUR, event=True)
    assert found.icalendar_component["SUMMARY"] == "Замер на объекте"
    component = made.icalendar_component
    component["DTSTART"].dt, component["DTEND"].dt = AT + 24 * HOUR, AT + 26 * HOUR
    made.save()
    task.refresh_from_db()
    assert (task.due_at, task.length) == (AT + 24 * HOUR, 2 * HOUR)
    made.delete()
    task.refresh_from_db()
    assert task.deleted_at is not None and calendar.get_events() == []


def test_caldav_sees_what_the_house_does(committed_story: Story, calendar: Any) -> None:
    task = set_task_reminding(NewTask("Звонок", Due(at=AT), committed_story.anna), Asked(minutes=(15,)), by=committed_story.anna)
    synced = calendar.get_objects_by_sync_token(load_objects=True)
    (item,) = list(synced)
    assert item.icalendar_component.subcomponents[0]["TRIGGER"].dt == timedelta(minutes=-15)
    place_task(task, Due(at=AT + HOUR), None, by=committed_story.anna)
    changed = calendar.get_objects_by_sync_token(synced.sync_token, load_objects=True)
    assert [one.icalendar_component["DTSTART"].dt for one in changed] == [AT + HOUR]
    complete_task(task, "Согласны", by=committed_story.anna)
    assert next(iter(calendar.get_events())).icalendar_component["SUMMARY"] == "✓ Звонок"


def test_caldav_keeps_a_repeating_event_with_its_exception(committed_story: Story, calendar: Any) -> None:
    calendar.add_event(event(uid="weekly", more="RRULE:FREQ=WEEKLY;COUNT=5"))
    times = calendar.search(start=AT, end=AT + timedelta(days=15), event=True, expand=True)
    assert [one.icalendar_component["DTSTART"].dt for one in times] == [AT, AT + timedelta(days=7), AT + timedelta(days=14)]
    assert not Task.objects.exists() and PhoneItem.objects.get().last_at is not None
    times = calendar.search(start=AT, end=AT + timedelta(days=15), event=True, server_expand=True)
    assert len(times) >= 1


def test_caldav_is_given_back_the_last_step_of_a_deal(committed_story: Story, calendar: Any) -> None:
    committed_story.deal()
    token = calendar.get_objects_by_sync_token().sync_token
    (step,) = calendar.get_events()
    step.delete()
    assert [one.url for one in calendar.get_objects_by_sync_token(token)] == [step.url]
    assert len(calendar.get_events()) == 1


def test_caldav_with_a_wrong_password_is_not_let_in(committed_story: Story, live_server: Any) -> None:
    Phone(committed_story.anna)
    client = caldav.DAVClient(url=live_server.url, username="anna", password="wrong")
    with client, pytest.raises(caldav.lib.error.AuthorizationError):
        client.principal()


@pytest.fixture
def folder(tmp_path: Path, committed_story: Story, live_server: Any) -> Path:
    phone = Phone(committed_story.anna)
    (tmp_path / "config").write_text(
        f"""[general]
status_path = "{tmp_path}/status/"
[pair phone]
a = "files"
b = "house"
collections = [["work", "calendar", "calendar"]]
conflict_resolution = "b wins"
[storage files]
type = "filesystem"
path = "{tmp_path}/files/"
fileext = ".ics"
[storage house]
type = "caldav"
url = "{live_server.url}/"
username = "anna"
password = "{phone.password}"
""",
        encoding="utf-8",
    )
    (tmp_path / "files" / "calendar").mkdir(parents=True)
    vdirsyncer(tmp_path, "discover", "phone")
    return tmp_path


def vdirsyncer(folder: Path, *words: str) -> str:
    command = [str(Path(sys.executable).parent / "vdirsyncer"), "-c", str(folder / "config"), *words]
    done = subprocess.run(command, input="y\n" * 5, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def files(folder: Path) -> list[Path]:
    return sorted((folder / "files" / "calendar").glob("*.ics"))


def test_vdirsyncer_both_ways_until_nothing_is_left_to_do(committed_story: Story, folder: Path) -> None:
    ours = [planned(committed_story, f"Дело {number}", AT + number * HOUR) for number in range(5)]
    mine = folder / "files" / "calendar" / "own.ics"
    mine.write_text(
        event(uid="from-file", start="DTSTART;TZID=Europe/Berlin:20301210T110000", end="DURATION:PT1H30M", more="LOCATION:Склад 4")
    )
    vdirsyncer(folder, "sync")
    assert len(files(folder)) == 6
    task = Task.objects.get(title="Встреча у заказчика")
    assert task.due_at == datetime(2030, 12, 10, 10, tzinfo=UTC) and task.minutes == 90
    vdirsyncer(folder, "sync")
    before = {path: path.read_text() for path in files(folder)}
    vdirsyncer(folder, "sync")
    assert {path: path.read_text() for path in files(folder)} == before and Task.objects.count() == 6

    place_task(task, Due(at=AT + 100 * HOUR), task.minutes, by=committed_story.anna)
    complete_task(ours[0], "Готово", by=committed_story.anna)
    vdirsyncer(folder, "sync")
    text = mine.read_text()
    assert "LOCATION:Склад 4" in text and "DTSTART:20301208T140000Z" in text
    assert sum("SUMMARY:✓ Дело 0" in path.read_text() for path in files(folder)) == 1

    moved = next(path for path in files(folder) if "Дело 1" in path.read_text())
    moved.write_text(moved.read_text().replace("20301204T110000Z", "20301204T093000Z"))
    next(path for path in files(folder) if "Дело 2" in path.read_text()).unlink()
    vdirsyncer(folder, "sync")
    ours[1].refresh_from_db()
    ours[2].refresh_from_db()
    assert ours[1].due_at == AT - HOUR / 2 and ours[2].deleted_at is not None


def test_vdirsyncer_gets_the_last_step_of_a_deal_back(committed_story: Story, folder: Path) -> None:
    committed_story.deal()
    vdirsyncer(folder, "sync")
    files(folder)[0].unlink()
    planned(committed_story)
    vdirsyncer(folder, "sync", "--force-delete")
    vdirsyncer(folder, "sync")
    assert len(files(folder)) == 2


def test_vdirsyncer_carries_what_repeats(committed_story: Story, folder: Path) -> None:
    (folder / "files" / "calendar" / "weekly.ics").write_text(event(uid="weekly", more="RRULE:FREQ=WEEKLY"))
    vdirsyncer(folder, "sync")
    assert PhoneItem.objects.own_events().count() == 1 and not Task.objects.exists()
    assert "RRULE" in icalendar.Calendar.from_ical(files(folder)[0].read_text()).to_ical().decode()


def test_the_server_itself_refuses_what_is_too_large(committed_story: Story, live_server: Any) -> None:
    phone = Phone(committed_story.anna)
    address = f"{live_server.url}{phone.calendar}large.ics"
    answer = requests.put(
        address, data=b"x" * 2_000_000, auth=("anna", phone.password), headers={"Content-Type": "text/calendar"}, timeout=20
    )
    assert answer.status_code == 413


def test_a_thousand_tasks_are_read_at_once(committed_story: Story, live_server: Any) -> None:
    anna = committed_story.anna
    set_tasks([NewTask(f"Дело {number}", Due(at=AT + number * HOUR), anna) for number in range(1000)], by=anna)
    phone = Phone(anna)
    began = time.monotonic()
    with caldav.DAVClient(url=live_server.url, username="anna", password=phone.password) as client:
        (calendar,) = client.principal().get_calendars()
        assert len(calendar.get_events()) == 1000
    assert time.monotonic() - began < 10
