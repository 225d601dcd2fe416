from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shturman.messaging.actions import set_mail_server
from shturman.messaging.tests.servers import Mailbox, mail_server
from shturman.world.story import Story


@pytest.fixture(autouse=True)
def impatient(settings: Any) -> None:
    settings.MAIL_PATIENCE_SECONDS = 1


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail_port(mailbox: Mailbox) -> Iterator[int]:
    with mail_server(mailbox) as port:
        yield port


@pytest.fixture
def mail(story: Story, mail_port: int) -> Story:
    """The company whose mail is set up."""
    set_up_mail(story, mail_port)
    return story


def set_up_mail(story: Story, port: int, *, password: str = "", **facts: Any) -> None:
    usual = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "login": "",
        "sender_address": "crm@baltvent.example",
        "sender_name": "Балтвент, Штурман",
        "public_url": "https://crm.baltvent.example",
    }
    set_mail_server(usual | facts, password=password, by=story.owner)
