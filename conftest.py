"""Every test runs on a real PostgreSQL: the one of DATABASE_URL, else an embedded one that lives in a temporary folder."""

import os
import tempfile
from pathlib import Path

import pytest

from config.launch.postgres import Postgres

# Playwright's loop runs in the thread of the test, and Django would take the test for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Runs that go on together keep apart; the workers of one run take this name with a suffix of their own.
os.environ.setdefault("SHTURMAN_TEST_NAME", f"shturman_{os.getpid()}")


def start_database() -> None:
    data = os.environ.setdefault("SHTURMAN_DATA", str(Path(tempfile.gettempdir()) / f"shturman-tests-{os.geteuid()}"))
    if not os.environ.get("DATABASE_URL") and not os.environ.get("PYTEST_XDIST_WORKER"):
        Postgres(Path(data), careless=True).ensure()


start_database()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped has checked nothing: what it lacks must be installed, not forgiven."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
