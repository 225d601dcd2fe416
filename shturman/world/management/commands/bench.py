from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal, Stage
from shturman.fields.models import OwnField
from shturman.world.bench.company import MANAGER_LOGIN
from shturman.world.bench.doings import doings
from shturman.world.bench.measure import Figures, Person, asking, floor, pages_per_second, timed
from shturman.world.bench.own import query_of_view
from shturman.world.bench.plans import write_plans
from shturman.world.bench.screens import SCREENS, SHELL, SHELL_BAR, SHELL_PATH
from shturman.world.bench.viewers import LISTS, OF_COMMON, VIEWERS, refusals_open_to_all

HEAD = f"{'Экран':42}{'p50':>8}{'p95':>8}{'план':>7}{'к каркасу':>11}{'запросов':>10}{'SQL':>8}"


class Command(BaseCommand):
    help = "Замеряет экраны работающего сервера: bin/bench строит компанию, запускает сервер и зовёт эту команду"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--times", type=int, default=60)
        parser.add_argument("--json", default="")
        parser.add_argument("--plans", default="")

    def handle(self, *arguments: Any, **options: Any) -> None:
        manager = Member.objects.get(login=MANAGER_LOGIN)
        people = {"owner": Person(options["port"], "owner").sign_in(), "manager": Person(options["port"], MANAGER_LOGIN).sign_in()}
        facts = _facts(manager)
        self.stdout.write(HEAD)
        shells = {who: asking(person, SHELL_PATH) for who, person in people.items()}
        table: dict[str, Figures] = {}
        for screen in SCREENS:
            act = asking(people[screen.who], screen.path.format(**facts), is_part=screen.is_part)
            figures = timed(act, options["times"], None if screen.title == SHELL else shells[screen.who])
            table[screen.title] = replace(figures, floor=floor(screen.floor, facts, options["times"]))
            self._row(screen.title, table[screen.title], screen.bar_ms)
        # His day fills with what the benchmark finishes: nobody else's pages are measured with it.
        busy, doer = Person(options["port"], "m3").sign_in(), Member.objects.get(login="m3")
        for title, (act, bar) in doings(busy, doer, options["times"]).items():
            table[title] = timed(act, options["times"], asking(busy, SHELL_PATH))
            self._row(title, table[title], bar)
        for who, login in VIEWERS:
            self._viewer(who, Person(options["port"], login).sign_in(), options["times"], table)
        with refusals_open_to_all():
            who, login = OF_COMMON
            self._viewer(who, Person(options["port"], login).sign_in(), options["times"], table)
        crowd = [Person(options["port"], f"m{number}").sign_in() for number in range(1, 5)]
        rate = pages_per_second(crowd, "/deals/list/", 5)
        self.stdout.write(f"\nСтраниц списка в секунду, 4 клиента: {rate:.0f} (не меньше 60)")
        if options["json"]:
            rows = {title: figures.__dict__ for title, figures in table.items()}
            Path(options["json"]).write_text(json.dumps({"screens": rows, "pages_per_second": rate}, ensure_ascii=False, indent=1))
        if options["plans"]:
            write_plans(Path(options["plans"]), facts)

    def _viewer(self, who: str, person: Person, times: int, table: dict[str, Figures]) -> None:
        for title, path, bar in LISTS:
            named = f"{who}: {title}"
            table[named] = timed(asking(person, path), times, asking(person, SHELL_PATH))
            self._row(named, table[named], bar)

    def _row(self, title: str, figures: Figures, bar: float | None) -> None:
        """A machine on which the empty page takes longer than its own bar is given that much more for every page."""
        slowness = max(1, figures.shell / SHELL_BAR)
        over = " !" if bar and figures.p50 > bar * slowness else ""
        planned = f"{bar:.0f}" if bar else "—"
        bare = f"{figures.floor:.1f}" if figures.floor is not None else "—"
        ratio = f"{figures.to_shell:.2f}" if figures.shell else "—"
        self.stdout.write(f"{title:42}{figures.p50:8.1f}{figures.p95:8.1f}{planned:>7}{ratio:>11}{figures.queries:10}{bare:>8}{over}")


def _facts(manager: Member) -> dict[str, Any]:
    deal = Deal.objects.kept().open().filter(responsible=manager).order_by("pk")[0]
    stage = Stage.objects.in_work().order_by("position")[1]
    # Somebody of a company of any size, by letters that no ending is taken off from.
    found = Client.objects.filter(name__regex="^Петров[бгджзкпрсфцч]{2}ский").order_by("pk").values_list("name", flat=True).first()
    pair = found[6:8] if found else "аб"
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    phone = deal.client.phones.all()[0].digits if deal.client else "7900"
    return {
        "deal": deal.pk,
        "stage": stage.pk,
        "stages": list(Stage.objects.kept().filter(kind__in=["in_work", "won"]).values_list("pk", flat=True)),
        "member": manager.pk,
        "pair": pair,
        "monday": monday.isoformat(),
        "sunday": (monday + timedelta(days=6)).isoformat(),
        "surname": f"Петров{pair}:*",
        "digits": phone[4:10],
        "like": f"%{phone[4:10]}%",
        "view": query_of_view(),
        "number": str(OwnField.objects.filter(kind=OwnField.Kind.NUMBER).order_by("pk")[0].pk),
    }
