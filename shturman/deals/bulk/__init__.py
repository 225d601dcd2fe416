"""What may be done to many deals at once. Each row goes through the same actions as a single one."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.deals.actions.moving import locked_all
from shturman.deals.bulk import assigning, changing, moving
from shturman.deals.bulk.forms import ChangeManyForm, GiveDealsForm, MoveManyForm
from shturman.deals.models import Deal
from shturman.deals.questions import chosen_deals
from shturman.lists.asking import NothingToAskForm
from shturman.lists.bulk import BulkDeed, BulkThing


def _reaches(deed: str) -> Callable[[Member], bool]:
    return lambda member: member.reach("deal", deed) != "none" and not member.role.is_outside


DEEDS = (
    BulkDeed(
        key="assign",
        label=gettext_lazy("Give to"),
        icon="user",
        is_for=_reaches("transfer"),
        form=GiveDealsForm,
        describe=lambda facts: _("Give to: %(name)s") % facts,
        read=assigning.receiver,
        obstacle=assigning.cannot_assign,
        act=assigning.assign,
        take_back=assigning.give_back,
        undo_batch=1000,
    ),
    BulkDeed(
        key="move",
        label=gettext_lazy("Move to a stage"),
        icon="route",
        is_for=_reaches("edit"),
        form=MoveManyForm,
        describe=lambda facts: _("Move to “%(name)s”") % facts,
        read=moving.target,
        obstacle=moving.cannot_move,
        act=moving.move,
        take_back=moving.move_back,
    ),
    BulkDeed(
        key="change",
        label=gettext_lazy("Change"),
        icon="pencil",
        is_for=_reaches("edit"),
        form=ChangeManyForm,
        describe=changing.said,
        obstacle=changing.cannot_change,
        act=changing.change,
        take_back=changing.change_back,
        undo_batch=1000,
    ),
    BulkDeed(
        key="delete",
        label=gettext_lazy("Delete"),
        icon="trash",
        is_for=_reaches("delete"),
        form=NothingToAskForm,
        describe=lambda facts: _("To the trash"),
        obstacle=moving.cannot_delete,
        act=moving.delete,
        take_back=moving.restore,
        is_removal=True,
    ),
)
DEALS = BulkThing(
    key="deals",
    section="funnel",
    label=gettext_lazy("Deals"),
    list_url="/deals/list/",
    seen=lambda member: Deal.objects.inside_for(member).select_related("stage", "responsible").defer("search"),
    chosen=lambda params, member: Deal.objects.inside_for(member).filter(chosen_deals(params, member)),
    held=locked_all,
    deeds=DEEDS,
)
