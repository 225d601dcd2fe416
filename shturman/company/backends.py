"""Who is signed in comes with his role, his department and those for whom he stands in.

Every right of a request is answered without a further query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model
from django.utils import timezone

from shturman.company.models import Department, Member, Role

# Where `Member.absent_led` looks before it asks.
ABSENT_LED = "absent_led"
# Written as SQL, because every page asks it: the ORM composes such a question four times as long as the base answers it.
SIGNED_IN = """
    SELECT {columns}, ARRAY(
        SELECT absence.member_id FROM company_absence AS absence JOIN company_member AS absent ON absent.id = absence.member_id
        WHERE absence.deputy_id = company_member.id AND absent.is_active AND %s BETWEEN absence.first_day AND absence.last_day
        ORDER BY absence.first_day DESC)
    FROM company_member JOIN company_role ON company_role.id = company_member.role_id
    LEFT JOIN company_department ON company_department.id = company_member.department_id
    WHERE company_member.id = %s
"""


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Member | None:
        with connection.cursor() as cursor:
            cursor.execute(_statement(), [timezone.localdate(), user_id])
            row = cursor.fetchone()
        if row is None:
            return None
        values = iter(row)
        member, role, department = _read(Member, values), _read(Role, values), _read(Department, values)
        member.role, member.department = role, department if department.pk is not None else None
        member.__dict__[ABSENT_LED] = next(values)
        return member if self.user_can_authenticate(member) else None


@cache
def _statement() -> str:
    columns = [f'{model._meta.db_table}."{field.column}"' for model in (Member, Role, Department) for field in _fields(model)]
    return SIGNED_IN.format(columns=", ".join(columns))


def _fields(model: type[Model]) -> Sequence[Field[Any, Any]]:
    return model._meta.concrete_fields


def _read(model: type[Any], values: Iterator[Any]) -> Any:
    """A row of the model as the ORM would give it."""
    fields = _fields(model)
    told = [_value(field, next(values)) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], told)


def _value(field: Field[Any, Any], value: Any) -> Any:
    convert = getattr(field, "from_db_value", None)
    return convert(value, None, connection) if convert is not None else value
