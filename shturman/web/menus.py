"""What the rail, the menus and the settings offer. The command palette reads the same tables: nothing is named twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shturman.clients.access import can_add_clients
from shturman.company.access import can_keep_house, is_employee
from shturman.company.models import Member
from shturman.company.pages import SETTINGS
from shturman.deals.access import can_open_deals
from shturman.imports.access import can_import
from shturman.kit.pages import Section
from shturman.messaging.access import can_read_reminded
from shturman.messaging.pages import MAIL
from shturman.reports.access import can_read_reports


def sees(thing: str) -> Callable[[Member], bool]:
    return lambda member: member.reach(thing, "see") != "none"


SECTIONS = (
    Section("desktop", "dashboards:desktop", "desktop", _("Desktop"), "KeyS", is_tab=False),
    Section("navigator", "navigator:navigator", "compass", _("Navigator"), "KeyN", is_for=is_employee),
    Section("day", "tasks:my_day", "sun", _("My day"), "KeyD"),
    Section("funnel", "deals:board", "funnel", _("Funnel"), "KeyB"),
    Section("clients", "clients:client_list", "people", _("Clients"), "KeyC", is_for=sees("client")),
    Section("tasks", "tasks:task_list", "checkbox", _("Tasks"), "KeyT"),
    Section("calendar", "tasks:calendar", "calendar", _("Calendar"), "KeyK"),
    Section("reports", "reports:sales", "chart", _("Reports"), "KeyR", is_for=can_read_reports),
)
MORE = (
    Section("goods", "goods:good_list", "box", _("Goods"), is_for=is_employee),
    Section("imports", "imports:import_list", "import", _("Loading of tables"), is_for=can_import),
    Section("bulk", "lists:bulk_runs", "checkbox", _("Changes of many rows"), is_for=is_employee),
    Section("playbooks", "playbooks:playbook_list", "route", _("Algorithms"), is_for=is_employee),
    Section("funnels", "deals:funnel_list", "route", _("Funnels and stages"), is_for=is_employee),
    Section("fields", "fields:field_list", "adjustments", _("Own fields"), is_for=can_keep_house),
    Section("settings", "company:member_list", "sitemap", _("Employees"), is_for=is_employee),
    Section("company", "company:company", "building", _("Company"), is_for=can_keep_house),
    Section("roles", "company:role_list", "lock", _("Roles and rights"), is_for=can_keep_house),
    Section("reminders", "reminders:reminder_list", "clock", _("Reminders"), is_for=can_read_reminded),
    Section("mail", "messaging:mail_server", "mail", _("Mail"), is_for=can_keep_house),
    Section("trail", "web:trail", "eye", _("Trail"), is_for=lambda member: bool(member.right("journal.sees_trail"))),
    Section("trash", "web:trash", "trash", _("Trash")),
)
TO_ADD = (
    Section("deal", "deals:open_deal", "funnel", _("Deal"), "KeyD", is_for=can_open_deals),
    Section("task", "tasks:set_task", "checkbox", _("Task"), "KeyT"),
    Section("client", "clients:add_client", "user-plus", _("Client"), is_for=can_add_clients),
)
OWN = (
    Section("notices", "notices:notice_list", "bell", _("Notices")),
    Section("keys", "web:keys", "keyboard", _("Keys"), "?"),
    Section("profile", "company:profile", "user", _("My profile")),
    Section("security", "web:security", "shield", _("Security")),
    Section("phone_calendar", "phone_calendar:mine", "calendar-event", _("Calendar in the phone")),
)
# The switch above pages of one kind.
SWITCHES = {"settings": SETTINGS, "mail": MAIL}
# Pages that other pages lead to and no menu does.
BEYOND_MENUS = (
    Section("role_desktops", "dashboards:role_list", "desktop", _("Desktops of roles"), is_for=can_keep_house),
    Section("deal_list", "deals:deal_list", "list", _("List of deals")),
    Section("common_deals", "deals:common_deals", "users", _("Common deals"), is_for=is_employee),
    Section("duplicates", "clients:duplicates", "people", _("Duplicates of clients"), is_for=sees("client")),
    Section("merges", "clients:merges", "merge", _("Merges of clients"), is_for=sees("client")),
)


@dataclass(frozen=True)
class Wish:
    """How a member likes to see: one of several, chosen in his menu."""

    name: str
    label: Promise
    choices: tuple[tuple[str, Promise], ...]
    chosen: Callable[[Member], str]
    needs_keyboard: bool = False
    # More choices than stand in one line.
    is_long: bool = False


WISHES = (
    Wish("theme", _("Theme"), (("", _("System's")), ("light", _("Light")), ("dark", _("Dark"))), lambda member: member.theme),
    Wish(
        "density",
        _("Rows"),
        (("dense", _("Dense")), ("comfortable", _("Comfortable"))),
        lambda member: "comfortable" if member.is_comfortable else "dense",
    ),
    Wish(
        "shortcuts",
        _("Single-key shortcuts"),
        (("on", _("On")), ("off", _("Off"))),
        lambda member: "on" if member.has_shortcuts else "off",
        needs_keyboard=True,
    ),
    Wish(
        "start",
        _("Begin with"),
        (
            ("", pgettext_lazy("begin with", "as my role does")),
            ("desktop", pgettext_lazy("begin with", "the desktop")),
            ("day", pgettext_lazy("begin with", "my day")),
            ("navigator", pgettext_lazy("begin with", "the navigator")),
            ("funnel", pgettext_lazy("begin with", "the board")),
        ),
        lambda member: member.starts_with,
        is_long=True,
    ),
)


def open_to(member: Member | None, sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if section.url and member is not None and section.is_for(member)]
