import os
import shutil
from typing import Any

import pytest

from shturman.conftest import committed_story, story

__all__ = ["committed_story", "story"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; Playwright brings none of its own."""
    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    program = os.environ.get("SHTURMAN_CHROMIUM") or shutil.which("chromium")
    return browser_type_launch_args | {"executable_path": program, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "ru-RU", "timezone_id": "Europe/Moscow"}
