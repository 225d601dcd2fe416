from __future__ import annotations

from types import TracebackType

from django.db import connection


class Progress:
    """How far an undo has come, written on a connection of its own: the undo itself commits only at its end.

    It must not hold the row of its run meanwhile, else the two would wait for each other.
    """

    def __init__(self, run_id: int):
        self.run_id = run_id
        self.outside = connection.copy()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.outside.close()

    def __call__(self, done: int) -> None:
        with self.outside.cursor() as cursor:
            cursor.execute("UPDATE imports_importrun SET undone_rows = %s WHERE id = %s", [done, self.run_id])
