"""A kept letter as it goes to the server."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from shturman.kit.sealing import unseal
from shturman.messaging.channels.smtp import Line
from shturman.messaging.layout import LINK_PLACE
from shturman.messaging.models import Letter, MailServer


def line_of(server: MailServer) -> Line:
    return Line(server.host, server.port, server.security, server.login, server.password, settings.MAIL_PATIENCE_SECONDS)


def posted(letter: Letter, server: MailServer) -> EmailMessage:
    link = urljoin(server.public_url, unseal(letter.sealed_path)) if letter.sealed_path else ""
    return message_of(
        server,
        to=letter.to,
        subject=letter.subject,
        text=letter.text.replace(LINK_PLACE, link) if link else letter.text,
        html=letter.html.replace(LINK_PLACE, escape(link)) if link else letter.html,
        message_id=letter.message_id,
    )


def message_of(server: MailServer, *, to: str, subject: str, text: str, html: str, message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = Address(server.sender_name, addr_spec=server.sender_address)
    message["To"] = Address(addr_spec=carried_address(to))
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = message_id
    # Nobody's holiday answer comes back to a letter of the system (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def plain_message_of(server: MailServer, *, to: str, subject: str, text: str, html: str, message_id: str) -> MIMEMultipart:
    """The same letter composed twice as fast: reminders leave by thousands."""
    message = MIMEMultipart("alternative")
    message["Subject"] = Header(" ".join(subject.split()), "utf-8")  # type: ignore[assignment]  # folds itself, a string would not
    message["From"] = formataddr((server.sender_name, server.sender_address))
    message["To"] = str(Address(addr_spec=carried_address(to)))
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.attach(MIMEText(text, "plain", "utf-8"))
    message.attach(MIMEText(html, "html", "utf-8"))
    return message


def carried_address(address: str) -> str:
    """«директор@завод.рф» does not travel, «director@завод.рф» does: a domain has a Latin form, a name has none."""
    name, _at, domain = address.rpartition("@")
    if not name.isascii():
        raise ValueError(address)
    return f"{name}@{domain.encode('idna').decode()}"


def key_changed() -> str:
    return _("The key of this installation changed: type the password of the mail server anew")


def new_message_id(server: MailServer | None) -> str:
    domain = urlsplit(server.public_url).hostname if server else ""
    return f"<{uuid4()}@{domain or 'shturman.invalid'}>"
