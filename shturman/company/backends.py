"""Who is signed in comes with his role and department: every right of a request is answered without a further query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from shturman.company.models import Member


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Member | None:
        member = Member.objects.select_related("role", "department").filter(pk=user_id).first()
        return member if member is not None and self.user_can_authenticate(member) else None
