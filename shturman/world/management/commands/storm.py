from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shturman.company.models import Company
from shturman.world.storm import Storm
from shturman.world.story import tell_story


class Command(BaseCommand):
    help = "Случайные действия из параллельных соединений: ни одна открытая сделка не остаётся без задачи"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--operations", type=int, default=20_000)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument("--seed", type=int, default=26)

    def handle(self, *arguments: Any, **options: Any) -> None:
        if Company.objects.exists():
            raise CommandError("Компания уже есть: для шторма нужна пустая база.")
        story = tell_story()
        for _number in range(50):
            story.deal()
        storm = Storm(options["seed"]).blow(options["operations"], options["threads"])
        for name, count in storm.done.most_common():
            self.stdout.write(f"  {name}: {count}, отказано {storm.refused[name]}")
        self.stdout.write(f"Проигранных гонок: {storm.lost_races}. Сделок без задачи после действия: {len(storm.gaps)}")
        if storm.gaps:
            raise CommandError("Обещание 1 нарушено.")
