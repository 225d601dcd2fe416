from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.care.backups import NotDone, restore_backup


class Command(BaseCommand):
    help = "Восстанавливает резервную копию в новую папку: bin/manage --data ПАПКА restore ФАЙЛ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            about = restore_backup(options["file"].resolve())
        except NotDone as reason:
            raise CommandError(str(reason)) from reason
        # A copy made by an older version grows up to this one.
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Восстановлена копия от {about['made_at'][:16].replace('T', ' ')} (версия {about['version']}).")
