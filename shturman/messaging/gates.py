from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.messaging.models import MailServer


def mail_is_set_up(member: Member, target: Any, by: Member) -> str | None:
    if MailServer.objects.exists():
        return None
    return _("The mail is not set up yet: give the link by hand")
