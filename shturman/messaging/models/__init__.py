from shturman.messaging.models.deliveries import Channel, Delivery
from shturman.messaging.models.letters import Letter, MailServer
from shturman.messaging.models.notices import Follower, Notice
from shturman.messaging.models.push import PushSubscription
from shturman.messaging.models.sms import SmsGateway
from shturman.messaging.models.wishes import Wishes

__all__ = ["Channel", "Delivery", "Follower", "Letter", "MailServer", "Notice", "PushSubscription", "SmsGateway", "Wishes"]
