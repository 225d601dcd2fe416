"""Every step of a table on its way into the base and back."""

from shturman.imports.actions.loading import ask_to_load, carry_out_load, start_load, stop_load
from shturman.imports.actions.reading import ask_to_check, carry_out_check, check_table, choose_sheet, keep_table, map_table
from shturman.imports.actions.undoing import ask_to_undo, carry_out_undo, start_undo

__all__ = [
    "ask_to_check",
    "ask_to_load",
    "ask_to_undo",
    "carry_out_check",
    "carry_out_load",
    "carry_out_undo",
    "check_table",
    "choose_sheet",
    "keep_table",
    "map_table",
    "start_load",
    "start_undo",
    "stop_load",
]
