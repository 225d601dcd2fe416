"""The company's card, its logo and its calendar."""

import struct
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from shturman.company.actions import put_logo, set_calendar_day
from shturman.company.actions.company import forget_old_pictures
from shturman.company.models import CalendarDay, Company
from shturman.company.queries import forget_settings, work_week
from shturman.kit.errors import Refused
from shturman.kit.pictures import picture_of
from shturman.world.story import Story

CARD = "/company/company/"


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    forget_settings()
    yield
    forget_settings()


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 8)) + chunk(b"IEND", b"")


def typed(**more: Any) -> dict[str, Any]:
    facts = {"name": "ООО «Балтвент»", "time_zone": "Europe/Moscow", "day_starts_at": "09:00", "day_ends_at": "18:00"}
    return facts | {"working_weekdays": ["0", "1", "2", "3", "4"], "has_departments": "on"} | more


def test_the_card_is_kept_and_warns_of_control_digits(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    page = client.post(CARD, typed(legal_name="ООО «Балтвент-Инжиниринг»", inn="7801234567", phone="+7 812 000-00-00"), follow=True)
    assert "Контрольная цифра ИНН не сходится" in page.text
    company = Company.objects.get()
    assert (company.name, company.inn, company.phone) == ("ООО «Балтвент»", "7801234567", "+7 812 000-00-00")


def test_a_logo_is_shown_as_a_picture_and_as_nothing_else(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post(CARD, typed(logo_file=SimpleUploadedFile("логотип.png", png())))
    company = Company.objects.get()
    assert company.logo_url in client.get(CARD).text
    answer = client.get(company.logo_url)
    assert answer["Content-Type"] == "image/png" and answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"] and "private" in answer["Cache-Control"]
    client.logout()
    assert client.get(company.logo_url).status_code == 302


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BAD = {
    "svg with a script": ("logo.svg", SVG, "Подходят только PNG, JPEG и WebP"),
    "svg that calls itself png": ("logo.png", SVG, "Подходят только PNG, JPEG и WebP"),
    "a page": ("logo.jpg", b"<html><script>alert(1)</script>", "Подходят только PNG, JPEG и WebP"),
    "40 MB": ("logo.png", png() + b"\0" * 40 * 1024 * 1024, "больше 2\u00a0МБ"),
    "a bomb of dots": ("logo.png", png(60_000, 60_000), "не больше 5000 точек"),
    "cut short": ("logo.png", png()[:14], "Подходят только PNG, JPEG и WebP"),
    "a jpeg without an end": ("logo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "Подходят только PNG, JPEG и WebP"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_logo_is_refused_in_words_and_nothing_is_lost(story: Story, client: Browser, case: str) -> None:
    name, content, words = BAD[case]
    put_logo(Company.objects.get(), SimpleUploadedFile("old.png", png()), by=story.owner)
    before = Company.objects.get()
    client.force_login(story.owner)
    answer = client.post(CARD, typed(name="Новое имя", address="Невский, 1", logo_file=SimpleUploadedFile(name, content)))
    assert answer.status_code == 422 and words.replace("\u00a0", " ") in answer.text.replace("\u00a0", " ")
    assert "Новое имя" in answer.text and "Невский, 1" in answer.text
    after = Company.objects.get()
    assert (after.name, after.logo.name) == (before.name, before.logo.name)


def test_a_replaced_logo_is_taken_away_by_the_night(story: Story) -> None:
    company = Company.objects.get()
    put_logo(company, SimpleUploadedFile("one.png", png()), by=story.owner)
    first = company.logo.name
    put_logo(company, SimpleUploadedFile("two.png", png()), by=story.owner)
    forget_old_pictures(timezone.now())
    assert default_storage.exists(first), "a form may still be on its way"
    forget_old_pictures(timezone.now() + timedelta(hours=2))
    assert not default_storage.exists(first) and default_storage.exists(company.logo.name)


def test_it_reads_the_size_of_jpeg_and_webp() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\0" * 8
    webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
    assert (picture_of(jpeg).width, picture_of(jpeg).height, picture_of(jpeg).kind) == (640, 480, "jpg")
    assert (picture_of(webp).width, picture_of(webp).height, picture_of(webp).kind) == (640, 480, "webp")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day_starts_at": "19:00"}, "заканчивается позже"),
        ({"working_weekdays": []}, "Заполните это поле"),
        ({"name": ""}, "Заполните это поле"),
    ],
)
def test_wrong_working_time_is_refused_beside_the_field(story: Story, client: Browser, wrong: dict[str, Any], words: str) -> None:
    client.force_login(story.owner)
    answer = client.post(CARD, typed(**wrong))
    assert answer.status_code == 422 and words in answer.text


def test_a_day_of_our_own_counts_at_once(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    monday = date(2026, 12, 28)
    assert work_week().is_working(monday)
    client.post("/company/calendar/", {"day": "28.12.2026", "is_working": "", "name": "День компании"})
    assert not work_week().is_working(monday)
    page = client.get("/company/calendar/2026/").text
    assert "День компании" in page and "Выходной (перенесено с 03.01.2026)" in page
    client.post("/company/calendar/days/2026-12-28/clear/")
    assert work_week().is_working(monday) and not CalendarDay.objects.exists()


def test_a_working_saturday_is_a_working_day(story: Story) -> None:
    saturday = date(2026, 11, 28)
    set_calendar_day(saturday, is_working=True, name="Отгрузки", by=story.owner)
    assert work_week().is_working(saturday)


def test_a_changed_week_counts_at_once(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    work_week()
    client.post(CARD, typed(working_weekdays=["0", "1", "2", "3", "4", "5"], day_ends_at="20:00"))
    assert work_week().is_working(date(2026, 11, 28)) and work_week().ends_at.hour == 20


@pytest.mark.parametrize("address", ["/company/calendar/1/", "/company/calendar/99999/", "/company/calendar/days/2026-13-45/clear/"])
def test_no_such_day_and_year(story: Story, client: Browser, address: str) -> None:
    client.force_login(story.owner)
    assert client.post(address).status_code == 404


def test_a_logo_is_refused_by_the_action_too(story: Story) -> None:
    with pytest.raises(Refused):
        put_logo(Company.objects.get(), SimpleUploadedFile("x.svg", SVG), by=story.owner)
