import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launch import leftovers
from config.launch.postgres import NAME, Postgres
from config.launch.say import Halt


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A path that people really have: long, with blanks, in Cyrillic; open, so that the database's own user may enter it."""
    folder = tmp_path / "Документы отдела продаж" / "Штурман 2026"
    folder.mkdir(parents=True)
    for parent in (*tmp_path.parents, tmp_path):
        if parent.name.startswith(("pytest-", "test_")):
            parent.chmod(0o755)
    return folder


@pytest.fixture
def postgres(data: Path) -> Iterator[Postgres]:
    server = Postgres(data)
    server.ensure()
    yield server
    server.stop()


def ask(postgres: Postgres, question: str) -> str:
    command = [postgres.binaries / "psql", "-h", str(postgres.socket), "-U", NAME, "-d", NAME, "-XAtc", question]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_it_serves_and_knows_cyrillic(postgres: Postgres):
    assert ask(postgres, "select lower('ЖУК')") == "жук"
    assert ask(postgres, "show listen_addresses") == ""


def test_it_is_started_once(postgres: Postgres):
    assert postgres.ensure() is None


def test_it_comes_back_after_being_killed_and_loses_nothing(postgres: Postgres):
    ask(postgres, "create table kept as select 1 as number")
    pid = leftovers.server_pid(postgres.cluster)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    postgres.ensure()
    assert ask(postgres, "select number from kept") == "1"


def test_it_is_not_fooled_by_a_stranger_with_its_number(postgres: Postgres):
    mark = postgres.cluster / "postmaster.pid"
    kept = mark.read_text().splitlines()
    postgres.stop()
    mark.write_text("\n".join([str(os.getpid()), *kept[1:]]))
    assert leftovers.server_pid(postgres.cluster) is None
    assert postgres.ensure() is not None


def test_it_keeps_others_out(postgres: Postgres):
    assert postgres.cluster.stat().st_mode & 0o077 == 0
    assert postgres.socket.stat().st_mode & 0o077 == 0
    assert len(os.fsencode(postgres.socket)) < 100


def test_it_says_what_to_do_with_data_of_another_version(postgres: Postgres):
    postgres.stop()
    mark = postgres.cluster / "PG_VERSION"
    version = mark.read_text()
    mark.write_text("12\n")
    with pytest.raises(Halt, match="записаны PostgreSQL 12"):
        postgres.ensure()
    mark.write_text(version)
