"""What the owner changes under the hands of those who work: stages, tables in and out."""

from __future__ import annotations

import random

from shturman.deals.actions import add_stage, change_stage, remove_stage, switch_stage_to_tasks
from shturman.deals.models import Stage
from shturman.fields.actions import add_field, remove_field, restore_field
from shturman.fields.models import OwnField
from shturman.imports.actions import carry_out_load, carry_out_undo, check_table, keep_table, start_load, start_undo
from shturman.imports.models import ImportRun
from shturman.kit.errors import Refused
from shturman.world.storm.choosing import anybody, one_stage, owner
from shturman.world.tables import table


def load_table(dice: random.Random) -> None:
    """A small table by the import room's own steps: kept, checked, loaded. One load of a kind goes at a time."""
    rows = [(f"Из таблицы {dice.random()}", anybody(dice).short_name, one_stage(dice).name, dice.randint(1, 9) * 1000) for _row in range(3)]
    content = table(("Название сделки", "Ответственный", "Этап сделки", "Бюджет, руб."), rows, separator=";")
    run = check_table(keep_table("deals", "шторм.csv", content, by=owner()), by=owner())
    carry_out_load(start_load(run, by=owner()))


def undo_load(dice: random.Random) -> None:
    """What people have touched since stays; the rest goes with its tasks."""
    run = ImportRun.objects.filter(state=ImportRun.State.DONE).first()
    if run is None:
        raise Refused("nothing to withdraw")
    carry_out_undo(start_undo(run, by=owner()))


def remove_and_add_stage(dice: random.Random) -> None:
    stage = one_stage(dice)
    other = Stage.objects.kept().filter(kind=stage.kind, funnel=stage.funnel).exclude(pk=stage.pk).first()
    remove_stage(stage, move_to=other, by=owner())
    add_stage(stage.funnel, {"name": f"Этап {dice.random()}", "kind": stage.kind}, by=owner())


def switch_stage(dice: random.Random) -> None:
    stage = one_stage(dice)
    if stage.keeps_tasks:
        change_stage(stage, {"keeps_tasks": False}, by=owner())
    else:
        switch_stage_to_tasks(stage, by=owner())


def hide_or_show_stage(dice: random.Random) -> None:
    """Hidden from managers, its tasks pass to their heads."""
    stage = one_stage(dice)
    change_stage(stage, {"is_for_managers": not stage.is_for_managers}, by=owner())


def open_or_close_stage(dice: random.Random) -> None:
    """Its deals enter «Общие сделки» and leave them."""
    stage = one_stage(dice)
    is_open = not stage.is_open_to_all
    change_stage(stage, {"is_seen_by_all": is_open, "is_open_to_all": is_open}, by=owner())


def field_comes_or_goes(dice: random.Random) -> None:
    """A field that is away while a change of many with it is taken back holds that undo up in words, and loses nothing."""
    fields = list(OwnField.objects.filter(thing="deal").order_by("pk"))
    if len(fields) < 3:
        add_field("deal", "number", {"name": f"Поле {len(fields)}"}, by=owner())
        return
    field = dice.choice(fields)
    if field.removed_at is None:
        remove_field(field, by=owner())
    else:
        restore_field(field, by=owner())
