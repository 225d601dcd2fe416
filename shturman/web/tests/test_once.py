"""Two clicks are one wish: what a form creates is created once, and both senders are shown to it."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.models import Client, Note
from shturman.company.models import Member
from shturman.deals.models import Deal, DealFile
from shturman.goods.models import Good
from shturman.kit.jobs import forget_sent_forms
from shturman.kit.models import SentForm
from shturman.tasks.models import Task
from shturman.world.story import Story


def browser_of(member: Member) -> Browser:
    browser = Browser()
    browser.force_login(member)
    return browser


def mark_on(browser: Browser, path: str) -> str:
    """What the page has drawn into its form."""
    found = re.search(r'name="once" value="([0-9a-f]{32})"', browser.get(path).text)
    assert found, path
    return found[1]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and on a connection of its own, let go together."""
    line, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            line.wait(timeout=10)
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_identical_notes_sent_at_once_one_is_written(committed_story: Story) -> None:
    deal = committed_story.deal()
    first, second = browser_of(committed_story.anna), browser_of(committed_story.anna)
    facts = {"text": "Смета подходит", "once": mark_on(first, f"/deals/{deal.pk}/")}
    answers = at_once(*[lambda one=one: one.post(f"/deals/{deal.pk}/note/", facts) for one in (first, second)])
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, f"/deals/{deal.pk}/")] * 2
    assert Note.objects.count() == 1


def test_of_two_identical_new_deals_sent_at_once_one_is_opened(committed_story: Story) -> None:
    browsers = [browser_of(committed_story.anna) for _time in range(2)]
    facts = {"title": "Насосы", "client": "Мельница", "funnel": committed_story.funnel.pk, "responsible": committed_story.anna.pk}
    facts["once"] = mark_on(browsers[0], "/deals/open/")
    answers = at_once(*[lambda one=one: one.post("/deals/open/", facts, headers={"HX-Request": "true"}) for one in browsers])
    deal = Deal.objects.get()
    assert [answer.headers["HX-Redirect"] for answer in answers] == [deal.get_absolute_url()] * 2
    assert (Client.objects.count(), Task.objects.count()) == (1, 1)


@pytest.mark.parametrize("what", ["client", "task", "good", "file", "touch"])
def test_a_repeated_form_writes_nothing_and_answers_like_the_first(story: Story, client: Browser, what: str) -> None:
    client.force_login(story.owner)
    deal = story.deal(story.owner)
    page, path, facts, rows = {
        "client": ("/clients/add/", "/clients/add/", {"kind": "person", "name": "Иван Петров", "responsible": story.owner.pk}, Client),
        "task": ("/tasks/set/", "/tasks/set/", {"title": "Позвонить", "kind": "call", "due": "завтра", "assignee": story.owner.pk}, Task),
        "good": ("/goods/add/", "/goods/add/", {"name": "Насос", "unit": "шт.", "price": "100", "vat_percent": "20"}, Good),
        "file": (f"/deals/{deal.pk}/", f"/deals/{deal.pk}/files/", {}, DealFile),
        "touch": (f"/tasks/touch/{deal.pk}/", f"/tasks/touch/{deal.pk}/", {"kind": "call", "result": "Поговорили"}, Task),
    }[what]
    had = rows.objects.count()
    facts["once"] = mark_on(client, page)
    answers = []
    for _time in range(2):
        sent = {**facts, "file": SimpleUploadedFile("смета.txt", b"100")} if what == "file" else facts
        answers.append(client.post(path, sent))
    assert answers[0].status_code == 302, answers[0].text
    assert answers[1].headers["Location"] == answers[0].headers["Location"]
    assert rows.objects.count() == had + 1


def test_a_refused_form_is_sent_again_from_the_same_page(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    mark = mark_on(client, "/deals/open/")
    facts = {"title": "", "funnel": story.funnel.pk, "responsible": story.anna.pk, "once": mark}
    assert [client.post("/deals/open/", facts).status_code for _time in range(2)] == [422, 422]
    assert client.post("/deals/open/", {**facts, "title": "Насосы"}).status_code == 302


def test_other_words_from_a_page_out_of_the_browsers_memory_are_another_note(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal = story.deal()
    mark = mark_on(client, f"/deals/{deal.pk}/")
    for text in ("Смета подходит", "Ждут до пятницы", "Смета подходит"):
        client.post(f"/deals/{deal.pk}/note/", {"text": text, "once": mark})
    assert set(Note.objects.values_list("text", flat=True)) == {"Смета подходит", "Ждут до пятницы"}


def test_one_mark_of_two_people_is_two_wishes(story: Story) -> None:
    deal = story.deal()
    for member in (story.anna, story.head):
        browser_of(member).post(f"/deals/{deal.pk}/note/", {"text": "Смета подходит", "once": "1" * 32})
    assert Note.objects.count() == 2


def test_sent_forms_are_forgotten_after_a_week(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    deal = story.deal()
    client.post(f"/deals/{deal.pk}/note/", {"text": "Смета подходит", "once": "1" * 32})
    forget_sent_forms()
    assert SentForm.objects.count() == 1
    SentForm.objects.update(sent_at=timezone.now() - timedelta(days=8))
    forget_sent_forms()
    assert not SentForm.objects.exists()
