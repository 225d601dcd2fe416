"""The company's mail server and its outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.kit.sealing import unseal


class MailServer(models.Model):
    """Through which server letters leave. There is one or none."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS, usually port 587")
        TLS = "tls", _("TLS from the first byte, usually port 465")
        NONE = "none", _("none, only within one's own network")

    host = models.CharField(_("server"), max_length=250)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(_("encryption"), max_length=10, choices=Security.choices, default=Security.STARTTLS)
    login = models.CharField(_("login"), max_length=250, blank=True)
    sealed_password = models.TextField(blank=True)
    sender_address = models.EmailField(_("sender's address"))
    sender_name = models.CharField(_("sender's name"), max_length=120, blank=True)
    public_url = models.URLField(max_length=250)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_mail_server"),
            models.CheckConstraint(condition=Q(port__gte=1, port__lte=65535), name="mail_server_port"),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def password(self) -> str:
        return unseal(self.sealed_password)


class Letters(models.QuerySet["Letter"]):
    def due(self, now: datetime) -> Letters:
        """Those whose turn has come, and those whose job was lost on the way."""
        lost = Q(state=Letter.State.QUEUED, created_at__lt=now - LOST_AFTER)
        return self.filter(Q(state=Letter.State.LATER, next_try_at__lte=now) | lost)

    def forsaken(self, now: datetime) -> Letters:
        """Taken by a worker that has not come back: whether the server has got them is not known."""
        return self.filter(state=Letter.State.SENDING, claimed_at__lt=now - LONGEST_TALK)

    def waiting(self) -> Letters:
        return self.filter(state=Letter.State.WAITING)


class Letter(models.Model):
    """A letter to one person. It leaves at most once unless somebody asks for another try."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the mail to be set up")
        QUEUED = "queued", _("in the queue")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        LATER = "later", _("will be tried again")
        REFUSED = "refused", _("refused")
        UNKNOWN = "unknown", _("fate unknown")

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        FORGOTTEN_PASSWORD = "forgotten_password", _("forgotten password")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        NEW_DEVICE = "new_device", _("new device")
        FACTOR_ADDED = "factor_added", _("second factor switched on")
        FACTOR_REMOVED = "factor_removed", _("second factor switched off")
        WRONG_PASSWORDS = "wrong_passwords", _("many wrong passwords")

    kind = models.CharField(max_length=40, choices=Kind.choices)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    # The one-time link stands apart, sealed, and only until the letter has left: decision 008.
    sealed_path = models.TextField(blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, unique=True)

    objects = Letters.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="later", next_try_at__isnull=False) | (~Q(state="later") & Q(next_try_at=None)),
                name="letter_tried_again_at_a_moment",
            ),
            models.CheckConstraint(condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="letter_claimed_before_sending"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sealed_path=""), name="sent_letter_keeps_no_secret"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="letters_by_state"),
            models.Index(fields=["next_try_at"], condition=Q(state="later"), name="letters_by_next_try"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def can_be_resent(self) -> bool:
        """What has left, what is on its way and what lost its one-time link is not sent again from here."""
        return self.state in RESENT and not self.has_lost_its_link

    @property
    def has_lost_its_link(self) -> bool:
        return self.kind in WITH_A_LINK and not self.sealed_path


LOST_AFTER = timedelta(minutes=5)
# Longer than any dialogue of a living worker can last.
LONGEST_TALK = timedelta(minutes=15)
RESENT = (Letter.State.LATER, Letter.State.REFUSED, Letter.State.UNKNOWN)
WITH_A_LINK = (Letter.Kind.INVITATION, Letter.Kind.FORGOTTEN_PASSWORD)
TONES: dict[str, str] = {
    Letter.State.WAITING: "none",
    Letter.State.QUEUED: "later",
    Letter.State.SENDING: "later",
    Letter.State.SENT: "done",
    Letter.State.LATER: "today",
    Letter.State.REFUSED: "late",
    Letter.State.UNKNOWN: "today",
}
