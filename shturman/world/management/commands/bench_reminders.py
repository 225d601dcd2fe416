from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shturman.company.models import Company
from shturman.world.mail_sink import sink
from shturman.world.reminding import make_due_at, measure, prepare, soon
from shturman.world.story import tell_story

WORKER = "-m django procrastinate worker --concurrency 1 --fetch-job-polling-interval 1"
LONGEST_P99_SECONDS = 60


class Command(BaseCommand):
    help = "Много напоминаний на одну минуту и один работник: сколько проходит от срока до отправки"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reminders", type=int, default=10_000)

    def handle(self, *arguments: Any, **options: Any) -> None:
        if Company.objects.exists():
            raise CommandError("Компания уже есть: для замера нужна пустая база.")
        story, count = tell_story(), options["reminders"]
        with sink() as port:
            prepare(story, count, soon(), port)
            moment = soon()
            make_due_at(moment)
            worker = subprocess.Popen([sys.executable, *WORKER.split()], env=os.environ, stderr=subprocess.DEVNULL)
            try:
                measured = measure(moment, count, lambda: time.sleep(0.5))
            finally:
                worker.terminate()
                worker.wait()
        for (channel, state), number in sorted(measured.states.items()):
            self.stdout.write(f"  {channel}, {state}: {number}")
        p50, p99, last = measured.at(0.5), measured.at(0.99), measured.seconds[-1]
        self.stdout.write(
            f"От срока до отправки: p50 {p50:.1f} с, p99 {p99:.1f} с, последнее {last:.1f} с (p99 не больше {LONGEST_P99_SECONDS})"
        )
        if p99 > LONGEST_P99_SECONDS:
            raise CommandError("Напоминания опаздывают.")
