"""Children that end when the supervisor is killed, and those of an earlier run that did not."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from config.launch.leftovers import PROCESSES, all_pids

PR_SET_PDEATHSIG = 1
MARK = "SHTURMAN_RUN"
PATIENCE_SECONDS = 10

# Loaded before the fork: a child between fork and exec must not load anything.
libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    if libc:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def mark_of(data: Path) -> dict[str, str]:
    return {MARK: str(data)}


def end_earlier_run(data: Path) -> None:
    """The supervisor may have been killed together with its power to stop the others."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := [pid for pid in all_pids() if belongs_to(pid, data)]:
        overdue = time.monotonic() > deadline
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL if overdue else signal.SIGTERM)
            except ProcessLookupError:
                continue
        time.sleep(0.3)


def belongs_to(pid: int, data: Path) -> bool:
    try:
        environment = (PROCESSES / str(pid) / "environ").read_bytes()
    except OSError:
        return False
    return pid != os.getpid() and f"{MARK}={data}".encode() in environment.split(b"\0")
