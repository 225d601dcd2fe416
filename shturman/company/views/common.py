from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house, is_employee


def owner_only(request: HttpRequest) -> None:
    """The action refuses too; a form that cannot be sent is not shown."""
    if not can_keep_house(request.user):
        raise PermissionDenied(_("The settings of the company are changed by its owner"))


def employees_only(request: HttpRequest) -> None:
    if not is_employee(request.user):
        raise PermissionDenied(_("The staff page is for employees of the company"))
