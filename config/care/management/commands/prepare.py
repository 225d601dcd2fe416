from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.care.backups import NotDone, make_backup, server_version
from shturman.company.models import Company

OLDEST_POSTGRES = 15


class Command(BaseCommand):
    help = "Готовит базу к запуску: копия перед обновлением, обновление, пример при первом запуске."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        self.refuse_unreachable()
        is_new = not connection.introspection.table_names()
        if is_new and not options["empty"]:
            demo_mark().touch()
        self.migrate(is_new)
        # The mark goes last: a demo cut short is told again at the next start.
        if demo_mark().exists():
            if not Company.objects.exists():
                self.stdout.write("· Пример компании…")
                call_command("demo")
            demo_mark().unlink()

    def refuse_unreachable(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as reason:
            said = str(reason).strip().splitlines()[0]
            raise CommandError(f"База данных не пускает: {said}. Проверьте имя, пароль и базу в DATABASE_URL.") from reason
        if server_version() < OLDEST_POSTGRES:
            raise CommandError(f"Нужен PostgreSQL {OLDEST_POSTGRES} или новее, а в DATABASE_URL — {server_version()}.")

    def migrate(self, is_new: bool) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        if not is_new:
            self.back_up()
        self.stdout.write(f"· База данных: изменений — {len(plan)}…")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)

    def back_up(self) -> None:
        target = settings.DATA / "backups" / f"before-update-{timezone.now():%Y-%m-%d-%H%M%S}.tar"
        self.stdout.write(f"· Резервная копия перед обновлением: {target}…")
        try:
            make_backup(target)
        except NotDone as reason:
            raise CommandError(f"Копия перед обновлением не сделана, обновление остановлено: {reason}") from reason


def demo_mark() -> Path:
    return settings.DATA / "demo-wanted"
