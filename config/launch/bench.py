"""`bin/bench [screens|storm|imports|reminders] [--deals N] [--times N] [--json FILE] [--plans FILE] [--data DIR] [--keep]`."""

import os
import shutil
import tempfile
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
USAGE = (
    "bin/bench [screens | storm | imports | reminders] [--deals 10000] [--times 60] [--json ФАЙЛ] [--plans ФАЙЛ] [--data ПАПКА] [--keep]"
)


def main() -> int:
    ensure_environment("app")
    become_environment(str(REPOSITORY / "bin" / "bench"))
    arguments = arguments_of()
    deals = int(take_option("--deals", arguments) or 10_000)
    data = Path(take_option("--data", arguments) or Path(tempfile.gettempdir()) / f"shturman-bench-{os.geteuid()}").resolve()
    name = arguments.pop(0) if arguments and not arguments[0].startswith("-") else "screens"
    os.environ["SHTURMAN_DATA"] = str(data)
    is_kept = "--keep" in arguments
    arguments = [argument for argument in arguments if argument != "--keep"]
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
        if name == "storm":
            manage(env, "storm", *arguments)
        elif name == "reminders":
            manage(env, "bench_reminders", *arguments)
        elif name == "imports":
            manage(env, "demo")
            manage(env, "bench_imports", *arguments)
        elif name == "screens":
            if not stands:
                say(f"Строим компанию: сделок {deals}")
                manage(env, "build_company", "--deals", str(deals))
                (data / MARK).write_text(str(deals))
            measure_screens(env, port, arguments)
        else:
            raise Halt(f"Неизвестно, что такое «{name}»: {USAGE}")
    finally:
        postgres.stop()
        if not is_kept:
            shutil.rmtree(data, ignore_errors=True)
    return 0


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
