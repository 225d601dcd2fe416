"""Mail servers of a simulation: one takes everything at once and keeps nothing, the other takes its time and keeps each letter."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from multiprocessing import get_context
from threading import Thread
from typing import Any


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    seconds_a_letter = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.taken: list[bytes] = []
        self.keeps = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that is killed leaves in the middle of a word."""

    def take(self, letter: bytes) -> None:
        time.sleep(self.seconds_a_letter)
        if self.keeps:
            self.taken.append(letter)


class Letters(_Server):
    """Slow enough for its sender to be killed over any letter: before it is taken, and after."""

    seconds_a_letter = 0.015

    def __init__(self) -> None:
        super().__init__()
        self.keeps = True


@contextmanager
def sink() -> Iterator[int]:
    """In a process of its own; gives its port."""
    server = _Server()
    process = get_context("fork").Process(target=server.serve_forever, daemon=True)
    process.start()
    try:
        yield server.port
    finally:
        process.terminate()
        process.join()
        server.server_close()


@contextmanager
def letters_kept() -> Iterator[Letters]:
    server = Letters()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def text_of(letter: bytes) -> str:
    body = message_from_bytes(letter, policy=policy.default).get_body(("plain",))
    return body.get_content() if body is not None else ""


class _Taker(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self._say("354 go on")
                self.server.take(self._letter())
                self._say("250 taken")
            elif line == b"QUIT":
                return
            else:
                self._say("250 OK")

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: Any) -> None:
        self.wfile.write(f"{words}\r\n".encode())
