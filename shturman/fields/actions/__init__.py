from shturman.fields.actions.editing import add_field, change_field, order_fields, remove_field, restore_field, undo_remove_field
from shturman.fields.actions.taking import OwnChange, kept_aside, put_own, take_own, told

__all__ = [
    "OwnChange",
    "add_field",
    "change_field",
    "kept_aside",
    "order_fields",
    "put_own",
    "remove_field",
    "restore_field",
    "take_own",
    "told",
    "undo_remove_field",
]
