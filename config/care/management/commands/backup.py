from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.care.backups import NotDone, make_backup


class Command(BaseCommand):
    help = "Резервная копия: база данных, файлы и ключи в одном файле. Пример: bin/manage backup shturman.tar"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].resolve()
        if target.exists():
            raise CommandError(f"{target} уже есть: выберите другое имя.")
        try:
            make_backup(target)
        except NotDone as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Копия готова: {target}, {target.stat().st_size / 1e6:.1f} МБ. Внутри и ключи: храните её как пароль.")
