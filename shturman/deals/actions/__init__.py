"""Every change of a deal or a funnel goes through here."""

from shturman.deals.actions.changing import (
    add_contact,
    add_observer,
    assign_deals,
    assign_deals_past_caps,
    change_deal,
    change_deals,
    follow_responsible,
    leave_department,
    remove_contact,
    remove_observer,
)
from shturman.deals.actions.exporting import record_export
from shturman.deals.actions.files import attach_file, delete_file, restore_file, undo_delete_file
from shturman.deals.actions.funnels import (
    add_funnel,
    add_stage,
    change_funnel,
    change_loss_reasons,
    change_stage,
    order_stages,
    remove_funnel,
    remove_stage,
    restore_funnel,
    restore_stage,
    set_preset_tasks,
    set_up_sales,
    switch_stage_to_tasks,
)
from shturman.deals.actions.lines import LinesChanged, print_of_lines, set_lines
from shturman.deals.actions.loading import LoadedDeal, load_deals, reason_of_loads, unload_deals
from shturman.deals.actions.moving import GivenFacts, move_deal, place_on_board, undo_placement, undo_reopening
from shturman.deals.actions.next_step import set_next_step
from shturman.deals.actions.opening import NewDeal, NewLine, open_deal, open_deals
from shturman.deals.actions.registering import Registration, register_deal
from shturman.deals.actions.taking import take_deal
from shturman.deals.actions.trash import delete_deal, restore_deal, undo_delete_deal

__all__ = [
    "GivenFacts",
    "LinesChanged",
    "LoadedDeal",
    "NewDeal",
    "NewLine",
    "Registration",
    "add_contact",
    "add_funnel",
    "add_observer",
    "add_stage",
    "assign_deals",
    "assign_deals_past_caps",
    "attach_file",
    "change_deal",
    "change_deals",
    "change_funnel",
    "change_loss_reasons",
    "change_stage",
    "delete_deal",
    "delete_file",
    "follow_responsible",
    "leave_department",
    "load_deals",
    "move_deal",
    "open_deal",
    "open_deals",
    "order_stages",
    "place_on_board",
    "print_of_lines",
    "reason_of_loads",
    "record_export",
    "register_deal",
    "remove_contact",
    "remove_funnel",
    "remove_observer",
    "remove_stage",
    "restore_deal",
    "restore_file",
    "restore_funnel",
    "restore_stage",
    "set_lines",
    "set_next_step",
    "set_preset_tasks",
    "set_up_sales",
    "switch_stage_to_tasks",
    "take_deal",
    "undo_delete_deal",
    "undo_delete_file",
    "undo_placement",
    "undo_reopening",
    "unload_deals",
]
