"""The profile that sets the account up on an iPhone, an iPad or a Mac without typing (all but the password)."""

from __future__ import annotations

import plistlib
import uuid
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from shturman.company.models import Member

PORTS = {"https": 443, "http": 80}


def profile_of(member: Member, site: str) -> bytes:
    address = urlsplit(site)
    host, port = address.hostname or "", address.port or PORTS.get(address.scheme, 443)
    name = _("Shturman")
    account = {
        "PayloadType": "com.apple.caldav.account",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"shturman.calendar.{host}.{member.pk}.account",
        "PayloadUUID": _number(site, member, "account"),
        "PayloadDisplayName": name,
        "CalDAVAccountDescription": name,
        "CalDAVHostName": host,
        "CalDAVPort": port,
        "CalDAVUseSSL": address.scheme == "https",
        "CalDAVPrincipalURL": f"/dav/{member.pk}/",
        "CalDAVUsername": member.login,
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"shturman.calendar.{host}.{member.pk}",
        "PayloadUUID": _number(site, member, "profile"),
        "PayloadDisplayName": _("Calendar of Shturman"),
        "PayloadDescription": _("Tasks and meetings of %(name)s") % {"name": member.short_name},
        "PayloadContent": [account],
    }
    return plistlib.dumps(profile)


def _number(site: str, member: Member, part: str) -> str:
    """The same each time, so that a second profile replaces the first."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{site}/dav/{member.pk}/{part}")).upper()
