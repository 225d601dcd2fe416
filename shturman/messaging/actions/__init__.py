from shturman.messaging.actions.browsers import add_browser, note_browser, remove_browser
from shturman.messaging.actions.cards import close_card, see_delivery, snooze_card, snooze_once
from shturman.messaging.actions.delivering import forget_old_deliveries, remind_and_deliver
from shturman.messaging.actions.digests import queue_digests
from shturman.messaging.actions.following import end_follows, follow, forget_cards, unfollow
from shturman.messaging.actions.letters import Draft, queue_letter, resend_letter
from shturman.messaging.actions.notices import (
    forget_old_notices,
    form_notices,
    read_all_notices,
    read_notice,
    tell_of_phone,
    told_of_bulk,
)
from shturman.messaging.actions.reactions import tell_of_reactions, untell_of_reactions
from shturman.messaging.actions.sending import (
    forget_stale_letters,
    mark_forsaken_letters,
    send_due_letters,
    send_letter,
    wake_waiting_letters,
)
from shturman.messaging.actions.server import check_mail_server, set_mail_server
from shturman.messaging.actions.sms import ask_arrivals, ask_balance, remove_sms_gateway, set_sms_gateway
from shturman.messaging.actions.wishing import change_wishes, check_channel

__all__ = [
    "Draft",
    "add_browser",
    "ask_arrivals",
    "ask_balance",
    "change_wishes",
    "check_channel",
    "check_mail_server",
    "close_card",
    "end_follows",
    "follow",
    "forget_cards",
    "forget_old_deliveries",
    "forget_old_notices",
    "forget_stale_letters",
    "form_notices",
    "mark_forsaken_letters",
    "note_browser",
    "queue_digests",
    "queue_letter",
    "read_all_notices",
    "read_notice",
    "remind_and_deliver",
    "remove_browser",
    "remove_sms_gateway",
    "resend_letter",
    "see_delivery",
    "send_due_letters",
    "send_letter",
    "set_mail_server",
    "set_sms_gateway",
    "snooze_card",
    "snooze_once",
    "tell_of_phone",
    "tell_of_reactions",
    "told_of_bulk",
    "unfollow",
    "untell_of_reactions",
    "wake_waiting_letters",
]
