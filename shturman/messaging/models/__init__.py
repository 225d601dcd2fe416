from shturman.messaging.models.letters import Letter, MailServer
from shturman.messaging.models.notices import Follower, Notice

__all__ = ["Follower", "Letter", "MailServer", "Notice"]
