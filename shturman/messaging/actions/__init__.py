from shturman.messaging.actions.following import end_follows, follow, forget_cards, unfollow
from shturman.messaging.actions.letters import Draft, queue_letter, resend_letter
from shturman.messaging.actions.notices import forget_old_notices, form_notices, read_all_notices, read_notice, told_of_bulk
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
    "end_follows",
    "follow",
    "forget_cards",
    "forget_old_notices",
    "forget_stale_letters",
    "form_notices",
    "mark_forsaken_letters",
    "queue_letter",
    "read_all_notices",
    "read_notice",
    "resend_letter",
    "send_due_letters",
    "send_letter",
    "set_mail_server",
    "told_of_bulk",
    "unfollow",
    "wake_waiting_letters",
]
