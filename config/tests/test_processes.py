import os
import select
import signal
import socket
import sys
from pathlib import Path

import pytest

from config.launch.addresses import EVERYWHERE, free_port, own_names, port_number, refuse_taken
from config.launch.dying_with_parent import belongs_to, end_earlier_run, mark_of
from config.launch.places import take_option
from config.launch.processes import House, Program
from config.launch.say import Halt

FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, file=open(sys.argv[1], "w"), flush=True)
time.sleep(60)
"""


@pytest.fixture
def program(tmp_path: Path):
    part = Program("Часть", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ | mark_of(tmp_path), tmp_path)
    yield part
    part.stop()


def test_it_lifts_what_falls(program: Program):
    house = House([program])
    house.open()
    assert program.process is not None
    first = program.process.pid
    os.kill(first, signal.SIGKILL)
    program.process.wait()
    assert not program.is_alive()
    house.lift(program)
    assert program.is_alive()
    assert program.process.pid != first


def test_it_ends_the_children_of_what_it_ends(tmp_path: Path):
    told = tmp_path / "pid"
    os.mkfifo(told)
    program = Program("Часть", [sys.executable, "-c", FAMILY, str(told)], os.environ, tmp_path)
    program.start()
    child = os.pidfd_open(int(told.read_text()))
    program.stop()
    ended, _, _ = select.select([child], [], [], 5)
    os.close(child)
    assert ended


def test_it_ends_an_earlier_run_of_the_same_data_only(program: Program, tmp_path: Path):
    program.start()
    assert program.process is not None
    end_earlier_run(tmp_path / "other")
    assert program.is_alive()
    assert belongs_to(program.process.pid, tmp_path)
    program.process.terminate()
    program.process.wait()
    end_earlier_run(tmp_path)
    assert not program.is_alive()


def test_it_says_what_to_do_when_the_port_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Halt, match=f"Порт {port} занят"):
            refuse_taken("127.0.0.1", port)
        assert free_port("127.0.0.1", port) != port


@pytest.mark.parametrize("word", ["0", "65535", "порт", "-1", ""])
def test_it_refuses_what_is_no_port(word: str):
    with pytest.raises(Halt, match="не номер порта"):
        port_number(word)


def test_it_reads_options_in_both_forms():
    words = ["--data", "моя папка", "--port=8080", "--empty"]
    assert take_option("--data", words) == "моя папка"
    assert take_option("--port", words) == "8080"
    assert words == ["--empty"]


def test_it_knows_its_names_when_it_is_open_to_others():
    assert own_names("10.0.0.7") == ["10.0.0.7"]
    assert own_names(EVERYWHERE)
