"""Runs the parts of the house side by side, lifts up what falls, and puts everything down at the end."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from config.launch.dying_with_parent import die_with_parent
from config.launch.postgres import Postgres
from config.launch.say import say

PATIENCE_SECONDS = 20
WATCH_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30


class Part(Protocol):
    title: str

    def start(self) -> None: ...
    def is_alive(self) -> bool: ...
    def stop(self) -> None: ...


@dataclass
class Program:
    """A program with children of its own: they form one group, and the group ends together."""

    title: str
    command: Sequence[str]
    env: Mapping[str, str]
    folder: Path
    process: subprocess.Popen | None = None

    def start(self) -> None:
        self.clear_group()
        self.process = subprocess.Popen(
            self.command, env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"  {self.title}: не дождались конца работы, прерываем.")
        self.clear_group()

    def clear_group(self) -> None:
        """A killed server leaves its workers behind, and they would hold its port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Database:
    postgres: Postgres
    title: str = "База данных"
    process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = self.postgres.ensure()

    def is_alive(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        return self.postgres.is_running()

    def stop(self) -> None:
        self.postgres.stop()


@dataclass
class House:
    parts: Sequence[Part]
    falls: dict[str, list[float]] = field(default_factory=dict)
    ends: bool = False

    def open(self) -> None:
        for part in self.parts:
            if not part.is_alive():
                part.start()

    def watch(self) -> None:
        """Until a signal asks to end."""
        while not self.ends:
            reap_orphans()
            for part in self.parts:
                if not part.is_alive() and not self.ends:
                    self.lift(part)
            time.sleep(WATCH_SECONDS)

    def lift(self, part: Part) -> None:
        now = time.monotonic()
        recent = [moment for moment in self.falls.get(part.title, []) if now - moment < 60]
        self.falls[part.title] = [*recent, now]
        pause = min(len(recent) ** 2, LONGEST_PAUSE_SECONDS)
        say(f"{part.title}: часть остановилась, запускаем снова" + (f" через {pause} с." if pause else "."))
        time.sleep(pause)
        part.start()

    def close(self) -> None:
        for part in reversed(self.parts):
            part.stop()

    def end(self, *_signal: object) -> None:
        self.ends = True
        raise KeyboardInterrupt


def reap_orphans() -> None:
    """In a container without an init we are process 1, and nobody else buries the orphans."""
    if os.getpid() != 1:
        return
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
