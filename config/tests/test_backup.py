import hashlib
import subprocess
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from config.care import backups
from config.care.backups import NotDone, keep_latest, make_backup, restore_backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(tmp_path: Path, settings) -> Path:
    """The data directory of this test: its files and keys; the database is the test's own."""
    settings.DATA = tmp_path / "данные компании"
    for name, content in {"files/deals/1/договор.pdf": b"contract", "keys/secret_key": b"key"}.items():
        path = settings.DATA / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return settings.DATA


@pytest.fixture
def another_database(monkeypatch: pytest.MonkeyPatch):
    """An empty database beside the test's; commands see it as their own while `monkeypatch` lasts."""
    name = f"{connection.settings_dict['NAME']}_restored"
    recreate(name)
    yield name
    connection.close()
    recreate(None, name)


def recreate(name: str | None, old: str | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name or old}" WITH (FORCE)')
        if name:
            cursor.execute(f'CREATE DATABASE "{name}"')


def move_to(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", name)


def row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
        return counts


def hashes(folder: Path) -> dict[str, str]:
    kept = [path for name in backups.FOLDERS for path in (folder / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_it_restores_the_same_rows_and_files_into_an_empty_place(
    committed_story, installation: Path, another_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings
):
    copy = make_backup(tmp_path / "copy.tar")
    rows, files = row_counts(), hashes(installation)
    assert rows["company_member"] > 0
    with monkeypatch.context() as elsewhere:
        move_to(another_database, elsewhere)
        settings.DATA = tmp_path / "new"
        restore_backup(copy)
        assert row_counts() == rows
        assert hashes(settings.DATA) == files
        connection.close()


def test_it_keeps_the_keys_from_other_eyes(installation: Path, tmp_path: Path):
    copy = make_backup(tmp_path / "copy.tar")
    assert copy.stat().st_mode & 0o077 == 0


def test_it_never_overwrites_what_stands(installation: Path, tmp_path: Path):
    copy = make_backup(tmp_path / "copy.tar")
    with pytest.raises(NotDone, match="уже есть данные"):
        restore_backup(copy)
    with pytest.raises(CommandError, match="уже есть"):
        call_command("backup", str(copy))


def test_it_refuses_a_file_that_is_no_copy(installation: Path, another_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    stranger = tmp_path / "letter.tar"
    with tarfile.open(stranger, "w"):
        pass
    with monkeypatch.context() as elsewhere:
        move_to(another_database, elsewhere)
        with pytest.raises(NotDone, match="не резервная копия"):
            restore_backup(stranger)
        with pytest.raises(NotDone, match="не читается"):
            restore_backup(tmp_path / "absent.tar")
        connection.close()


def test_it_leaves_no_half_of_a_copy(installation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backups, "tool", lambda name: "/bin/false")
    with pytest.raises(NotDone):
        make_backup(tmp_path / "copies" / "copy.tar")
    assert not list((tmp_path / "copies").iterdir())
    assert not list(settings.DATA.glob(".copy-*"))


def test_it_keeps_the_seven_latest_nights(tmp_path: Path):
    for day in range(10, 20):
        (tmp_path / f"nightly-2026-11-{day}.tar").touch()
    (tmp_path / "before-update.tar").touch()
    keep_latest(tmp_path, "nightly-*.tar", 7)
    assert len(list(tmp_path.glob("nightly-*"))) == 7
    assert (tmp_path / "nightly-2026-11-19.tar").exists()
    assert (tmp_path / "before-update.tar").exists()


def test_it_dumps_with_tools_as_new_as_the_server():
    answer = subprocess.run([backups.tool("pg_dump"), "--version"], capture_output=True, text=True, check=True)
    assert str(backups.server_version()) in answer.stdout


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside", "files/../../outside"])
def test_it_unpacks_nothing_outside_its_folder(name: str):
    assert not backups.is_harmless(tarfile.TarInfo(name))
    link = tarfile.TarInfo("files/link")
    link.type = tarfile.SYMTYPE
    assert not backups.is_harmless(link)
