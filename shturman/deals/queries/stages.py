from __future__ import annotations

from collections.abc import Collection

from django.db import connection


def hold_stages(stage_ids: Collection[int]) -> dict[int, bool]:
    """Which of these stages keep tasks, held so until the transaction ends.

    FOR SHARE: a stage that is being switched just now is waited for, so that nobody forms tasks by an old answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, keeps_tasks AND kind = 'in_work' FROM deals_stage WHERE id = ANY(%s) ORDER BY id FOR SHARE", [sorted(stage_ids)]
        )
        return dict(cursor.fetchall())
