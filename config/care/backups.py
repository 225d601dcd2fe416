"""One file that holds the whole installation: the database, the files, the keys."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.launch.binaries import NOT_FOUND, of_system, of_wheel, version_of

FOLDERS = ("files", "keys")
DUMP = "database.dump"
# The first releases of Python 3.11 have no filters.
EXTRACTION: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


class NotDone(Exception):
    """Why a copy was not made or not restored, in words for the administrator."""


def make_backup(target: Path) -> Path:
    """Appears under its name only when it is whole."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with scratch_folder() as scratch:
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={scratch / DUMP}")
        (scratch / "about.json").write_text(json.dumps(about(), ensure_ascii=False, indent=1))
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as archive:
            for name in ("about.json", DUMP):
                archive.add(scratch / name, name)
            for folder in FOLDERS:
                if (settings.DATA / folder).exists():
                    archive.add(settings.DATA / folder, folder)
        draft.rename(target)
    return target


def restore_backup(source: Path) -> dict:
    """Only into an empty installation: whatever stands there already is never overwritten."""
    refuse_if_not_empty()
    with scratch_folder() as scratch:
        with open_archive(source) as archive:
            archive.extractall(scratch, [member for member in archive if is_harmless(member)], **EXTRACTION)  # noqa: S202 only harmless ones
        run_tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(scratch / DUMP))
        for folder in FOLDERS:
            put_back(scratch / folder, settings.DATA / folder)
        return json.loads((scratch / "about.json").read_text())


def keep_latest(folder: Path, pattern: str, count: int) -> None:
    for old in sorted(folder.glob(pattern))[:-count]:
        old.unlink()


def about() -> dict:
    return {"product": "Штурман", "version": settings.VERSION, "made_at": timezone.now().isoformat(), "postgres": server_version()}


def refuse_if_not_empty() -> None:
    if connection.introspection.table_names():
        raise NotDone("Здесь уже есть данные. Восстановите в новую папку: bin/manage --data ПАПКА restore ФАЙЛ")


def is_harmless(member: tarfile.TarInfo) -> bool:
    """Nothing of a copy may land outside the folder it is unpacked into."""
    path = PurePosixPath(member.name)
    return (member.isfile() or member.isdir()) and not path.is_absolute() and ".." not in path.parts


@contextmanager
def open_archive(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source) as archive:
            if DUMP not in archive.getnames():
                raise NotDone(f"В {source} нет базы данных: это не резервная копия Штурмана.")
            yield archive
    except (OSError, tarfile.TarError) as reason:
        raise NotDone(f"{source} не читается как резервная копия: {reason}") from reason


def put_back(source: Path, target: Path) -> None:
    if not source.exists():
        return
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
            place.chmod(0o600)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """On the disk of the data, which has room for them, not in the system's small temporary folder."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".copy-") as folder:
        yield Path(folder)


def run_tool(name: str, *words: str) -> None:
    found = connection.settings_dict
    address = {
        "PGDATABASE": found["NAME"],
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGHOST": found["HOST"],
        "PGPORT": str(found["PORT"]),
    }
    address |= {f"PG{key.upper()}": str(value) for key, value in found["OPTIONS"].items() if key in {"sslmode", "sslrootcert"}}
    env = os.environ | {key: value for key, value in address.items() if value} | {"LC_ALL": "C.UTF-8"}
    target = ["--dbname", found["NAME"]] if name == "pg_restore" else []
    done = subprocess.run([tool(name), *target, *words], env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise NotDone(f"{name}: {done.stderr.strip()}")


def tool(name: str) -> Path:
    """A dump must be read and written by tools that are not older than the server."""
    folders = of_wheel() if settings.DATABASE_IS_EMBEDDED else [*of_system(), *of_wheel()]
    for folder in [*folders, *of_system()]:
        if (folder / name).exists() and version_of(folder) >= server_version():
            return folder / name
    raise NotDone(NOT_FOUND)


def server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000
