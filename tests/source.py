"""The house's own source, read as text and as trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "shturman"


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(HOUSE))

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(HOUSE).with_suffix("").parts

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def is_action(self) -> bool:
        return "actions" in self.parts

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def method_calls(self, *names: str) -> Iterator[ast.Call]:
        for call in self.calls():
            if isinstance(call.func, ast.Attribute) and call.func.attr in names:
                yield call

    def __str__(self) -> str:
        return self.name


def product_sources() -> list[Source]:
    """What runs in an installation: without tests, migrations and the demo company."""
    aside = {"tests", "migrations", "world", "conftest"}
    return [source for path in sorted(HOUSE.rglob("*.py")) if not aside & set((source := Source(path)).parts)]
