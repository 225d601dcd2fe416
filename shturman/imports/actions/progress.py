from __future__ import annotations

from types import TracebackType

from django.db import connection
from psycopg import sql


class Progress:
    """How far an undo or a check has come, written on a connection of its own: the work itself commits only at its end.

    It must not hold the row of its run meanwhile, else the two would wait for each other.
    """

    def __init__(self, run_id: int, field: str = "undone_rows"):
        self.run_id = run_id
        self.statement = sql.SQL("UPDATE imports_importrun SET {} = %s WHERE id = %s").format(sql.Identifier(field))
        self.outside = connection.copy()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.outside.close()

    def __call__(self, done: int) -> None:
        with self.outside.cursor() as cursor:
            cursor.execute(self.statement, [done, self.run_id])
