"""Several deals at once, by the deeds of their list, and all of it taken back."""

from __future__ import annotations

import random
from typing import Any

from shturman.deals.models import Deal, Stage
from shturman.fields.models import OwnField
from shturman.kit import house
from shturman.kit.errors import Refused
from shturman.lists.actions import ask_to_undo_bulk, carry_out_bulk, carry_out_bulk_undo, choose_rows, prepare_bulk, start_bulk
from shturman.lists.models import BulkRun
from shturman.world.storm.choosing import anybody, one_stage, owner

MOST = 6


def change_many(dice: random.Random) -> None:
    known = list(Deal.objects.kept().order_by("pk").values_list("pk", flat=True))
    if len(known) < MOST:
        raise Refused("there are too few deals")
    by, key = owner(), dice.choice(["assign", "move", "change", "delete"])
    run = choose_rows("deals", dice.sample(known, MOST), by=by)
    prepare_bulk(run, house.bulk_thing("deals").deed(key), _facts(dice, key), by=by)
    start_bulk(run, by=by)
    carry_out_bulk(run.pk)


def undo_many(dice: random.Random) -> None:
    ended = list(BulkRun.objects.filter(state__in=BulkRun.ENDED).order_by("-pk").values_list("pk", flat=True)[:4])
    if not ended:
        raise Refused("nothing to undo")
    run = BulkRun.objects.get(pk=dice.choice(ended))
    ask_to_undo_bulk(run, by=owner())
    carry_out_bulk_undo(run.pk)


def _facts(dice: random.Random, key: str) -> dict[str, Any]:
    if key == "assign":
        to = anybody(dice)
        return {"responsible": to.pk, "name": to.short_name}
    if key == "move":
        stage: Stage = one_stage(dice)
        return {"stage": stage.pk, "name": stage.name}
    return {"amount": str(dice.randint(1, 900)), **_own(dice)} if key == "change" else {}


def _own(dice: random.Random) -> dict[str, Any]:
    """A number into one of the company's own fields, if it has one just now."""
    numbers = list(OwnField.objects.kept().filter(thing="deal", kind="number").order_by("pk"))
    return {f"own_{dice.choice(numbers).pk}": str(dice.randint(1, 90))} if numbers else {}
