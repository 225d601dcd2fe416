"""What stands around a deal: most deals have no goods, watchers or files, and a card asks only for what there is."""

from __future__ import annotations

from django.db import connection

from shturman.deals.models import Deal

AROUND = """
SELECT EXISTS (SELECT FROM deals_dealline WHERE deal_id = %(deal)s),
       EXISTS (SELECT FROM deals_dealobserver WHERE deal_id = %(deal)s),
       EXISTS (SELECT FROM deals_dealfile WHERE deal_id = %(deal)s AND deleted_at IS NULL)"""


def around(deal: Deal) -> dict[str, object]:
    """Goods, watchers and files of the deal."""
    with connection.cursor() as cursor:
        cursor.execute(AROUND, {"deal": deal.pk})
        has_lines, has_observers, has_files = cursor.fetchone()
    observers = deal.observers.select_related("member").only("deal", "member__surname", "member__given_name")
    files = deal.files.filter(deleted_at=None).select_related("by").only("name", "size", "created_at", "by__surname", "by__given_name")
    return {
        "lines": deal.lines.all() if has_lines else (),
        "observers": observers if has_observers else (),
        "files": files if has_files else (),
    }
