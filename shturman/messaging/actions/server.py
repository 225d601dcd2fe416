from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.journal.actions import record
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.sealing import Unreadable, seal
from shturman.messaging.access import can_keep_mail
from shturman.messaging.channels.smtp import Outcome, deliver
from shturman.messaging.events import MailServerChanged, MailServerChecked
from shturman.messaging.layout import Words, as_html, as_text
from shturman.messaging.models import MailServer
from shturman.messaging.posting import carried_address, key_changed, line_of, message_of, new_message_id


@transaction.atomic
def set_mail_server(facts: dict[str, Any], *, password: str = "", by: Member) -> MailServer:
    """An empty password keeps the one that is known, as long as the server and the login stay the same."""
    _ask(by)
    server = MailServer.objects.select_for_update().filter(pk=1).first() or MailServer(pk=1)
    changed = [name for name, value in facts.items() if getattr(server, name) != value]
    for name in changed:
        setattr(server, name, facts[name])
    if password:
        server.sealed_password = seal(password)
        changed.append("password")
    elif server.sealed_password and {"host", "login"} & set(changed):
        # Otherwise somebody could have the kept password sent to a server of his own.
        raise Refused(_("The server or the login changed: type the password anew"), field="password")
    if changed:
        server.save()
        record(MailServerChanged(changed), by=by)
    return server


def check_mail_server(*, by: Member) -> Outcome:
    """A letter to oneself, now, so that the answer of the server is seen beside the settings."""
    _ask(by)
    server = MailServer.objects.filter(pk=1).first()
    if server is None:
        raise Refused(_("Save the mail settings first"))
    if not by.email:
        raise Refused(_("Your card has no e-mail: there is nowhere to send the letter to"))
    try:
        line = line_of(server)
    except Unreadable as error:
        raise Refused(key_changed(), field="password") from error
    words = Words(
        subject=_("Shturman sends letters"),
        paragraphs=(_("This letter was sent to check the mail settings. Letters of Shturman will come from this address."),),
    )
    message = message_of(
        server, to=by.email, subject=words.subject, text=as_text(words), html=as_html(words), message_id=new_message_id(server)
    )
    outcome = deliver(line, message, sender=server.sender_address, to=carried_address(by.email))
    record(MailServerChecked(outcome.fate), by=by)
    return outcome


def _ask(by: Member) -> None:
    if not can_keep_mail(by):
        raise NotAllowed(_("The mail of the company is set up by its owner"))
