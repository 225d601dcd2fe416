"""What went wrong with a server, in words that say where to look."""

from __future__ import annotations

import smtplib
import socket
import ssl

from django.utils.translation import gettext as _

LONGEST_REPLY = 300


def said_by_server(step: str, code: int, reply: bytes) -> str:
    said = f"{code} {_readable(reply)}".strip()
    if step == "sent":
        return _("Accepted: %(said)s") % {"said": said}
    if step == "rcpt":
        return _("The server does not take letters to this address: %(said)s") % {"said": said}
    if step == "mail":
        return _("The server does not let this sender's address send: %(said)s") % {"said": said}
    return _("The server refused the letter: %(said)s") % {"said": said}


def trouble_in_words(error: Exception, host: str, port: int) -> str:
    place = {"host": host, "port": port}
    if isinstance(error, smtplib.SMTPAuthenticationError):
        said = f"{error.smtp_code} {_readable(error.smtp_error)}"
        return _("The server does not accept the login or the password: %(said)s") % {"said": said}
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _("The server does not know this encryption or does not take a password on this port")
    if isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_readable(error.smtp_error)}"
        return _("The server refused to talk: %(said)s") % {"said": said}
    if isinstance(error, socket.gaierror):
        return _("The server “%(host)s” is not found: check its name") % place
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody answers at “%(host)s” on port %(port)s: check the port") % place
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of “%(host)s” does not fit its name or is not trusted") % place
    if isinstance(error, ssl.SSLError):
        return _("The encryption does not fit port %(port)s: try the other kind") % place
    # smtplib turns a silence in the middle of the talk into a broken connection.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _("The server keeps silent for too long")
    if isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError)):
        return _("The server broke the connection off")
    if isinstance(error, OSError):
        return _("The server “%(host)s” cannot be reached: %(reason)s") % {**place, "reason": error.strerror or error}
    return _("The address or the sender's name holds letters that mail does not carry")


def _readable(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return " ".join(text.split())[:LONGEST_REPLY]
