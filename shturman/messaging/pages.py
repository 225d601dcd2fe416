"""The pages of the company's mail, as the switch above them shows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shturman.company.access import can_keep_house
from shturman.kit.pages import Section

MAIL = (
    Section("server", "messaging:mail_server", "mail", _("Settings"), is_for=can_keep_house),
    Section("sms", "messaging:sms_gateway", "message", _("SMS"), is_for=can_keep_house),
    Section("letters", "messaging:letter_list", "mail-opened", _("Sent letters"), is_for=can_keep_house),
)
