"""`bin/manage texts [--check | --compile]`: keeps the Russian catalogues of the rooms complete."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shturman.kit import catalogues

ROOT = Path(catalogues.__file__).resolve().parents[1]


class Command(BaseCommand):
    help = "Updates the catalogues of the rooms from their code and templates and lists what is not translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--check", action="store_true", help="change nothing, fail when a translation is missing")
        way.add_argument("--compile", action="store_true", help="make the files that Django reads")
        parser.add_argument("rooms", nargs="*", help="only these rooms")

    def handle(self, *args: Any, **options: Any) -> None:
        found = catalogues.rooms(ROOT)
        chosen = [room for room in found if not options["rooms"] or room.name in options["rooms"]]
        if options["compile"]:
            for room in chosen:
                room.compile()
        elif options["check"]:
            self.check_all(chosen, found)
        else:
            self.update(chosen, found)

    def check_all(self, chosen: list[catalogues.Room], found: list[catalogues.Room]) -> None:
        faults = [fault for room in chosen for fault in catalogues.faults(room)]
        faults += catalogues.disagreements(found)
        if faults:
            raise CommandError("\n".join([*faults, f"{len(faults)} to do: run bin/manage texts, then translate."]))
        self.stdout.write("Every text has its translation.")

    def update(self, chosen: list[catalogues.Room], found: list[catalogues.Room]) -> None:
        fresh = {room: room.brought_up_to_date() for room in chosen}
        catalogues.borrow([*fresh.values(), *[room.catalogue() for room in found if room not in fresh]])
        for room, catalogue in fresh.items():
            room.write(catalogue)
            for fault in catalogues.faults(room):
                self.stdout.write(fault)
            room.compile()
