"""What colleagues answer to a note without a word."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.clients.models.card import Note
from shturman.company.models import Member


class NoteReaction(models.Model):
    class Sign(models.TextChoices):
        """The order is that of the menu."""

        GOOD = "good", _("Great")
        THANKS = "thanks", _("Thank you")
        HURRAH = "hurrah", _("Congratulations")
        FUNNY = "funny", _("Funny")
        LOOKING = "looking", _("Looking into it")
        DONE = "done", _("Done")

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="reactions")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=10, choices=Sign.choices)
    put_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "by", "sign"], name="sign_once_of_a_person_on_a_note"),
            models.CheckConstraint(
                condition=models.Q(sign__in=["good", "thanks", "hurrah", "funny", "looking", "done"]), name="reaction_is_of_the_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign}: {self.by_id} → {self.note_id}"


# Drawn by icons of the house: a computer without a font of pictures shows them too, in both themes.
ICONS = {"good": "thumb-up", "thanks": "heart", "hurrah": "confetti", "funny": "mood", "looking": "eye", "done": "circle-check"}
