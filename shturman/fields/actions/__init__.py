from shturman.fields.actions.editing import add_field, change_field, order_fields, remove_field, restore_field, undo_remove_field
from shturman.fields.actions.taking import OwnChange, take_own

__all__ = ["OwnChange", "add_field", "change_field", "order_fields", "remove_field", "restore_field", "take_own", "undo_remove_field"]
