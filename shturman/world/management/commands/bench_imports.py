from __future__ import annotations

import csv
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand

from shturman.company.models import Member
from shturman.imports.actions import carry_out_load, carry_out_undo, check_table, keep_table, map_table, start_load, start_undo
from shturman.imports.models import ImportRun
from shturman.world.tables import sales_tables

try:
    import resource
except ImportError:  # Windows does not tell how much memory a process has taken.
    resource = None  # type: ignore[assignment]

HEAD = ("ФИО", "Телефон", "E-mail", "Адрес", "Должность", "Комментарий")
# What the house promises: rows a second for half a million in half an hour, megabytes, seconds for the deals and for the undo.
LEAST_A_SECOND, MOST_MEMORY, MOST_FOR_DEALS, MOST_FOR_UNDO = 278, 400, 60, 60
UNDONE = 10_000


class Command(BaseCommand):
    help = "Замеряет загрузку таблиц и её отмену на демонстрационной компании: bin/bench imports"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clients", type=int, default=50_000)
        parser.add_argument("--deals", type=int, default=8_800)

    def handle(self, *arguments: Any, **options: Any) -> None:
        self.owner = Member.objects.owners().order_by("pk")[0]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "clients.csv"
            self.write(path, _people("Клиент", options["clients"]))
            seconds, _run = self.load("people", path)
            self.say(f"Клиенты: {options['clients']} строк, {options['clients'] / seconds:.0f} в секунду (не меньше {LEAST_A_SECOND})")
            self.say(f"Память: {_peak_memory()} МБ (не больше {MOST_MEMORY})")
            self.undo(path)
            self.deals(Path(folder), options["deals"])

    def undo(self, path: Path) -> None:
        self.write(path, _people("Новый", UNDONE))
        _seconds, run = self.load("people", path)
        began = time.monotonic()
        run = carry_out_undo(start_undo(run, by=self.owner))
        self.say(f"Отмена {run.restored_count} новых: {time.monotonic() - began:.1f} с (не больше {MOST_FOR_UNDO})")
        self.write(path, ((*row[:4], "директор", "") for row in _people("Клиент", UNDONE)))
        seconds, run = self.load("people", path)
        self.say(f"Обновление {run.updated_count}: {seconds:.1f} с")
        began = time.monotonic()
        run = carry_out_undo(start_undo(run, by=self.owner))
        self.say(f"Отмена {run.restored_count} обновлённых: {time.monotonic() - began:.1f} с (не больше {MOST_FOR_UNDO})")

    def deals(self, folder: Path, count: int) -> None:
        tables = sales_tables(count)
        for kind, content in (("members", tables.teams), ("goods", tables.products), ("organisations", tables.accounts)):
            (folder / kind).write_bytes(content)
            self.load(kind, folder / kind)
        (folder / "deals").write_bytes(tables.pipeline)
        seconds, run = self.load("deals", folder / "deals", words={"stage": self.stages()})
        self.say(f"Сделки: {run.new_count} за {seconds:.1f} с (не больше {MOST_FOR_DEALS})")

    def stages(self) -> dict[str, str]:
        return {"Engaging": "Потребность выяснена", "Prospecting": "Заявка принята"}

    def load(self, kind: str, path: Path, words: dict[str, dict[str, str]] | None = None) -> tuple[float, ImportRun]:
        """From the file to the last row: reading, the dry run and the load itself."""
        began = time.monotonic()
        with path.open("rb") as file:
            run = keep_table(kind, path.name, File(file), by=self.owner)
        run = check_table(map_table(run, {**run.mapping, "values": words or {}}, by=self.owner), by=self.owner)
        run = carry_out_load(start_load(run, by=self.owner))
        if run.refused_count:
            self.say(f"  не принято {run.refused_count}: {run.findings['refused'][:2]}")
        return time.monotonic() - began, run

    def write(self, path: Path, rows: Iterator[Sequence[str]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, delimiter=";")
            lines.writerow(HEAD)
            lines.writerows(rows)

    def say(self, text: str) -> None:
        self.stdout.write(text)


def _people(who: str, count: int) -> Iterator[Sequence[str]]:
    code = 1 if who == "Новый" else 2
    for number in range(count):
        phone, mail = f"+7 9{code}{number:08}", f"c{code}x{number}@example.ru"
        yield f"{who}{number} Пётр Сергеевич", phone, mail, f"г. Тверь, ул. Мира, {number}", "инженер", ""


def _peak_memory() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0
    return peak // (1024 * 1024) if sys.platform == "darwin" else peak // 1024
