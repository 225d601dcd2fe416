"""`bin/test [PYTEST ARGUMENTS]`: sets up like `bin/up`, in a data directory of its own, then runs every check."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch.environment import ensure_environment
from config.launch.frontend import ensure_frontend, ensure_texts
from config.launch.places import PYTHON, REPOSITORY, arguments_of, become_environment, is_root
from config.launch.postgres import Postgres
from config.launch.say import Halt, run, say, step

SYSTEM_PACKAGES = {"chromium": "chromium"}
WORKERS = "2"
CHECKS = {
    "Стиль (ruff)": ["ruff", "check", "."],
    "Этажи (import-linter)": ["import-linter"],
    "Миграции полны": ["django", "makemigrations", "--check", "--dry-run"],
    "Тексты переведены": ["django", "texts", "--check"],
    "Типы (mypy)": ["mypy"],
}


def main() -> int:
    ensure_environment("dev")
    become_environment(str(REPOSITORY / "bin" / "test"))
    ensure_system_packages()
    ensure_frontend()
    with own_database() as env:
        ensure_texts()
        failed = [title for title, words in CHECKS.items() if not passes(title, words, env)]
        tests = ["-m", "pytest", "-n", WORKERS, "--dist", "worksteal", "-q", *arguments_of()]
        code = subprocess.run([PYTHON, *tests], cwd=REPOSITORY, env=env, stdin=subprocess.DEVNULL).returncode
    if failed:
        say(f"Не прошло: {', '.join(failed)}. Подробности — выше.")
    return code or len(failed)


def passes(title: str, words: list[str], env: dict[str, str]) -> bool:
    with step(title):
        command = [str(PYTHON), *(["-c", IMPORT_LINTER] if words == ["import-linter"] else ["-m", *words])]
        return subprocess.run(command, cwd=REPOSITORY, env=env, stdin=subprocess.DEVNULL).returncode == 0


# Its package cannot be run as a module.
IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def ensure_system_packages() -> None:
    absent = [package for program, package in SYSTEM_PACKAGES.items() if not shutil.which(program)]
    if not absent:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(absent)}"
    if not (is_root() and shutil.which("apt-get")):
        raise Halt(f"Для проверки в браузере нужен Chromium. Установите его и запустите снова: sudo {command}")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("Списки пакетов системы", ["apt-get", "update"], env=quiet)
    run("Браузер для проверок", command.split(), env=quiet)


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """A database that lives as long as the check: the one of a running installation is never touched."""
    folder = Path(tempfile.mkdtemp(prefix="shturman-test-"))
    # As root the database's own user must be able to come in.
    folder.chmod(0o711)
    env = os.environ | {"SHTURMAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.test_settings", "PYTHONPATH": str(REPOSITORY)}
    os.environ["SHTURMAN_DATA"] = str(folder)
    postgres = Postgres(folder, careless=True)
    try:
        if not os.environ.get("DATABASE_URL"):
            postgres.ensure()
        yield env
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
