"""One letter to one server, and what became of it: the only place that speaks SMTP."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from enum import StrEnum

from shturman.messaging.channels.smtp_words import said_by_server, trouble_in_words

TAKEN = (250, 251)
AUTHENTICATED = 235
GO_AHEAD = 354
CLOSING = 421
PERMANENT = range(500, 600)


class Fate(StrEnum):
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    answer: str


@dataclass(frozen=True)
class Line:
    """How to reach the server; `patience` is the longest silence in seconds."""

    host: str
    port: int
    security: str
    login: str
    password: str
    patience: float


class Refusal(Exception):
    """The server's own «no» before the letter was handed over."""

    def __init__(self, step: str, code: int, reply: bytes):
        super().__init__(step, code, reply)
        self.step, self.code, self.reply = step, code, reply


def deliver(line: Line, message: EmailMessage, *, sender: str, to: str) -> Outcome:
    with Courier(line) as courier:
        return courier.carry(message, sender=sender, to=to)


class Courier:
    """Carries letters one after another over one conversation; after any «no» the next one begins a new one."""

    def __init__(self, line: Line):
        self.line = line
        self.is_broken = False
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Courier:
        return self

    def __exit__(self, *_error: object) -> None:
        self._hang_up()

    def carry(self, message: Message, *, sender: str, to: str) -> Outcome:
        payload = _as_sent(message)
        outcome = self._try(payload, sender, to)
        if outcome.fate != Fate.SENT:
            self._hang_up()
        return outcome

    def _try(self, payload: bytes, sender: str, to: str) -> Outcome:
        is_old = self._smtp is not None
        try:
            self.is_broken = True
            smtp = self._smtp = self._smtp or _answered(self.line)
            self.is_broken = False
            _introduce(smtp, sender, to)
            return _hand_over(smtp, payload)
        except Refusal as refusal:
            if is_old and refusal.code == CLOSING:
                self._hang_up()
                return self._try(payload, sender, to)
            # A wrong sender or login is mended in the settings, a wrong recipient is not.
            is_final = refusal.step in {"rcpt", "data"} and refusal.code in PERMANENT
            return Outcome(Fate.REFUSED if is_final else Fate.LATER, said_by_server(refusal.step, refusal.code, refusal.reply))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._hang_up()
            if is_old:
                # The server has tired of a long conversation: nothing was handed over yet, so it begins anew.
                return self._try(payload, sender, to)
            return Outcome(Fate.LATER, trouble_in_words(error, self.line.host, self.line.port))

    def _hang_up(self) -> None:
        # What was said is settled: a server that is slow to say goodbye changes nothing.
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp = None


def _answered(line: Line) -> smtplib.SMTP:
    smtp = _greet(line)
    try:
        if line.login:
            _log_in(smtp, line.login, line.password)
    except BaseException:
        with suppress(OSError, smtplib.SMTPException):
            smtp.close()
        raise
    return smtp


def _greet(line: Line) -> smtplib.SMTP:
    name = socket.gethostname()
    if line.security == "tls":
        return smtplib.SMTP_SSL(line.host, line.port, name, timeout=line.patience, context=ssl.create_default_context())
    smtp = smtplib.SMTP(line.host, line.port, name, timeout=line.patience)
    if line.security == "starttls":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except BaseException:
            smtp.close()
            raise
    return smtp


def _log_in(smtp: smtplib.SMTP, login: str, password: str) -> None:
    if (login + password).isascii():
        smtp.login(login, password)
        return
    # smtplib knows ASCII alone; RFC 4616 says UTF-8.
    smtp.ehlo_or_helo_if_needed()
    words = b64encode(f"\0{login}\0{password}".encode()).decode()
    code, reply = smtp.docmd("AUTH", f"PLAIN {words}")
    if code != AUTHENTICATED:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _introduce(smtp: smtplib.SMTP, sender: str, to: str) -> None:
    smtp.ehlo_or_helo_if_needed()
    for step, (code, reply) in (("mail", smtp.mail(sender)), ("rcpt", smtp.rcpt(to))):
        if code not in TAKEN:
            raise Refusal(step, code, reply)
    code, reply = smtp.docmd("DATA")
    if code != GO_AHEAD:
        raise Refusal("data", code, reply)


def _hand_over(smtp: smtplib.SMTP, payload: bytes) -> Outcome:
    """From the first byte on, silence means «perhaps»: the server may have taken the letter and lost its answer."""
    try:
        smtp.send(payload)
        code, reply = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Fate.UNKNOWN, trouble_in_words(error, "", 0))
    if code in range(200, 300):
        return Outcome(Fate.SENT, said_by_server("sent", code, reply))
    return Outcome(Fate.REFUSED if code in PERMANENT else Fate.LATER, said_by_server("data", code, reply))


def _as_sent(message: Message) -> bytes:
    """A line that begins with a dot would end the letter: it is doubled (RFC 5321, 4.5.2)."""
    lines = message.as_bytes(policy=policy.SMTP if isinstance(message, EmailMessage) else policy.compat32.clone(linesep="\r\n"))
    return re.sub(rb"(?m)^\.", b"..", lines).rstrip(b"\r\n") + b"\r\n.\r\n"
