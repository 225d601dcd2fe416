"""Reads the settings that an installation gives through its environment."""

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from config.launch.postgres import NAME, POINTER

TRUE_WORDS = {"1", "true", "yes", "on", "да"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def truth(name: str) -> bool:
    return text(name).lower() in TRUE_WORDS


def hosts(public_url: str) -> list[str]:
    named = [host.strip() for host in text("SHTURMAN_HOSTS").split(",") if host.strip()]
    public = [urlsplit(public_url).hostname or ""] if public_url else []
    return [*named, *public, "localhost", "127.0.0.1", "[::1]", socket.gethostname()]


def database(data: Path) -> dict:
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{text('SHTURMAN_TEST_NAME', NAME)}"},
    }
    url = text("DATABASE_URL")
    return common | (address_in(url) if url else embedded(data))


def embedded(data: Path) -> dict:
    pointer = data / POINTER
    folder = pointer.read_text() if pointer.exists() else str(data / "postgres" / "socket")
    return {"NAME": NAME, "USER": NAME, "HOST": folder, "OPTIONS": {"connect_timeout": 10}}


def address_in(url: str) -> dict:
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 10} | dict(parse_qsl(parts.query)),
    }


def secret_key(data: Path) -> str:
    """The installation's own key: signs sessions and links, so it is kept with the data and in its backup."""
    return text("SHTURMAN_SECRET_KEY") or kept_key(data, "secret_key", lambda: secrets.token_urlsafe(64))


def kept_key(data: Path, name: str, make: Callable[[], str]) -> str:
    """Made once and kept among the keys, which stand in every copy."""
    kept = data / "keys" / name
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = kept.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        # Of several processes that start together the first one's key stays.
        with suppress(FileExistsError):
            os.link(draft, kept)
        draft.unlink()
    return kept.read_text().strip()
