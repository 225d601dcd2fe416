from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from shturman.company.events import CompanyFounded
from shturman.company.models import Company, Department, Member, Role
from shturman.company.queries import ROBOT_LOGIN
from shturman.company.ready_made import ready_made_departments, ready_made_roles
from shturman.journal.actions import record
from shturman.kit.errors import Refused


@transaction.atomic
def found_company(
    *, name: str, surname: str, given_name: str = "", patronymic: str = "", login: str, password: str, email: str = ""
) -> Member:
    """The first start: the company, its robot and its owner. Refused when the company stands already."""
    if Company.objects.exists():
        raise Refused(_("The company is already set up. Sign in"))
    company = Company.objects.create(pk=1, name=name)
    owners_role = set_up_roles()
    Department.objects.bulk_create(ready_made_departments())
    automation = Member(login=ROBOT_LOGIN, surname=_("Automation"), is_robot=True, role=owners_role)
    automation.set_unusable_password()
    automation.save()
    owner = Member(
        login=login,
        email=email,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        role=owners_role,
        time_zone=company.time_zone,
    )
    owner.set_password(password)
    owner.save()
    record(CompanyFounded(name), by=owner)
    return owner


def set_up_roles() -> Role:
    """The roles that ship with the product; answers the owner's one."""
    Role.objects.bulk_create(ready_made_roles(), ignore_conflicts=True)
    return Role.objects.of_base(Role.Base.OWNER)
