"""The clients' part on other rooms' pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import ngettext

from shturman.clients.models import Client
from shturman.company.models import Department


def department_clients(request: HttpRequest, department: Department) -> str:
    """What goes elsewhere when this department is removed: counted for the owner alone."""
    count = Client.objects.everything().filter(department=department).count()
    return ngettext("%(count)d client goes there", "%(count)d clients go there", count) % {"count": count} if count else ""
