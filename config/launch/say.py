"""What the commands tell the person who started them: steps, their progress, and reasons to stop."""

import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

QUIET_SECONDS = 10


class Halt(Exception):
    """The work cannot go on; the text is one line that says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    started = time.monotonic()
    say(f"· {title}…")
    yield
    say(f"  {title}: готово, {time.monotonic() - started:.1f} с")


def run(title: str, command: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> None:
    """Runs a long command, shows that it moves, and prints its last lines only when it fails."""
    with step(title):
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        tail = follow(child)
        if child.wait() != 0:
            say("\n".join(tail))
            raise Halt(f"Не получилось: {title.lower()}. Причина — в строках выше; исправьте её и запустите команду снова.")


def follow(child: subprocess.Popen) -> deque[str]:
    tail: deque[str] = deque(maxlen=25)
    last_word = time.monotonic()
    for line in child.stdout or ():
        tail.append(line.rstrip())
        if sys.stdout.isatty():
            print(f"\r\x1b[2K    {tail[-1][:100]}", end="", flush=True)
        elif time.monotonic() - last_word > QUIET_SECONDS:
            last_word = time.monotonic()
            say(f"    {tail[-1][:100]}")
    if sys.stdout.isatty():
        print("\r\x1b[2K", end="", flush=True)
    return tail


def command_line(work: Callable[[], int | None]) -> None:
    """Runs the body of a command; a reason to stop becomes one line, an interrupt a quiet end."""
    try:
        sys.exit(work())
    except Halt as reason:
        print(f"Штурман: {reason}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
