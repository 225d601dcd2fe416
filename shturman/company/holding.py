from __future__ import annotations

from collections.abc import Collection

from django.db import connection


def hold_departments(member_ids: Collection[int]) -> dict[int, int | None]:
    """Where these people stand, held so till the commit: rows that they get bear their department.

    FOR KEY SHARE: who changes his department just now is waited for, so that no row stays behind in the former one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, department_id FROM company_member WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [sorted(set(member_ids))]
        )
        return dict(cursor.fetchall())
