from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils.translation import gettext as _

from shturman.company.models import Member
from shturman.imports.actions import (
    carry_out_load,
    carry_out_undo,
    check_table,
    choose_sheet,
    keep_table,
    map_table,
    start_load,
    start_undo,
)
from shturman.imports.kinds import KINDS
from shturman.imports.models import ImportRun, Policy
from shturman.kit.errors import Refused


class Command(BaseCommand):
    help = "Загружает таблицу: import ВИД ФАЙЛ --map СООТВЕТСТВИЕ.json --by ЛОГИН [--dry-run]; отменяет: import --undo НОМЕР --by ЛОГИН"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", choices=list(KINDS), help="вид таблицы")
        parser.add_argument("file", nargs="?", type=Path, help="файл: CSV, XLSX, XLS, vCard")
        parser.add_argument("--map", type=Path, help="файл JSON: fields, values, defaults; без него столбцы находятся по названиям")
        parser.add_argument("--policy", choices=list(Policy), default="", help="что делать с теми, кто уже есть")
        parser.add_argument("--sheet", default="", help="лист книги")
        parser.add_argument("--by", required=True, help="логин того, кто загружает")
        parser.add_argument("--dry-run", action="store_true", help="только проверить")
        parser.add_argument("--undo", type=int, metavar="НОМЕР", help="отменить загрузку с этим номером")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            by = Member.objects.people().get(login__iexact=options["by"])
            if options["undo"]:
                self.undo(ImportRun.objects.get(pk=options["undo"]), by)
            elif options["kind"] and options["file"]:
                self.load(options, by)
            else:
                raise CommandError("Назовите вид таблицы и файл, например: import deals сделки.csv --by owner")
        except Member.DoesNotExist as error:
            raise CommandError(f"Нет сотрудника с логином «{options['by']}»") from error
        except ImportRun.DoesNotExist as error:
            raise CommandError(f"Нет загрузки № {options['undo']}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def load(self, options: dict[str, Any], by: Member) -> None:
        run = _kept(options["kind"], options["file"], by)
        if options["sheet"]:
            run = choose_sheet(run, options["sheet"], by=by)
        mapping = _mapping(options["map"]) if options["map"] else run.mapping
        run = check_table(map_table(run, mapping, options["policy"], by=by), by=by)
        self.say(f"Загрузка № {run.pk}: «{run.name}», {run.total_rows} строк, {run.encoding}")
        if not options["dry_run"]:
            run = carry_out_load(start_load(run, by=by))
        self.report(run, "Будет" if options["dry_run"] else "Загружено")

    def undo(self, run: ImportRun, by: Member) -> None:
        run = carry_out_undo(start_undo(run, by=by))
        left = run.kept_count + run.held_count
        self.say(f"Загрузка № {run.pk} отменена. Возвращено: {run.restored_count}. Осталось в базе: {left}")
        for why, count in run.loaded_rows.exclude(kept_because="").values_list("kept_because").annotate(Count("pk")):
            self.say(f"  {count} — {why}")

    def report(self, run: ImportRun, verb: str) -> None:
        self.say(
            f"{verb}: новых {run.new_count}, изменённых {run.updated_count}, прежних {run.unchanged_count}, не принято {run.refused_count}"
        )
        for reason, count in run.findings["refused"]:
            self.say(f"  {count} — {reason}")
        for doubt, count in run.findings["warned"]:
            self.say(f"  загружено, но стоит проверить: {count} — {doubt}")
        for note in run.notes:
            self.say(f"  {note}")

    def say(self, text: str) -> None:
        self.stdout.write(text)


def _kept(kind: str, path: Path, by: Member) -> ImportRun:
    try:
        with path.open("rb") as file:
            return keep_table(kind, path.name, File(file), by=by)
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(path)s") % {"path": path}) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(path)s") % {"path": path}) from error


def _mapping(path: Path) -> dict[str, Any]:
    try:
        return json.loads(_read(path))
    except ValueError as error:
        raise CommandError(f"Файл соответствия — не JSON: {path}") from error
