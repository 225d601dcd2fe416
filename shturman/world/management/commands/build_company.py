from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shturman.company.models import Company
from shturman.world.bench.company import build_company


class Command(BaseCommand):
    help = "Строит в пустой базе компанию заданного размера для замеров"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deals", type=int, default=10_000)

    def handle(self, *arguments: Any, **options: Any) -> None:
        if Company.objects.exists():
            raise CommandError("Компания уже есть: для замеров нужна пустая база.")
        build_company(options["deals"], lambda title: self.stdout.write(f"  {title}…"))
