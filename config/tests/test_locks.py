"""The lock of the tests holds all that the product runs on: a clean machine has nothing else."""

import re

from config.launch.places import REPOSITORY


def pinned(lock: str) -> set[str]:
    text = (REPOSITORY / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([a-z0-9][\w.\[\]-]*==\S+)", text))


def test_the_tests_run_on_what_the_product_runs_on() -> None:
    assert len(pinned("app")) > 20
    assert pinned("app") - pinned("dev") == set()
