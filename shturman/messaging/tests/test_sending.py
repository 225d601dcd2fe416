"""A letter leaves once, and its fate is told as it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.company.actions.invitations import invite_member
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.messaging.actions import (
    forget_stale_letters,
    mark_forsaken_letters,
    resend_letter,
    send_due_letters,
    send_letter,
    wake_waiting_letters,
)
from shturman.messaging.models import Letter
from shturman.messaging.tests.conftest import set_up_mail
from shturman.messaging.tests.servers import Mailbox, free_port, mail_server
from shturman.world.story import Story

pytestmark = pytest.mark.django_db


def invited(story: Story) -> Letter:
    invite_member(story.anna, by=story.owner)
    return Letter.objects.latest("pk")


def sent(letter: Letter) -> Letter:
    send_letter(letter.pk)
    letter.refresh_from_db()
    return letter


def later(letter: Letter, **passed: Any) -> None:
    """Time goes by for this letter."""
    ago = timezone.now() - timedelta(**passed)
    Letter.objects.filter(pk=letter.pk, next_try_at__isnull=False).update(next_try_at=timezone.now())
    Letter.objects.filter(pk=letter.pk).update(created_at=ago, claimed_at=ago if letter.claimed_at else None)


def test_it_sends_a_letter_with_its_one_time_link(mail: Story, mailbox: Mailbox) -> None:
    letter = sent(invited(mail))
    assert (letter.state, letter.attempts) == ("sent", 1)
    message = mailbox.received[0]
    assert message["To"] == "anna@baltvent.example" and message["Message-ID"] == letter.message_id
    assert "Балтвент, Штурман" in str(message["From"])
    for body in (mailbox.text_of(), mailbox.html_of()):
        assert "https://crm.baltvent.example/start/invite/" in body
    assert Entry.objects.filter(kind="messaging.letter_sent", facts__letter_id=letter.pk).exists()


def test_it_keeps_no_link_that_could_be_read(mail: Story) -> None:
    letter = invited(mail)
    link = letter.sealed_path
    for kept in (letter.text, letter.html, str(list(Entry.objects.values_list("facts", flat=True)))):
        assert "/start/invite/" not in kept
    assert link and "/start/invite/" not in link
    assert sent(letter).sealed_path == ""


def test_it_says_the_address_that_the_server_refuses(mail: Story, mailbox: Mailbox) -> None:
    mailbox.recipient_answer = "550 5.1.1 no such mailbox"
    letter = sent(invited(mail))
    assert letter.state == "refused" and "550 5.1.1 no such mailbox" in letter.answer
    assert send_due_letters() == 0


def test_it_tries_again_what_is_put_off_and_waits_longer_each_time(mail: Story, mailbox: Mailbox) -> None:
    mailbox.answers = ["451 4.7.1 greylisted", "421 4.3.2 busy"]
    letter = sent(invited(mail))
    first_pause = letter.next_try_at - timezone.now()
    assert letter.state == "later" and "greylisted" in letter.answer
    assert send_due_letters() == 0, "its time has not come"
    later(letter)
    assert send_due_letters() == 1
    letter.refresh_from_db()
    assert letter.state == "later" and letter.next_try_at - timezone.now() > first_pause
    later(letter)
    send_due_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, len(mailbox.received)) == ("sent", 3, 1)


def test_it_tries_again_a_server_that_is_away(story: Story, mailbox: Mailbox) -> None:
    port = free_port()
    set_up_mail(story, port)
    letter = sent(invited(story))
    assert letter.state == "later" and "никто не отвечает" in letter.answer
    with mail_server(mailbox) as there:
        set_up_mail(story, there)
        later(letter)
        send_due_letters()
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_the_outbox_keeps_within_its_queries(mail: Story, client: Browser, django_assert_num_queries: Any) -> None:
    for member in (mail.anna, mail.boris, mail.vera, mail.head):
        invite_member(member, by=mail.owner)
    client.force_login(mail.owner)
    client.get("/mail/letters/")
    with django_assert_num_queries(4):
        page = client.get("/mail/letters/?state=queued").text
    assert page.count("в очереди") == 5
    assert "anna@baltvent.example" not in client.get("/mail/letters/?state=refused").text


def test_it_gives_up_in_the_end(mail: Story, mailbox: Mailbox) -> None:
    mailbox.answers = ["451 try later"] * 20
    letter = sent(invited(mail))
    for _try in range(10):
        later(letter)
        send_due_letters()
    letter.refresh_from_db()
    assert letter.state == "refused" and letter.attempts == 8


def test_it_calls_unknown_what_was_handed_over_without_an_answer(mail: Story, mailbox: Mailbox) -> None:
    mailbox.is_silent = True
    letter = sent(invited(mail))
    assert letter.state == "unknown" and len(mailbox.received) == 1
    later(letter, days=1)
    send_due_letters()
    send_letter(letter.pk)
    assert mailbox.talks == 1, "nobody repeats it but a person"


def test_it_never_sends_twice_after_a_killed_worker(mail: Story, mailbox: Mailbox) -> None:
    letter = invited(mail)
    Letter.objects.filter(pk=letter.pk).update(state="sending", claimed_at=timezone.now() - timedelta(hours=1), attempts=1)
    send_letter(letter.pk)
    assert mark_forsaken_letters() == 1
    letter.refresh_from_db()
    assert letter.state == "unknown" and mailbox.talks == 0


def test_it_does_not_take_a_letter_that_another_worker_sends(mail: Story, mailbox: Mailbox) -> None:
    letter = invited(mail)
    Letter.objects.filter(pk=letter.pk).update(state="sending", claimed_at=timezone.now(), attempts=1)
    send_letter(letter.pk)
    assert (mark_forsaken_letters(), mailbox.talks) == (0, 0)


def test_it_sends_once_more_when_the_owner_asks(mail: Story, mailbox: Mailbox) -> None:
    mailbox.is_silent = True
    letter = sent(invited(mail))
    mailbox.is_silent = False
    with pytest.raises(NotAllowed):
        resend_letter(letter, by=mail.head)
    resend_letter(letter, by=mail.owner)
    assert sent(letter).state == "sent" and len(mailbox.received) == 2
    with pytest.raises(Refused):
        resend_letter(letter, by=mail.owner)


def test_it_waits_for_the_mail_to_be_set_up(story: Story, mailbox: Mailbox, mail_port: int) -> None:
    letter = sent(invited(story))
    assert letter.state == "waiting"
    set_up_mail(story, mail_port)
    wake_waiting_letters()
    send_due_letters()
    letter.refresh_from_db()
    assert letter.state == "sent" and "https://crm.baltvent.example/start/invite/" in mailbox.text_of()


def test_it_does_not_send_what_grew_old_while_it_waited(story: Story, mailbox: Mailbox, mail_port: int) -> None:
    letter = invited(story)
    later(letter, days=8)
    forget_stale_letters()
    set_up_mail(story, mail_port)
    wake_waiting_letters()
    send_due_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.sealed_path, mailbox.talks) == ("refused", "", 0)


def test_it_writes_nothing_to_whom_has_no_address(mail: Story) -> None:
    mail.anna.email = ""
    with pytest.raises(Refused, match="нет почты"):
        invite_member(mail.anna, by=mail.owner)


def test_a_name_with_a_line_break_puts_no_header_into_a_letter(mail: Story, mailbox: Mailbox) -> None:
    Letter.objects.filter(pk=invited(mail).pk).update(subject="Привет\r\nBcc: spy@evil.example")
    sent(Letter.objects.latest("pk"))
    assert mailbox.received[0]["Bcc"] is None


def test_a_line_of_one_dot_does_not_end_the_letter(mail: Story, mailbox: Mailbox) -> None:
    letter = invited(mail)
    Letter.objects.filter(pk=letter.pk).update(text="before\n.\n.after\n")
    sent(letter)
    assert mailbox.text_of() == "before\n.\n.after\n"


def test_it_writes_to_a_domain_in_russian_letters(mail: Story, mailbox: Mailbox) -> None:
    Letter.objects.filter(pk=invited(mail).pk).update(to="director@завод.рф")
    assert sent(Letter.objects.latest("pk")).state == "sent"
    assert mailbox.received[0]["To"] == "director@xn--80aegj1b.xn--p1ai"


@pytest.mark.parametrize("address", ["директор@завод.рф", "no-address-at-all", "a@b@c"])
def test_it_refuses_what_is_no_address(mail: Story, mailbox: Mailbox, address: str) -> None:
    Letter.objects.filter(pk=invited(mail).pk).update(to=address)
    letter = sent(Letter.objects.latest("pk"))
    assert letter.state in {"refused", "later"} and mailbox.received == []


def test_it_says_that_the_key_of_the_installation_changed(mail: Story, mailbox: Mailbox, settings: Any) -> None:
    letter = invited(mail)
    settings.SECRET_KEY = "another-key" * 6
    assert "Ключ этой установки изменился" in sent(letter).answer
    assert mailbox.received == []
