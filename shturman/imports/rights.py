from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shturman.kit.house import Switch

LOAD_TABLES = Switch(
    "imports.loads",
    _("Loads tables"),
    _("Clients, goods and deals of the people whom he leads; employees and departments are loaded by the owner only"),
    whole=True,
    ordinary=False,
    usual={"head_of_sales": True, "head": True},
)
