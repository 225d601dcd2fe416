"""Every change of an algorithm, and of a deal's way by it, goes through here."""

from shturman.playbooks.actions.answering import Answer, give_result
from shturman.playbooks.actions.priority import mark_priority, set_contact_hours, switch_priority_first
from shturman.playbooks.actions.running import plan_steps
from shturman.playbooks.actions.skipping import skip_task

__all__ = [
    "Answer",
    "give_result",
    "mark_priority",
    "plan_steps",
    "set_contact_hours",
    "skip_task",
    "switch_priority_first",
]
