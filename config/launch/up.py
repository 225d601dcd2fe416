"""`bin/up [--port N] [--data DIR] [--empty] [--host ADDRESS]`: from a fresh clone to a working house."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.launch.addresses import family, free_port, own_names, port_number, refuse_taken, shown
from config.launch.dying_with_parent import end_earlier_run, mark_of
from config.launch.environment import ensure_environment
from config.launch.frontend import ensure_frontend, ensure_static_files, ensure_texts
from config.launch.given_database import given_url, refuse_malformed, refuse_unreachable
from config.launch.places import PYTHON, REPOSITORY, arguments_of, become_environment, choose_data, take_option
from config.launch.postgres import Postgres
from config.launch.processes import Database, House, Part, Program
from config.launch.say import Halt, say

READY_SECONDS = 90
USAGE = "bin/up [--port 8000] [--host 127.0.0.1] [--data ПАПКА] [--empty]"


def main() -> int:
    arguments = arguments_of()
    if {"-h", "--help"} & set(arguments):
        say(f"Запуск Штурмана: {USAGE}\n--empty — начать с чистой компании, без примера.")
        return 0
    ensure_environment("app")
    become_environment(str(REPOSITORY / "bin" / "up"))
    data = choose_data(arguments)
    host = take_option("--host", arguments) or "127.0.0.1"
    port = port_number(take_option("--port", arguments) or "8000")
    is_empty = "--empty" in arguments
    refuse_unknown([word for word in arguments if word != "--empty"])
    if given_url():
        refuse_malformed(given_url())
        refuse_unreachable(given_url())
    make_data_directory(data)
    with only_one(data):
        end_earlier_run(data)
        refuse_taken(host, port)
        return run_house(data, host, port, is_empty)


def run_house(data: Path, host: str, port: int, is_empty: bool) -> int:
    live_port = free_port(host, port + 1)
    env = environment(data, host, live_port)
    database: list[Part] = [] if given_url() else [Database(Postgres(data))]
    pages, *others = programs(env, host, port, live_port)
    house = House([*database, pages, *others])
    on_each_end(house.end)
    try:
        ensure_frontend()
        for part in database:
            part.start()
        ensure_texts()
        ensure_static_files()
        manage(env, "prepare", *(["--empty"] if is_empty else []))
        house.open()
        wait_for_pages(host, port, pages)
        say(f"\nШтурман открыт: http://{shown(host)}:{port}/")
        manage(env, "who")
        say("Остановить: Ctrl-C")
        house.watch()
    except KeyboardInterrupt:
        say("\nОстанавливаем…")
    finally:
        on_each_end(signal.SIG_IGN)
        house.close()
    say("Штурман остановлен.")
    return 0


def on_each_end(reaction: Any) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, reaction)


WORKER = "-m django procrastinate worker --concurrency 3 --fetch-job-polling-interval 1 --shutdown-graceful-timeout 15"


def programs(env: dict[str, str], host: str, port: int, live_port: int) -> list[Program]:
    return [
        Program("Страницы", [str(PYTHON), *pages_command(host, port)], env, REPOSITORY),
        Program("Живые события", [str(PYTHON), *live_command(host, live_port)], env, REPOSITORY),
        Program("Фоновая работа", [str(PYTHON), *WORKER.split()], env, REPOSITORY),
    ]


def pages_command(host: str, port: int) -> list[str]:
    address = f"--host {host} --port {port} --workers {os.cpu_count() or 2} --blocking-threads 2"
    care = "--respawn-failed-workers --respawn-interval 0.5 --workers-kill-timeout 10 --log-level warning"
    return f"-m granian config.wsgi:application --interface wsgi {address} {care}".split()


def live_command(host: str, port: int) -> list[str]:
    care = "--log-level warning --no-access-log --timeout-graceful-shutdown 1"
    return f"-m uvicorn config.live.server:application --host {host} --port {port} {care}".split()


def environment(data: Path, host: str, live_port: int) -> dict[str, str]:
    return (
        os.environ
        | mark_of(data)
        | {
            "SHTURMAN_DATA": str(data),
            "SHTURMAN_LIVE_PORT": str(live_port),
            "SHTURMAN_HOSTS": ",".join(filter(None, [os.environ.get("SHTURMAN_HOSTS", ""), *own_names(host)])),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONUNBUFFERED": "1",
        }
    )


def manage(env: dict[str, str], *words: str) -> None:
    """Its words go straight to the person; a failure has told its reason by itself."""
    ended = subprocess.run([PYTHON, "-m", "django", *words], cwd=REPOSITORY, env=env, stdin=subprocess.DEVNULL)
    if ended.returncode != 0:
        sys.exit(ended.returncode)


def wait_for_pages(host: str, port: int, pages: Program) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with socket.socket(family(host)) as probe:
            probe.settimeout(1)
            if probe.connect_ex((shown(host), port)) == 0:
                return
        if not pages.is_alive():
            raise Halt("Сервер страниц не запустился: причина — в строках выше.")
        time.sleep(0.1)
    raise Halt("Сервер страниц не отвечает: причина — в строках выше.")


def refuse_unknown(words: list[str]) -> None:
    if words:
        raise Halt(f"Неизвестно, что такое «{words[0]}». Запуск: {USAGE}")


def make_data_directory(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "up.lock").touch()
    except OSError as reason:
        raise Halt(f"В папку данных {data} нельзя писать ({reason.strerror}). Выберите другую: bin/up --data ПАПКА") from reason


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    with open(data / "up.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            raise Halt(
                f"Штурман с данными в {data} уже запущен. Остановите его (Ctrl-C в его окне) или выберите другую папку: bin/up --data ПАПКА"
            ) from reason
        yield
