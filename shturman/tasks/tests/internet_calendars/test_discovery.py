"""How programs find the calendar: the list of checks of docs/decisions/020."""

from __future__ import annotations

import base64

import pytest
from django.test import Client as Browser

from shturman.company.actions import change_member
from shturman.tasks.actions.internet_calendars import revoke_app_password
from shturman.tasks.models import AppPassword
from shturman.tasks.tests.internet_calendars.phones import CS, C, D, Phone, found_in, signed_in
from shturman.world.story import PASSWORD, Story

APPLE = ("d:current-user-principal", "d:principal-URL", "d:resourcetype")
ASKED_OF_CALENDAR = (
    *("d:resourcetype", "d:displayname", "cs:getctag", "d:sync-token", "c:supported-calendar-component-set", "d:supported-report-set"),
    *("d:current-user-principal", "d:current-user-privilege-set", "d:owner", "a:calendar-color", "a:calendar-order", "d:getetag"),
    *("c:schedule-calendar-transp", "c:supported-calendar-data", "c:max-resource-size"),
)


@pytest.fixture
def phone(story: Story) -> Phone:
    return Phone(story.anna)


def test_a_host_alone_is_enough(phone: Phone) -> None:
    for method in ("GET", "PROPFIND"):
        answer = phone.browser.generic(method, "/.well-known/caldav")
        assert (answer.status_code, answer["Location"]) == (301, "/dav/")
    for path in ("/dav/", "/", "/principals/", f"/principals/users/{phone.login}/", "/calendar/dav/anna/user/", "/dav/principals/"):
        assert phone.browser.generic("PROPFIND", path).status_code == 401, path
        (found,) = phone.find(path, *APPLE).values()
        assert found[f"{D}current-user-principal"].findtext(f"{D}href") == phone.home, path


def test_from_the_principal_to_the_calendar(phone: Phone) -> None:
    found = phone.find(
        phone.home, "c:calendar-home-set", "c:calendar-user-address-set", "d:displayname", "d:principal-URL", "d:supported-report-set"
    )
    principal = found[phone.home]
    assert principal[f"{C}calendar-home-set"].findtext(f"{D}href") == phone.home
    assert "mailto:anna@baltvent.example" in [href.text for href in principal[f"{C}calendar-user-address-set"]]
    assert principal[f"{D}displayname"].text == "Воскресенская Анна"
    (mail,) = phone.find(phone.home, "cs:email-address-set").values()
    assert mail[f"{CS}email-address-set"].findtext(f"{CS}email-address") == "anna@baltvent.example"
    children = phone.find(phone.home, "d:resourcetype", depth="1")
    assert set(children) == {phone.home, phone.calendar}, "the home itself and the calendar"
    kinds = {href: {kind.tag for kind in props[f"{D}resourcetype"]} for href, props in children.items()}
    assert kinds[phone.calendar] == {f"{C}calendar", f"{D}collection"}
    assert f"{C}calendar" not in kinds[phone.home], "the home is a folder, not the calendar"


def test_the_calendar_says_all_that_programs_ask(phone: Phone) -> None:
    (found,) = phone.find(phone.calendar, *ASKED_OF_CALENDAR).values()
    assert [comp.get("name") for comp in found[f"{C}supported-calendar-component-set"]] == ["VEVENT"]
    privileges = {tag.tag for privilege in found[f"{D}current-user-privilege-set"] for tag in privilege}
    assert {f"{D}read", f"{D}write-content"} <= privileges
    reports = {inner.tag for report in found[f"{D}supported-report-set"] for told in report for inner in told}
    assert reports == {f"{D}sync-collection", f"{C}calendar-multiget", f"{C}calendar-query"}
    assert len(found) == len(ASKED_OF_CALENDAR)
    assert found[f"{CS}getctag"].text and found[f"{D}sync-token"].text


@pytest.mark.parametrize("path", ["/", "/dav/", "home", "calendar"])
def test_apple_asks_for_the_options_with_and_without_a_password(phone: Phone, path: str) -> None:
    path = {"home": phone.home, "calendar": phone.calendar}.get(path, path)
    for answer in (phone.browser.options(path), phone.send("OPTIONS", path)):
        assert answer.status_code == 200
        assert "calendar-access" in answer["DAV"] and "addressbook" not in answer["DAV"] and "auto-schedule" not in answer["DAV"]
        assert {"PROPFIND", "REPORT", "PUT", "DELETE"} <= set(answer["Allow"].split(", "))


def test_a_wrong_password_is_asked_for_again(story: Story, phone: Phone) -> None:
    for wrong in ("mmmm-mmmm-mmmm-mmmm", PASSWORD, "", "неверный"):
        answer = Phone(story.boris, login="anna", password=wrong or "-").send("PROPFIND", "/dav/")
        assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Basic "), "never a page to sign in"
    assert phone.send("PROPFIND", "/dav/").status_code == 207


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic YQ==", "Bearer x", "Basic " + "A" * 5000, "Basic /w=="])
def test_a_strange_header_is_asked_again_too(phone: Phone, header: str) -> None:
    assert phone.browser.generic("PROPFIND", "/dav/", HTTP_AUTHORIZATION=header).status_code == 401


def test_the_login_may_be_the_mail_in_any_case_and_encoded(phone: Phone) -> None:
    for login in ("anna@baltvent.example", "ANNA@BALTVENT.EXAMPLE", "anna%40baltvent.example", "Anna"):
        phone.login = login
        assert phone.find("/dav/", *APPLE), login
    phone.login, phone.password = "anna", phone.password.upper().replace("-", " ")
    assert phone.send("PROPFIND", "/dav/").status_code == 207, "typed without dashes, with capitals"


def test_a_login_with_signs_of_its_own_finds_its_calendar(story: Story) -> None:
    change_member(story.anna, {"login": "анна+в@x", "email": "a+b@baltvent.example"}, by=story.owner)
    phone = Phone(story.anna, login="анна+в@x")
    assert list(phone.find("/dav/", *APPLE).values())[0][f"{D}current-user-principal"].findtext(f"{D}href") == phone.home


def test_an_empty_question_is_one_for_everything(phone: Phone) -> None:
    answer = phone.send("PROPFIND", phone.calendar)
    assert answer.status_code == 207
    assert f"{D}displayname" in found_in(answer)[phone.calendar]


def test_what_is_not_known_is_told_apart_from_what_is(phone: Phone) -> None:
    asked = '<d:propfind xmlns:d="DAV:" xmlns:x="urn:x"><d:prop><d:displayname/><x:unheard/></d:prop></d:propfind>'
    answer = phone.send("PROPFIND", phone.calendar, asked)
    assert answer.status_code == 207 and "404" in answer.text and "unheard" in answer.text
    assert found_in(answer)[phone.calendar].keys() == {f"{D}displayname"}


def test_a_whole_tree_at_once_is_refused(phone: Phone) -> None:
    assert phone.send("PROPFIND", phone.home, depth="infinity").status_code == 403


def test_a_phone_paints_the_calendar(phone: Phone) -> None:
    asked = (
        '<d:propertyupdate xmlns:d="DAV:" xmlns:a="http://apple.com/ns/ical/" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
        "<a:calendar-color>#FF0000FF</a:calendar-color><d:displayname>Работа</d:displayname>"
        "<c:default-alarm-vevent-datetime>BEGIN:VALARM</c:default-alarm-vevent-datetime></d:prop></d:set></d:propertyupdate>"
    )
    assert phone.send("PROPPATCH", phone.calendar, asked).status_code == 207
    (found,) = phone.find(phone.calendar, "a:calendar-color", "d:displayname", "c:supported-calendar-component-set").values()
    assert found["{http://apple.com/ns/ical/}calendar-color"].text == "#FF0000FF" and found[f"{D}displayname"].text == "Работа"


def test_another_s_calendar_is_shut(story: Story, phone: Phone) -> None:
    other = Phone(story.boris)
    for method, path in (
        ("PROPFIND", other.home),
        ("PROPFIND", other.calendar),
        ("REPORT", other.calendar),
        ("GET", f"{other.calendar}x.ics"),
    ):
        assert phone.send(method, path).status_code == 403, path
    assert phone.send("PUT", f"{other.calendar}x.ics", "x", "text/calendar").status_code == 403
    assert phone.send("DELETE", f"{other.calendar}x.ics").status_code == 403


@pytest.mark.parametrize("method", ["MKCALENDAR", "MKCOL", "MOVE", "POST", "LOCK", "PATCH"])
def test_what_this_calendar_does_not_do_is_said(phone: Phone, method: str) -> None:
    assert phone.send(method, f"{phone.home}another/").status_code == 405
    assert phone.send("DELETE", phone.calendar).status_code == 403
    assert phone.send("PUT", phone.calendar, "x", "text/calendar").status_code == 405


@pytest.mark.parametrize(
    "body", ["<", "<a/>", "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>", "\x00", "<a>" * 3000, "{}", "<d:propfind xmlns:d='DAV:'/>"]
)
@pytest.mark.parametrize("method", ["PROPFIND", "PROPPATCH", "REPORT"])
def test_a_question_that_cannot_be_read_is_no_fault_of_the_server(phone: Phone, method: str, body: str) -> None:
    assert phone.send(method, phone.calendar, body).status_code in (207, 400, 403)


def test_a_sign_in_of_the_pages_opens_no_calendar(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    assert client.generic("PROPFIND", "/dav/").status_code == 401


def test_a_revoked_password_and_a_leaver_open_nothing(story: Story, phone: Phone) -> None:
    second = Phone(story.anna)
    revoke_app_password(AppPassword.objects.order_by("pk")[0], by=signed_in(story.anna))
    assert phone.send("PROPFIND", "/dav/").status_code == 401
    assert second.send("PROPFIND", "/dav/").status_code == 207
    change_member(story.anna, {"is_active": False}, by=story.owner)
    assert second.send("PROPFIND", "/dav/").status_code == 401
    assert not AppPassword.objects.valid().exists()


def knock(browser: Browser, password: str) -> int:
    secret = base64.b64encode(f"anna:{password}".encode()).decode()
    return browser.generic("PROPFIND", "/dav/", HTTP_AUTHORIZATION=f"Basic {secret}", HTTP_USER_AGENT="iOS/1").status_code


def test_who_guesses_waits_and_no_other_device_does(phone: Phone) -> None:
    statuses = [knock(phone.browser, f"guess-{number}") for number in range(12)]
    assert statuses[:10] == [401] * 10 and statuses[-1] == 429
    assert phone.send("PROPFIND", "/dav/").status_code == 207


def test_a_phone_may_say_its_stale_password_at_many_addresses(phone: Phone) -> None:
    statuses = [knock(phone.browser, "stale") for _time in range(102)]
    assert statuses[:100] == [401] * 100 and statuses[-1] == 429


def test_a_password_says_when_it_was_used(phone: Phone) -> None:
    phone.send("PROPFIND", "/dav/")
    first = AppPassword.objects.get().used_at
    phone.send("PROPFIND", "/dav/")
    assert first is not None and AppPassword.objects.get().used_at == first, "written once an hour"
