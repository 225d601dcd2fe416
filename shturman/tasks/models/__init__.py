from shturman.tasks.models.internet_calendars import AppPassword, CalendarAddress, CalendarMark, PhoneCalendar, PhoneItem
from shturman.tasks.models.reminders import Reminder, ReminderHabits
from shturman.tasks.models.task import Task

__all__ = [
    "AppPassword",
    "CalendarAddress",
    "CalendarMark",
    "PhoneCalendar",
    "PhoneItem",
    "Reminder",
    "ReminderHabits",
    "Task",
]
