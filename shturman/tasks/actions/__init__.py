"""Every change of a task goes through here."""

from shturman.tasks.actions.changing import change_task, hand_task_over, reschedule_task
from shturman.tasks.actions.completing import cancel_task, complete_task, log_touch, undo_complete_task
from shturman.tasks.actions.forming import form_next_tasks, spread_first_tasks
from shturman.tasks.actions.setting import NewTask, set_task, set_tasks
from shturman.tasks.actions.trash import delete_task, restore_task, undo_delete_task, unload_tasks

__all__ = [
    "NewTask",
    "cancel_task",
    "change_task",
    "complete_task",
    "delete_task",
    "form_next_tasks",
    "hand_task_over",
    "log_touch",
    "reschedule_task",
    "restore_task",
    "set_task",
    "set_tasks",
    "spread_first_tasks",
    "undo_complete_task",
    "undo_delete_task",
    "unload_tasks",
]
