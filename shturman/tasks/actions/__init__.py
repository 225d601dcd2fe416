"""Every change of a task goes through here."""

from shturman.tasks.actions.changing import change_task, hand_task_over, place_task, reschedule_task, undo_place_task
from shturman.tasks.actions.completing import cancel_task, complete_task, log_touch, undo_cancel_task, undo_complete_task
from shturman.tasks.actions.forming import form_next_tasks, spread_first_tasks
from shturman.tasks.actions.handing_over import dismiss_member, hand_work_over, undo_hand_over
from shturman.tasks.actions.reminders import Asked, choose_habits, choose_reminders, set_task_reminding, snooze_task, take_due_reminders
from shturman.tasks.actions.setting import NewTask, set_task, set_tasks
from shturman.tasks.actions.trash import delete_task, restore_task, undo_delete_task, unload_tasks

__all__ = [
    "Asked",
    "NewTask",
    "cancel_task",
    "change_task",
    "choose_habits",
    "choose_reminders",
    "complete_task",
    "delete_task",
    "dismiss_member",
    "form_next_tasks",
    "hand_task_over",
    "hand_work_over",
    "log_touch",
    "place_task",
    "reschedule_task",
    "restore_task",
    "set_task",
    "set_task_reminding",
    "set_tasks",
    "snooze_task",
    "spread_first_tasks",
    "take_due_reminders",
    "undo_cancel_task",
    "undo_complete_task",
    "undo_delete_task",
    "undo_hand_over",
    "undo_place_task",
    "unload_tasks",
]
