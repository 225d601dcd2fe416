"""Who is signed in comes with his role, his department and those for whom he stands in.

Every right of a request is answered without a further query.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from shturman.company.models import Member

# Where `Member.absent_led` looks before it asks.
ABSENT_LED = "absent_led"
# Written as SQL, because every page asks it: a subquery of the ORM takes longer to compose than this one to answer.
LED_TODAY = """ARRAY(
    SELECT absence.member_id FROM company_absence AS absence JOIN company_member AS absent ON absent.id = absence.member_id
    WHERE absence.deputy_id = company_member.id AND absent.is_active AND %s BETWEEN absence.first_day AND absence.last_day
    ORDER BY absence.first_day DESC)"""


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Member | None:
        led = RawSQL(LED_TODAY, [timezone.localdate()], ArrayField(BigIntegerField()))  # noqa: S611 -- the text is ours, the day a parameter
        found = Member.objects.select_related("role", "department").annotate(**{ABSENT_LED: led}).filter(pk=user_id)[:1]
        member = next(iter(found), None)
        return member if member is not None and self.user_can_authenticate(member) else None
