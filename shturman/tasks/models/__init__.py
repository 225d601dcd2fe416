from shturman.tasks.models.reminders import Reminder, ReminderHabits
from shturman.tasks.models.task import Task

__all__ = ["Reminder", "ReminderHabits", "Task"]
