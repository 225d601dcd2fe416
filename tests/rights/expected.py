"""Who may what, declared once more and read by plain loops: no product code decides here."""

from __future__ import annotations

from shturman.company.models import Member
from tests.rights.world import Row

DEEDS = ("see", "edit", "transfer", "delete", "export")
ALL, BRANCH, NOTHING = ["all"] * 5, ["branch"] * 5, [""] * 5
OWN, SEES_ALL = ["own", "own", "", "own", ""], ["all", "", "", "", ""]
REACHES = {
    "owner": {"client": ALL, "deal": ALL, "task": ALL},
    "head_of_sales": {"client": ALL, "deal": ALL, "task": ALL},
    "head": {"client": BRANCH, "deal": BRANCH, "task": BRANCH},
    "manager": {"client": OWN, "deal": OWN, "task": OWN},
    "marketer": {"client": SEES_ALL, "deal": SEES_ALL, "task": OWN},
    "accountant": {"client": ["all", "", "", "", "all"], "deal": ["all", "", "", "", "all"], "task": OWN},
    "quality": {"client": SEES_ALL, "deal": SEES_ALL, "task": ["all", "own", "", "own", ""]},
    "colleague": {"client": NOTHING, "deal": NOTHING, "task": OWN},
    "agent": {"client": NOTHING, "deal": ["own", "own", "", "", ""], "task": OWN},
}
ORDINARY = ("manager", "colleague", "agent")
OPENS_DEALS = ("owner", "head_of_sales", "head", "manager", "agent")
LOADS_TABLES = ("owner", "head_of_sales", "head")
MERGES = ("owner", "head_of_sales", "head")
READS_REPORTS = ("owner", "head_of_sales", "head", "manager", "marketer", "accountant", "quality")
SEES_TRAIL = ("owner", "head_of_sales")


def may(actor: Member, thing: str, deed: str, leader: Member) -> bool:
    reach = REACHES[actor.role.base][thing][DEEDS.index(deed)]
    if reach == "all":
        return True
    if reach == "":
        return False
    if leader.pk == actor.pk:
        return True
    return reach == "branch" and _is_below(leader, actor)


def _is_below(leader: Member, actor: Member) -> bool:
    department = leader.department
    while department is not None:
        if department.pk == actor.department_id:
            return True
        department = department.parent
    return False


def sees(actor: Member, row: Row) -> bool:
    """The row itself: on its card, in lists, counts, search."""
    if row.kind == "client":
        return may(actor, "client", "see", row.leader)
    if row.kind == "deal":
        return _sees_deal(actor, row)
    if row.kind == "task":
        return may(actor, "task", "see", row.leader) or row.leader.pk == actor.pk
    assert row.deal is not None
    return sees_inside(actor, row.deal)


def _sees_deal(actor: Member, row: Row) -> bool:
    base, own = actor.role.base, row.leader.pk == actor.pk
    if row.is_hidden and base in ORDINARY and not own:
        return False
    if row.is_registered and base == "agent":
        return True
    if row.is_observed or (row.is_common and base != "agent"):
        return True
    return may(actor, "deal", "see", row.leader)


def sees_inside(actor: Member, row: Row) -> bool:
    """Timeline, files, tasks: an agent has them of the deals that he leads alone."""
    if actor.role.base == "agent" and row.leader.pk != actor.pk:
        return False
    return _sees_deal(actor, row)


def writes_on(actor: Member, row: Row) -> bool:
    """A deal that is handed over is read-only to the ordinary employee who led it."""
    return sees_inside(actor, row) and not (row.is_hidden and actor.role.base in ORDINARY)


def opens_task(actor: Member, row: Row) -> bool:
    """A task's page: the task itself is seen, or its deal from inside."""
    return sees(actor, row) or (row.deal is not None and sees_inside(actor, row.deal))


def edits(actor: Member, row: Row) -> bool:
    if row.kind == "client":
        return may(actor, "client", "edit", row.leader)
    deal = row if row.kind == "deal" else row.deal
    assert deal is not None
    if deal.is_hidden and actor.role.base in ORDINARY:
        return False
    return may(actor, "deal", "edit", deal.leader) or (deal.is_common and actor.role.base != "agent")


def closes_task(actor: Member, row: Row) -> bool:
    led = row.deal is not None and row.deal.leader.pk == actor.pk
    return row.leader.pk == actor.pk or led or may(actor, "task", "edit", row.leader)


def deletes(actor: Member, row: Row) -> bool:
    if row.kind == "deal" and row.is_hidden and actor.role.base in ORDINARY:
        return False
    return may(actor, row.kind, "delete", row.leader)


def takes(actor: Member, row: Row) -> bool:
    return row.is_common and actor.role.base in OPENS_DEALS and actor.role.base != "agent" and row.leader.pk != actor.pk


def exports(actor: Member, row: Row) -> bool:
    return sees(actor, row) and may(actor, row.kind, "export", row.leader)
