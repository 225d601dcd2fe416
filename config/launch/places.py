"""Where things lie: the repository, its environment and the data directory. Standard library only."""

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
SYSTEM_HOME = Path("/var/lib/shturman")


def is_root() -> bool:
    return os.geteuid() == 0


def default_data() -> Path:
    if is_root():
        return SYSTEM_HOME
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "shturman"


def data_directory() -> Path:
    chosen = os.environ.get("SHTURMAN_DATA")
    return Path(chosen).expanduser().resolve() if chosen else default_data()


def arguments_of() -> list[str]:
    return sys.argv[1:]


def take_option(name: str, arguments: list[str]) -> str | None:
    """Takes `--name value` or `--name=value` out of the arguments."""
    for position, argument in enumerate(arguments):
        if argument == name and position + 1 < len(arguments):
            value = arguments[position + 1]
            del arguments[position : position + 2]
            return value
        if argument.startswith(f"{name}="):
            del arguments[position]
            return argument.split("=", 1)[1]
    return None


def choose_data(arguments: list[str]) -> Path:
    """`--data DIR` of a command line becomes the setting that every child process reads."""
    chosen = take_option("--data", arguments)
    if chosen:
        os.environ["SHTURMAN_DATA"] = str(Path(chosen).expanduser().resolve())
    return data_directory()


def become_environment(script: str) -> None:
    """Goes on inside the project's own environment when it was started by another Python."""
    if Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        os.execv(PYTHON, [str(PYTHON), script, *sys.argv[1:]])
