"""What may be given on tasks, and what each kind of role usually has."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shturman.kit.counting import counts_by_leader
from shturman.kit.house import Thing

TASK = Thing(
    "task",
    _("Tasks"),
    {  #                 see     edit      transfer  delete    export
        "head_of_sales": ("all", "all", "all", "all", "all"),
        "head": ("branch", "branch", "branch", "branch", "branch"),
        "manager": ("own", "own", "none", "own", "none"),
        "marketer": ("own", "own", "none", "own", "none"),
        "accountant": ("own", "own", "none", "own", "none"),
        "quality": ("all", "own", "none", "own", "none"),
        "colleague": ("own", "own", "none", "own", "none"),
        "agent": ("own", "own", "none", "own", "none"),
    },
    counts=lambda: counts_by_leader("tasks.Task", "assignee", "assignee__department"),
)
