"""Addresses and ports on which the house opens its door."""

import errno
import socket

from config.launch.say import Halt

EVERYWHERE, EVERYWHERE_V6 = "0.0.0.0", "::"  # noqa: S104 only when the person asks for it by --host
NOWHERE = ("10.255.255.255", 1)


def port_number(word: str) -> int:
    if not word.isdigit() or not 1 <= int(word) <= 65534:
        raise Halt(f"«{word}» — не номер порта. Пример: bin/up --port 8080")
    return int(word)


def refuse_taken(host: str, port: int) -> None:
    try:
        bind(host, port)
    except OSError as reason:
        if reason.errno == errno.EADDRINUSE:
            raise Halt(f"Порт {port} занят другой программой. Освободите его или выберите другой: bin/up --port {port + 10}") from reason
        raise Halt(f"Нельзя открыть {host}:{port} ({reason.strerror}). Выберите другой адрес: bin/up --host 127.0.0.1") from reason


def free_port(host: str, wanted: int) -> int:
    try:
        return bind(host, wanted)
    except OSError:
        return bind(host, 0)


def bind(host: str, port: int) -> int:
    with socket.socket(family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return probe.getsockname()[1]


def family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def shown(host: str) -> str:
    return {EVERYWHERE: "127.0.0.1", EVERYWHERE_V6: "::1"}.get(host, host)


def own_names(host: str) -> list[str]:
    """The names and numbers under which other machines reach a house that is open to them."""
    if host not in {EVERYWHERE, EVERYWHERE_V6}:
        return [host]
    numbers = {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Nothing is sent: the system only chooses the address it would send from.
        probe.connect(NOWHERE)
        numbers.add(probe.getsockname()[0])
    return sorted(f"[{number}]" if ":" in number else number for number in numbers)
