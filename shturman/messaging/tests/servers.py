"""Real mail servers on loopback, each with a character of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

PASSWORD = "почта-2026"


@dataclass
class Mailbox:
    """Takes everything; `answers` are given to the next letters instead of «accepted»."""

    answers: list[str] = field(default_factory=list)
    recipient_answer: str = ""
    is_silent: bool = False
    received: list[EmailMessage] = field(default_factory=list)
    talks: int = 0
    has_received: Event = field(default_factory=Event)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        self.talks += 1
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.received.append(message_from_bytes(envelope.original_content, policy=policy.default))
        self.has_received.set()
        if self.is_silent:
            await asyncio.sleep(60)
        return "250 2.0.0 queued as 42"

    def text_of(self, number: int = -1) -> str:
        part = self.received[number].get_body(("plain",))
        return part.get_content().replace("\r\n", "\n") if part else ""

    def html_of(self, number: int = -1) -> str:
        part = self.received[number].get_body(("html",))
        return part.get_content().replace("\r\n", "\n") if part else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(mailbox: Mailbox, host: str = "127.0.0.1", **options: Any) -> Iterator[int]:
    controller = Controller(mailbox, hostname=host, port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def knows_one_password(server: Any, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
    fits = isinstance(auth_data, LoginPassword) and auth_data.password == PASSWORD.encode()
    return AuthResult(success=fits, handled=False, message=None if fits else "535 5.7.8 wrong password")
