from shturman.lists.actions.carrying import carry_out_bulk, start_bulk, stop_bulk
from shturman.lists.actions.choosing import choose_filtered, choose_rows, forget_abandoned_choices, prepare_bulk
from shturman.lists.actions.undoing import ask_to_undo_bulk, carry_out_bulk_undo, undo_bulk_done

__all__ = [
    "ask_to_undo_bulk",
    "carry_out_bulk",
    "carry_out_bulk_undo",
    "choose_filtered",
    "choose_rows",
    "forget_abandoned_choices",
    "prepare_bulk",
    "start_bulk",
    "stop_bulk",
    "undo_bulk_done",
]
