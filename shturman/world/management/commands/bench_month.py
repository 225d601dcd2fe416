from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from shturman.company.models import Company
from shturman.messaging.models import Delivery
from shturman.world.mail_sink import letters_kept
from shturman.world.month.clock import FILE, Clock
from shturman.world.month.post import Postman
from shturman.world.month.pressing import Month
from shturman.world.story import tell_story


class Command(BaseCommand):
    help = "Месяц одного сотрудника, который только нажимает итоги; работника напоминаний много раз убивают: bin/bench month"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deals", type=int, default=300)
        parser.add_argument("--days", type=int, default=22)
        parser.add_argument("--kills", type=int, default=50)
        parser.add_argument("--seed", type=int, default=4)

    def handle(self, *arguments: Any, **options: Any) -> None:
        if Company.objects.exists():
            raise CommandError("Компания уже есть: для месяца нужна пустая база.")
        if FILE not in os.environ:
            raise CommandError("Часы месяца не заведены: запускайте bin/bench month.")
        story, clock = tell_story(), Clock(Path(os.environ[FILE]))
        with letters_kept() as letters, Postman(story, clock, letters, os.environ, kills=options["kills"], seed=options["seed"]) as postman:
            month = Month(story, clock, options["seed"], postman.deliver)
            month.fill(options["deals"])
            month.pass_days(options["days"])
            faults = [*month.faults, *postman.faults()]
        states = Delivery.objects.values_list("channel", "state").annotate(count=Count("pk")).order_by("channel", "state")
        for channel, state, count in states:
            self.stdout.write(f"  {channel}, {state}: {count}")
        self.stdout.write(
            f"Сделок {options['deals']}, рабочих дней {options['days']}, нажатий {month.presses}, "
            f"убито работников {postman.killed} из {options['kills']}, писем пришло {len(letters.taken)}"
        )
        for fault in faults[:20]:
            self.stdout.write(f"  ! {fault}")
        if faults or postman.killed < options["kills"]:
            raise CommandError(f"Нарушений: {len(faults)}")
