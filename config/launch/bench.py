"""`bin/bench [screens|storm|imports|reminders|month] [--deals N] [--times N] [--json FILE] [--plans FILE] [--data DIR] [--keep]`."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch.addresses import free_port
from config.launch.environment import ensure_environment
from config.launch.frontend import ensure_frontend, ensure_static_files, ensure_texts
from config.launch.places import PYTHON, REPOSITORY, arguments_of, become_environment, take_option
from config.launch.postgres import Postgres
from config.launch.processes import Program
from config.launch.say import Halt, say
from config.launch.up import environment, manage, wait_for_pages

HOST = "127.0.0.1"
# Says that a folder is the benchmark's own, and how many deals stand in it.
MARK = "benchmark"
SCREENS, MONTH = "screens", "month"
# What else is measured: a command of the administrator's that wants an empty house, and one that wants the demo company.
EMPTY = {"storm": "storm", "reminders": "bench_reminders", MONTH: "bench_month"}
WITH_DEMO = {"imports": "bench_imports"}
NAMES = (SCREENS, *EMPTY, *WITH_DEMO)
USAGE = f"bin/bench [{' | '.join(NAMES)}] [--deals 10000] [--times 60] [--json ФАЙЛ] [--plans ФАЙЛ] [--data ПАПКА] [--keep]"
# The simulated month begins on this Monday.
FIRST_MORNING = "2026-11-30T09:00:00+03:00"


def main() -> int:
    asked = arguments_of()
    if "--help" in asked or "-h" in asked:
        print(USAGE)
        return 0
    name = asked[0] if asked and not asked[0].startswith("-") else SCREENS
    if name not in NAMES:
        raise Halt(f"Неизвестно, что такое «{name}»: {USAGE}")
    ensure_environment("app")
    become_environment(str(REPOSITORY / "bin" / "bench"))
    arguments = asked[1:] if asked[:1] == [name] else asked
    data = Path(take_option("--data", arguments) or Path(tempfile.gettempdir()) / f"shturman-bench-{os.geteuid()}").resolve()
    is_kept = "--keep" in arguments
    arguments = [argument for argument in arguments if argument != "--keep"]
    with alone_in(data):
        run(name, data, arguments, is_kept)
    return 0


def run(name: str, data: Path, arguments: list[str], is_kept: bool) -> None:
    deals = int(take_option("--deals", arguments) or 10_000) if name == SCREENS else 0
    os.environ["SHTURMAN_DATA"] = str(data)
    stands = make_room(data, deals, is_kept)
    ensure_frontend()
    ensure_texts()
    ensure_static_files()
    postgres = Postgres(data)
    port = free_port(HOST, 8700)
    env = environment(data, HOST, port + 1) | {"DJANGO_SETTINGS_MODULE": "config.measured_settings"}
    postgres.ensure()
    try:
        manage(env, "prepare", "--empty")
        if name in EMPTY:
            manage(env | (by_own_clock(data) if name == MONTH else {}), EMPTY[name], *arguments)
        elif name in WITH_DEMO:
            manage(env, "demo")
            manage(env, WITH_DEMO[name], *arguments)
        else:
            if not stands:
                say(f"Строим компанию: сделок {deals}")
                manage(env, "build_company", "--deals", str(deals))
                (data / MARK).write_text(str(deals))
            measure_screens(env, port, arguments)
    finally:
        postgres.stop()
        if not is_kept:
            shutil.rmtree(data, ignore_errors=True)


def by_own_clock(data: Path) -> dict[str, str]:
    """Of a killed worker its job is taken in a second."""
    clock = data / "month-clock"
    clock.write_text(FIRST_MORNING)
    seconds = {"SHTURMAN_DELIVERY_LEASE_SECONDS": "1", "SHTURMAN_STALLED_AFTER_SECONDS": "1"}
    return {"DJANGO_SETTINGS_MODULE": "config.month_settings", "SHTURMAN_MONTH_CLOCK": str(clock), **seconds}


@contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """The folder is swept: two that measure at once would pull it from under each other."""
    data.parent.mkdir(parents=True, exist_ok=True)
    with data.with_name(f"{data.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Halt(f"В папке {data} уже идёт замер: дождитесь его или дайте другую папку, --data ПАПКА.") from taken
        yield


def make_room(data: Path, deals: int, is_kept: bool) -> bool:
    """An empty folder, or one where a company of this size stands to be measured again; nobody's data are ever swept away."""
    mark = data / MARK
    if data.exists() and any(data.iterdir()) and not mark.exists():
        raise Halt(f"В папке {data} лежит что-то другое: замер стирает свою папку, дайте ему пустую")
    if is_kept and mark.exists() and mark.read_text() == str(deals):
        return True
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    mark.write_text("")
    return False


def measure_screens(env: dict[str, str], port: int, arguments: list[str]) -> None:
    command = [
        str(PYTHON),
        "-m",
        "granian",
        "config.wsgi:application",
        "--interface",
        "wsgi",
        "--host",
        HOST,
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "1",
        "--log-level",
        "warning",
    ]
    pages = Program("Страницы", command, env, REPOSITORY)
    pages.start()
    try:
        wait_for_pages(HOST, port, pages)
        manage(env, "bench", "--port", str(port), *arguments)
        say(f"Память рабочего процесса страниц: {largest_worker(pages)} МБ (не больше 250)")
    finally:
        pages.stop()


def largest_worker(pages: Program) -> int:
    """Resident memory of the largest process of the group, in megabytes."""
    group = pages.process.pid if pages.process else 0
    sizes = [0]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            sizes.append(int(fields[21]) * os.sysconf("SC_PAGE_SIZE") // 2**20)
    return max(sizes)
