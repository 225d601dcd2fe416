"""What a killed database server leaves behind, and how a new one is let in without harm to the data."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")
PATIENCE_SECONDS = 30


def server_pid(cluster: Path) -> int | None:
    """The pid of the living server of this cluster; a zombie or a stranger with its number does not count."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return pid if lives_in(pid, cluster) else None


def clear(cluster: Path, socket: Path) -> None:
    """Called when the server does not answer: waits for a dying one, then takes away its stale lock files.

    PostgreSQL itself takes a zombie, or a stranger that got the same number, for a running server.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while survivors := [pid for pid in all_pids() if lives_in(pid, cluster)]:
        if server_pid(cluster) in survivors and time.monotonic() < deadline:
            time.sleep(0.1)
            continue
        for pid in survivors:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        time.sleep(0.2)
    for stale in (cluster / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def all_pids() -> list[int]:
    return [int(entry.name) for entry in PROCESSES.iterdir() if entry.name.isdigit()] if PROCESSES.exists() else []


def lives_in(pid: int, cluster: Path) -> bool:
    """Each PostgreSQL process works in its cluster's folder; a zombie works nowhere."""
    if not PROCESSES.exists():
        return is_alive(pid)
    try:
        return Path(os.readlink(PROCESSES / str(pid) / "cwd")) == cluster
    except OSError:
        return False


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
