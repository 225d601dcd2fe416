"""The owner invites an employee by a letter, or gives the link by hand."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from shturman.company.models import Invitation, Role
from shturman.journal.models import Entry
from shturman.messaging.actions import set_mail_server
from shturman.messaging.models import Letter
from shturman.world.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(story: Story, client: Browser) -> Browser:
    client.force_login(story.owner)
    return client


@pytest.fixture
def with_mail(story: Story) -> Story:
    facts = {"host": "smtp.baltvent.example", "sender_address": "crm@baltvent.example", "public_url": "https://crm.baltvent.example"}
    set_mail_server(facts, by=story.owner)
    return story


def link_on(page: str) -> str:
    found = re.search(r'value="http://testserver(/start/invite/[^"]+)"', page)
    return found.group(1) if found else ""


def test_it_sends_a_letter_and_says_so(with_mail: Story, owner: Browser) -> None:
    answer = owner.post(f"/company/members/{with_mail.vera.pk}/invite/", follow=True)
    assert "vera@baltvent.example" in answer.text and not link_on(answer.text)
    assert Letter.objects.get().state == "queued"


def test_it_shows_the_link_once_while_the_mail_is_not_set_up(story: Story, owner: Browser) -> None:
    page = owner.post(f"/company/members/{story.vera.pk}/invite/")
    assert "Почта ещё не настроена" in page.text
    path = link_on(page.text)
    assert Browser().get(path).status_code == 200
    assert path not in owner.get(f"/company/members/{story.vera.pk}/").text
    assert not Letter.objects.exists()


def test_it_makes_a_link_to_give_by_hand_that_replaces_the_letters(with_mail: Story, owner: Browser) -> None:
    owner.post(f"/company/members/{with_mail.vera.pk}/invite/")
    first = Invitation.objects.get().fingerprint
    assert link_on(owner.post(f"/company/members/{with_mail.vera.pk}/invitation-link/").text)
    assert Invitation.objects.get().fingerprint != first


def newcomer(**more: str) -> dict[str, object]:
    role = Role.objects.of_base(Role.Base.MANAGER)
    return {"login": "nina", "surname": "Орлова", "given_name": "Нина", "role": role.pk, "is_active": "on", **more}


def test_a_newcomer_is_invited_at_once(with_mail: Story, owner: Browser) -> None:
    page = owner.post("/company/members/add/", newcomer(email="nina@baltvent.example"), follow=True)
    assert "Приглашение уходит на nina@baltvent.example" in page.text
    assert Letter.objects.get().to == "nina@baltvent.example"


def test_a_newcomer_whom_no_letter_reaches_has_the_link_offered_on_his_card(story: Story, owner: Browser) -> None:
    page = owner.post("/company/members/add/", newcomer(email="nina@baltvent.example"), follow=True)
    assert "передайте ссылку сами" in page.text and "Ссылка, чтобы передать самим" in page.text
    assert not Letter.objects.exists()


def test_one_who_got_a_password_is_not_invited(with_mail: Story, owner: Browser) -> None:
    owner.post("/company/members/add/", newcomer(email="nina@baltvent.example", password="Курс-на-север-26"))
    assert not Letter.objects.exists()


def test_the_card_tells_of_the_invitation_and_of_the_second_factor(story: Story, owner: Browser) -> None:
    card = f"/company/members/{story.vera.pk}/"
    assert "Ещё не приглашён" in owner.get(card).text and "Второй фактор:" in owner.get(card).text
    owner.post(card + "invitation-link/")
    assert "Приглашение создано" in owner.get(card).text


def test_the_link_stands_in_no_journal(story: Story, owner: Browser) -> None:
    path = link_on(owner.post(f"/company/members/{story.vera.pk}/invitation-link/").text)
    token = path.split("/")[3]
    assert token and token not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert token not in Invitation.objects.get().fingerprint


def test_nobody_but_the_owner_invites(story: Story, client: Browser) -> None:
    client.force_login(story.head)
    for road in ("invite", "invitation-link"):
        assert client.post(f"/company/members/{story.vera.pk}/{road}/").status_code == 403
    assert not Invitation.objects.exists()
