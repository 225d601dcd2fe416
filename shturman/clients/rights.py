"""What may be given on clients, and what each kind of role usually has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shturman.kit.counting import counts_by_leader
from shturman.kit.house import Switch, Thing


class ContactSight(models.TextChoices):
    OPEN = "open", _("in full")
    ON_REQUEST = "on_request", _("hidden, in full by a press that is written into the journal")
    HIDDEN = "hidden", _("hidden")


CLIENT = Thing(
    "client",
    _("Clients"),
    {  #                 see     edit      transfer  delete    export
        "head_of_sales": ("all", "all", "all", "all", "all"),
        "head": ("branch", "branch", "branch", "branch", "branch"),
        "manager": ("own", "own", "none", "own", "none"),
        "marketer": ("all", "none", "none", "none", "none"),
        "accountant": ("all", "none", "none", "none", "all"),
        "quality": ("all", "none", "none", "none", "none"),
    },
    counts=lambda: counts_by_leader("clients.Client"),
)

CONTACTS = Switch(
    "client.contacts",
    _("Phones and mails of clients"),
    _(
        "Hidden numbers are shown as «+7 9•• •••-••-27» on every card, list and search;"
        " a fragment of a number finds nothing, only the whole one does"
    ),
    whole=ContactSight.OPEN,
    ordinary=ContactSight.OPEN,
    usual={"marketer": ContactSight.HIDDEN, "quality": ContactSight.ON_REQUEST, "agent": ContactSight.HIDDEN},
    kind="choice",
    choices=ContactSight.choices,
)

MERGE = Switch(
    "client.merge",
    _("Merge clients"),
    _("Makes one client of several where all of them are seen and edited, decides who is no duplicate, undoes merges"),
    whole=True,
    ordinary=False,
    usual={"head_of_sales": True, "head": True},
)
