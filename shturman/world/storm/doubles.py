"""Clients turn out to be one and are told apart again, while deals and tasks stand on them."""

from __future__ import annotations

import random

from shturman.clients.actions import merge_clients, undo_merge
from shturman.clients.models import Client, Merge
from shturman.kit.errors import Refused
from shturman.world.storm.choosing import owner

MOST = 3


def merge_some(dice: random.Random) -> None:
    kind = dice.choice(Client.Kind.values)
    known = list(Client.objects.kept().filter(kind=kind, erased_at=None).order_by("pk").values_list("pk", flat=True))
    if len(known) < MOST:
        raise Refused("there is nobody to merge")
    chosen = Client.objects.in_bulk(dice.sample(known, dice.randint(2, MOST)))
    main, *others = chosen.values()
    merge_clients(main, others, by=owner())


def undo_one(dice: random.Random) -> None:
    standing = list(Merge.objects.filter(undone_at=None).order_by("-pk").values_list("pk", flat=True)[:4])
    if not standing:
        raise Refused("nothing to undo")
    undo_merge(Merge.objects.get(pk=dice.choice(standing)), by=owner())
