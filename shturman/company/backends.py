"""Who is signed in comes with his role, his department and those for whom he stands in.

Every right of a request is answered without a further query.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from shturman.company.models import Absence, Member

# Where `Member.absent_led` looks before it asks.
ABSENT_LED = "absent_led"


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Member | None:
        away = Absence.objects.on(timezone.localdate()).filter(deputy=OuterRef("pk"), member__is_active=True).values("member_id")
        members = Member.objects.select_related("role", "department").annotate(**{ABSENT_LED: ArraySubquery(away)})
        member = members.filter(pk=user_id).first()
        return member if member is not None and self.user_can_authenticate(member) else None
