"""The company's settings, as the switch above each of them shows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shturman.company.access import can_keep_house, is_employee
from shturman.kit.pages import Section

SETTINGS = (
    Section("company", "company:company", "building", _("Company"), is_for=can_keep_house),
    Section("calendar", "company:calendar", "calendar", _("Calendar"), is_for=can_keep_house),
    Section("places", "company:place_list", "sitemap", _("Departments and offices"), is_for=can_keep_house),
    Section("members", "company:member_list", "people", _("Employees"), is_for=is_employee),
    Section("absences", "company:absence_list", "clock", _("Who is away"), is_for=is_employee),
    Section("roles", "company:role_list", "lock", _("Roles and rights"), is_for=can_keep_house),
)
