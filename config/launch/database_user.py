"""PostgreSQL refuses to run as root: for root it runs as a system user of its own."""

import hashlib
import pwd
import shutil
import subprocess
from pathlib import Path

from config.launch.places import SYSTEM_HOME, is_root
from config.launch.say import Halt

NAME = "shturman-db"


def database_user() -> pwd.struct_passwd | None:
    """None for a plain user: his database runs as himself."""
    if not is_root():
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        create_user()
        return pwd.getpwnam(NAME)


def create_user() -> None:
    if not shutil.which("useradd"):
        raise Halt(f"Создайте системного пользователя {NAME}: под root база работает от его имени, а команды useradd здесь нет.")
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode not in (0, 9):
        raise Halt(f"Не создаётся пользователь {NAME} для базы данных: {made.stderr.strip()}")


def acting(user: pwd.struct_passwd | None) -> dict:
    """How to start a child so that it acts as the database's user."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def reachable_home(data: Path, user: pwd.struct_passwd | None) -> Path:
    """The data directory, or its place under the system's home when a folder above it is closed to the database's user."""
    data.mkdir(parents=True, exist_ok=True)
    if user is None:
        return data
    enter = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(data)]
    if subprocess.run(enter, cwd="/", capture_output=True, **acting(user)).returncode == 0:
        return data
    home = SYSTEM_HOME / "elsewhere" / hashlib.sha256(str(data).encode()).hexdigest()[:16]
    home.mkdir(parents=True, exist_ok=True)
    return home
