"""The settings of the mail and the letter that checks them."""

from __future__ import annotations

import socket

import pytest
from django.test import Client as Browser

from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.messaging.actions import check_mail_server, set_mail_server
from shturman.messaging.models import MailServer
from shturman.messaging.tests.conftest import set_up_mail
from shturman.messaging.tests.servers import PASSWORD, Mailbox, free_port, knows_one_password, mail_server
from shturman.world.story import Story

pytestmark = pytest.mark.django_db
FORM = {
    "host": "smtp.baltvent.example",
    "port": 587,
    "security": "starttls",
    "login": "crm",
    "password": PASSWORD,
    "sender_address": "crm@baltvent.example",
    "sender_name": "Штурман",
    "public_url": "https://crm.baltvent.example",
}


def test_it_keeps_the_password_sealed_and_never_shows_it(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    assert client.post("/mail/", FORM).status_code == 302
    server = MailServer.objects.get()
    assert server.password == PASSWORD and PASSWORD not in server.sealed_password
    page = client.get("/mail/").text
    assert PASSWORD not in page and server.sealed_password not in page
    assert PASSWORD not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_it_keeps_the_old_password_when_the_field_is_empty(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    client.post("/mail/", FORM)
    client.post("/mail/", FORM | {"password": "", "sender_name": "Балтвент"})
    assert MailServer.objects.get().password == PASSWORD
    answer = client.post("/mail/", FORM | {"password": "", "host": "smtp.evil.example"})
    assert answer.status_code == 422 and "введите пароль" in answer.text.lower()
    assert MailServer.objects.get().host == "smtp.baltvent.example"


def test_it_tells_beside_the_field_what_is_wrong(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    answer = client.post("/mail/", FORM | {"port": 99999, "sender_address": "почта"})
    assert answer.status_code == 422 and "smtp.baltvent.example" in answer.text
    assert answer.text.count("form-field__error") == 2 and not MailServer.objects.exists()


def test_it_is_the_owners_alone(story: Story, client: Browser) -> None:
    with pytest.raises(NotAllowed):
        set_mail_server({"host": "x"}, by=story.head)
    client.force_login(story.head)
    for path in ("/mail/", "/mail/letters/"):
        assert client.get(path).status_code == 403
    assert "/mail/" not in client.get("/keys/").text


def test_it_sends_a_letter_to_the_owner_to_check(mail: Story, mailbox: Mailbox, client: Browser) -> None:
    client.force_login(mail.owner)
    assert "Письмо ушло" in client.post("/mail/check/", headers={"HX-Request": "true"}).text
    assert mailbox.received[0]["To"] == "owner@baltvent.example"


def test_it_says_in_words_why_a_letter_does_not_leave(story: Story, mailbox: Mailbox) -> None:
    set_up_mail(story, free_port())
    assert "никто не отвечает" in check_mail_server(by=story.owner).answer
    set_up_mail(story, 587, host="smtp.nowhere.invalid")
    assert "не найден" in check_mail_server(by=story.owner).answer
    with mail_server(mailbox) as port:
        set_up_mail(story, port, security="starttls")
        assert "не умеет" in check_mail_server(by=story.owner).answer
        set_up_mail(story, port)
        mailbox.recipient_answer = "550 no such user"
        assert "550 no such user" in check_mail_server(by=story.owner).answer


def test_it_says_that_the_server_keeps_silent(story: Story) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        set_up_mail(story, mute.getsockname()[1])
        assert "молчит" in check_mail_server(by=story.owner).answer


def test_it_says_that_the_password_is_wrong(story: Story, mailbox: Mailbox) -> None:
    with mail_server(mailbox, authenticator=knows_one_password, auth_require_tls=False) as port:
        set_up_mail(story, port, login="crm", password="not-this-one")
        assert "логин или пароль" in check_mail_server(by=story.owner).answer
        set_up_mail(story, port, login="crm", password=PASSWORD)
        assert check_mail_server(by=story.owner).fate == "sent"


def test_it_asks_for_an_address_of_the_owner_first(mail: Story) -> None:
    mail.owner.email = ""
    with pytest.raises(Refused, match="некуда"):
        check_mail_server(by=mail.owner)
