"""The project's Python environment: made from the locked requirements, made again when a lock changes.

Only the standard library may be imported here: this runs before anything is installed.
"""

import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch.places import ENVIRONMENT, PYTHON, REPOSITORY
from config.launch.say import Halt, run

LOCKS = REPOSITORY / "requirements"
MARK = ENVIRONMENT / "installed.json"
CONTAINS = {"dev": ("app",)}
TITLES = {
    "app": "Библиотеки",
    "dev": "Библиотеки и инструменты проверки",
    "postgres": "PostgreSQL",
    "node": "Node.js",
}


def ensure_environment(*locks: str) -> None:
    """Installs those of the named lock files that are not installed in exactly this form."""
    if not missing(locks):
        return
    with only_one():
        if not is_alive():
            make_environment()
        for lock in missing(locks):
            install(lock)


def missing(locks: tuple[str, ...]) -> list[str]:
    installed = read_mark()
    return [lock for lock in locks if installed.get(lock) != fingerprint(lock)]


def fingerprint(lock: str) -> str:
    return hashlib.sha256((LOCKS / f"{lock}.lock").read_bytes()).hexdigest()


def read_mark() -> dict[str, str]:
    return json.loads(MARK.read_text()) if MARK.exists() and is_alive() else {}


def is_alive() -> bool:
    """A system upgrade may have taken away the Python that the environment was made of."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def make_environment() -> None:
    try:
        run("Среда Python", [sys.executable, "-m", "venv", "--clear", ENVIRONMENT])
    except Halt as failure:
        raise Halt("Не создаётся среда Python: нужен модуль venv. На Debian и Ubuntu: apt install python3-venv.") from failure


def install(lock: str) -> None:
    wanted: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    exact: list[str | Path] = ["--no-deps", "-r", LOCKS / f"{lock}.lock"]
    run(TITLES[lock], [*wanted, *exact], cwd=REPOSITORY)
    marks = read_mark()
    for name in (lock, *CONTAINS.get(lock, ())):
        marks[name] = fingerprint(name)
    MARK.write_text(json.dumps(marks, indent=1))


@contextmanager
def only_one() -> Iterator[None]:
    """Two commands started together must not build one environment twice."""
    try:
        lock = (REPOSITORY / ".setup.lock").open("w")
    except OSError as reason:
        raise Halt(
            f"В папку {REPOSITORY} нельзя писать, а среда создаётся в ней: скопируйте проект в свою папку или смените владельца."
        ) from reason
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
