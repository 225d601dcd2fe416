"""What may be given on deals, and what each kind of role usually has."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shturman.kit.counting import counts_by_leader
from shturman.kit.house import Switch, Thing

DEAL = Thing(
    "deal",
    _("Deals"),
    {  #                 see     edit      transfer  delete    export
        "head_of_sales": ("all", "all", "all", "all", "all"),
        "head": ("branch", "branch", "branch", "branch", "branch"),
        "manager": ("own", "own", "none", "own", "none"),
        "marketer": ("all", "none", "none", "none", "none"),
        "accountant": ("all", "none", "none", "none", "all"),
        "quality": ("all", "none", "none", "none", "none"),
        "agent": ("own", "own", "none", "none", "none"),
    },
    counts=lambda: counts_by_leader("deals.Deal"),
)

DAY_CAP = Switch(
    "deal.day_cap",
    _("Deals a day, at most"),
    _(
        "More than this a day are neither given to the person nor taken by him from the common deals;"
        " those that he opens himself are not counted"
    ),
    whole=None,
    ordinary=None,
    kind="number",
)

MONTH_CAP = Switch(
    "deal.month_cap",
    _("Deals a month, at most"),
    _("More than this a calendar month are neither given to the person nor taken by him from the common deals"),
    whole=None,
    ordinary=None,
    kind="number",
)
