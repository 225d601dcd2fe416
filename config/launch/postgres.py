"""The embedded PostgreSQL: one server per data directory, started when it is needed, asked whether it serves, never guessed."""

import fcntl
import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from config.launch import leftovers
from config.launch.binaries import Binaries, find_binaries, readable_copy
from config.launch.database_user import acting, database_user, reachable_home
from config.launch.given_database import given_url, refuse_malformed
from config.launch.places import data_directory, is_root
from config.launch.say import Halt, say, step

NAME = "shturman"
SOCKET_PATH_LIMIT = 90
START_SECONDS = 600
POINTER = "socket"
SERVES, GETS_READY, SILENT = 0, 1, 2
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "jit": "off",
    # A container's /dev/shm is small, and a page never gains from a parallel plan.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "TimeZone": "UTC",
    "default_text_search_config": "pg_catalog.russian",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class Postgres:
    def __init__(self, data: Path, *, careless: bool = False):
        """A careless server forgets safety for speed: only for data that lives as long as a test."""
        self.user = database_user()
        self.home = reachable_home(data, self.user)
        self.pointer = data / POINTER
        self.folder = self.home / "postgres"
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "server.log"
        self.settings = SETTINGS | (CARELESS if careless else {})

    def ensure(self) -> subprocess.Popen | None:
        """Makes it serve; returns the process when this call has started it."""
        with self.only_one():
            if self.serves() or self.gets_ready():
                return None
            self.check_version()
            if not (self.cluster / "PG_VERSION").exists():
                self.create()
            leftovers.clear(self.cluster, self.socket)
            return self.start()

    def serves(self) -> bool:
        return self.answer() == SERVES

    def answer(self) -> int:
        asked = [self.binaries / "pg_isready", "-q", "-h", str(self.socket), "-U", NAME, "-d", "postgres", "-t", "3"]
        return subprocess.run(asked, cwd="/").returncode if self.socket.exists() else SILENT

    def gets_ready(self) -> bool:
        """Waits for a server that somebody else has started and that still recovers."""
        deadline = time.monotonic() + START_SECONDS
        while (answer := self.answer()) == GETS_READY and time.monotonic() < deadline:
            time.sleep(0.1)
        return answer == SERVES

    def is_running(self) -> bool:
        return leftovers.server_pid(self.cluster) is not None

    def stop(self) -> None:
        with self.only_one():
            pid = leftovers.server_pid(self.cluster)
            if pid is None:
                return
            command = [self.binaries / "pg_ctl", "stop", "-s", "-D", str(self.cluster), "-m", "fast", "-t", "120"]
            subprocess.run(command, cwd="/", env=child_environment(), **acting(self.user))

    def create(self) -> None:
        with step("Новая база данных"):
            command = [
                self.binaries / "initdb",
                "-D",
                str(self.cluster),
                "-U",
                NAME,
                "-A",
                "trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
            ]
            if self.binaries.version >= 17:
                command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            made = subprocess.run(command, cwd="/", env=child_environment(), capture_output=True, text=True, **acting(self.user))
            if made.returncode != 0:
                raise Halt(f"Не создаётся база данных в {self.cluster}: {made.stderr.strip()}")

    def start(self) -> subprocess.Popen:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", str(self.cluster), "-c", f'unix_socket_directories="{self.socket}"', *options]
        self.pointer.write_text(str(self.socket))
        with open(self.log, "a") as log:
            server = subprocess.Popen(
                command,
                cwd="/",
                env=child_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **acting(self.user),
            )
        self.wait_until_serves(server)
        self.create_database()
        return server

    def wait_until_serves(self, server: subprocess.Popen) -> None:
        started = time.monotonic()
        told = False
        while not self.serves():
            if server.poll() is not None:
                raise Halt(f"База данных не запустилась. Причина — в последних строках {self.log}.")
            waited = time.monotonic() - started
            if waited > START_SECONDS:
                raise Halt(f"База данных не отвечает {START_SECONDS} с. Причина — в последних строках {self.log}.")
            if waited > 3 and not told:
                say("  База данных восстанавливается после внезапной остановки…")
                told = True
            time.sleep(0.05)

    def create_database(self) -> None:
        command = [self.binaries / "psql", "-h", str(self.socket), "-U", NAME, "-d", "postgres", "-XAtqc"]
        names = subprocess.run([*command, "select datname from pg_database"], cwd="/", capture_output=True, text=True, check=True)
        if NAME not in names.stdout.split():
            subprocess.run([*command, f"create database {NAME}"], cwd="/", check=True)

    def check_version(self) -> None:
        mark = self.cluster / "PG_VERSION"
        if mark.exists() and int(mark.read_text().strip()) != self.binaries.version:
            raise Halt(
                f"Данные в {self.home} записаны PostgreSQL {mark.read_text().strip()}, а здесь версия {self.binaries.version}. "
                "Сделайте копию прежней версией программы (bin/manage backup ФАЙЛ) и восстановите её в новую папку: "
                "bin/manage --data ПАПКА restore ФАЙЛ."
            )

    @property
    def binaries(self) -> Binaries:
        if not hasattr(self, "_binaries"):
            found = find_binaries()
            self._binaries = readable_copy(found, self.home) if is_root() else found
        return self._binaries

    @property
    def socket(self) -> Path:
        """A socket's path may hold about a hundred bytes: a deeper data directory keeps it in a short place."""
        near = self.folder / "socket"
        if len(os.fsencode(near)) <= SOCKET_PATH_LIMIT:
            return near
        return Path(tempfile.gettempdir()) / f"shturman-{sha256(os.fsencode(near)).hexdigest()[:12]}"

    @contextmanager
    def only_one(self) -> Iterator[None]:
        for folder in (self.folder, self.cluster, self.socket):
            give_own_folder(folder, self.user)
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def give_own_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    owner = user.pw_uid if user else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    if user and folder.stat().st_uid == 0:
        os.chown(folder, user.pw_uid, user.pw_gid)
    if folder.stat().st_uid != owner:
        raise Halt(f"Папка {folder} принадлежит другому пользователю: запустите под ним или выберите другую папку (--data ПАПКА).")


def child_environment() -> dict[str, str]:
    """Without LC_ALL a foreign locale would break upper and lower case in the whole database for ever."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_")) and name != "LANG"}
    return kept | {"LC_ALL": "C.UTF-8"}


def ensure_database() -> subprocess.Popen | None:
    """The embedded server, unless DATABASE_URL names another one."""
    url = given_url()
    if url:
        refuse_malformed(url)
        return None
    return Postgres(data_directory()).ensure()
