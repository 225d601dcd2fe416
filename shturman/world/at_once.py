"""For tests of what two do at the same moment: one holds, the other waits in a thread of his own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def meanwhile(other: Callable[[], object]) -> Iterator[None]:
    """Inside stands what comes first; `other` runs against it and waits for its commit."""
    colleague = threading.Thread(target=_alone, args=[other])
    with transaction.atomic():
        yield
        colleague.start()
        _wait_till_somebody_waits()
    colleague.join()


def _alone(act: Callable[[], object]) -> None:
    try:
        act()
    finally:
        connection.close()


def _wait_till_somebody_waits() -> None:
    lets_go = threading.Event()
    with connection.cursor() as cursor:
        for _time in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            lets_go.wait(0.05)
    raise AssertionError("nobody waits")
