from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from shturman.journal.events import Event


@dataclass(frozen=True)
class MailServerChanged(Event):
    """The password itself is never among the facts: that it changed is."""

    kind = "messaging.mail_server_changed"
    icon = "mail"
    fields: list[str]
    said = gettext_lazy("The mail settings changed")


@dataclass(frozen=True)
class MailServerChecked(Event):
    kind = "messaging.mail_server_checked"
    icon = "mail"
    fate: str
    said = gettext_lazy("The mail settings are checked by a letter")


@dataclass(frozen=True)
class SmsGatewayChanged(Event):
    """The key itself is never among the facts."""

    kind = "messaging.sms_gateway_changed"
    icon = "message"
    fields: list[str]
    said = gettext_lazy("The SMS settings changed")


@dataclass(frozen=True)
class _AboutLetter(Event):
    icon = "mail"
    letter_id: int
    letter_kind: str


@dataclass(frozen=True)
class LetterQueued(_AboutLetter):
    kind = "messaging.letter_queued"
    said = gettext_lazy("A letter is written")


@dataclass(frozen=True)
class LetterSent(_AboutLetter):
    kind = "messaging.letter_sent"
    icon = "mail-opened"
    said = gettext_lazy("A letter is sent")


@dataclass(frozen=True)
class LetterRefused(_AboutLetter):
    kind = "messaging.letter_refused"
    tone = "late"
    said = gettext_lazy("A letter is refused by the server")


@dataclass(frozen=True)
class LetterLost(_AboutLetter):
    """The text was handed over and no answer came: it may have arrived, so it is never repeated by itself."""

    kind = "messaging.letter_lost"
    tone = "late"
    said = gettext_lazy("The fate of a letter is unknown")


@dataclass(frozen=True)
class LetterAskedAgain(_AboutLetter):
    kind = "messaging.letter_asked_again"
    icon = "refresh"
    said = gettext_lazy("A letter is sent once more")
