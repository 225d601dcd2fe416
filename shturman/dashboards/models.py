from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role


class Desktop(models.Model):
    """What stands on a person's desktop, or on that of everybody of a role who has not arranged his own."""

    member = models.OneToOneField(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    role = models.OneToOneField(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # Pairs of a tile's key and its width, in their order; nothing is what the kind of role usually has.
    places = models.JSONField(null=True, blank=True)
    opens_first = models.BooleanField(_("work begins with it"), default=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, role__isnull=False) | Q(member__isnull=False, role=None),
                name="desktop_is_of_a_person_or_of_a_role",
            ),
            models.CheckConstraint(condition=Q(member=None) | Q(places__isnull=False), name="own_desktop_has_its_places"),
            models.CheckConstraint(condition=Q(opens_first=False) | Q(member=None), name="desktop_of_a_role_opens_first"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id or ''}/{self.role_id or ''}: {len(self.places or ())}"
