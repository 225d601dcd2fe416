from typing import Any

from django.core.management.base import BaseCommand

from shturman.company.models import Company, Member

SHOWN = 5


class Command(BaseCommand):
    help = "Кто может войти."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Company.objects.exists():
            self.stdout.write("Откройте адрес: первая страница спросит название компании и заведёт владельца.")
            return
        able = [
            member
            for member in Member.objects.active().select_related("role").order_by("role__position", "pk")
            if member.has_usable_password()
        ]
        for member in able[:SHOWN]:
            self.stdout.write(f"  {member.login} — {member} ({member.role})")
        if len(able) > SHOWN:
            self.stdout.write(f"  и ещё {len(able) - SHOWN}")
