from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shturman.company.models import Company
from shturman.world.demo import COMPANY, PASSWORD, build_demo


class Command(BaseCommand):
    help = "Загружает демонстрационную компанию в пустую базу"

    def handle(self, *arguments: Any, **options: Any) -> None:
        if Company.objects.exists():
            raise CommandError("Компания уже заведена: демонстрационная загружается только в пустую базу.")
        demo = build_demo()
        self.stdout.write(f"{COMPANY}: войти можно с паролем «{PASSWORD}»")
        self.stdout.write(
            "  owner — владелец, head — руководитель отдела, "
            + ", ".join(demo_login for demo_login in demo.people if demo_login != "head")
            + " — менеджеры"
        )
