"""With which page a person begins: as he wishes, else as his role does, else with his day."""

from __future__ import annotations

from shturman.company.models import Member
from shturman.dashboards.queries import work_begins_with_desktop
from shturman.kit.pages import url_of
from shturman.web.menus import SECTIONS, open_to

DESKTOP, DAY = "desktop", "day"


def start_of(member: Member) -> str:
    wished = member.starts_with or (DESKTOP if work_begins_with_desktop(member) else DAY)
    pages = {section.name: section.url for section in open_to(member, SECTIONS)}
    return pages.get(wished) or pages.get(DAY) or url_of("web:search")
