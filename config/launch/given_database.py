"""A database of the company's own, named by DATABASE_URL."""

import os
import socket
from urllib.parse import urlsplit

from config.launch.say import Halt

WAIT_SECONDS = 5
EXAMPLE = "DATABASE_URL=postgresql://имя:пароль@сервер:5432/база"


def given_url() -> str:
    return os.environ.get("DATABASE_URL", "").strip()


def refuse_malformed(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in {"postgres", "postgresql"} and parts.hostname and parts.path.strip("/") and (parts.port or True)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise Halt(f"DATABASE_URL не читается. Пример: {EXAMPLE}. Без неё работает встроенная база.")


def refuse_unreachable(url: str) -> None:
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 5432)
    try:
        socket.create_connection(address, WAIT_SECONDS).close()
    except OSError as reason:
        raise Halt(
            f"База данных из DATABASE_URL ({address[0]}:{address[1]}) не отвечает: {reason.strerror or reason}. Проверьте адрес и что "
            "сервер запущен, или уберите DATABASE_URL, чтобы работать со встроенной базой."
        ) from reason
