from shturman.messaging.actions.letters import Draft, queue_letter, resend_letter
from shturman.messaging.actions.sending import (
    forget_stale_letters,
    mark_forsaken_letters,
    send_due_letters,
    send_letter,
    wake_waiting_letters,
)
from shturman.messaging.actions.server import check_mail_server, set_mail_server

__all__ = [
    "Draft",
    "check_mail_server",
    "forget_stale_letters",
    "mark_forsaken_letters",
    "queue_letter",
    "resend_letter",
    "send_due_letters",
    "send_letter",
    "set_mail_server",
    "wake_waiting_letters",
]
