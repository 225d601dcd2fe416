"""The deals' part on other rooms' pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shturman.clients.models import Client
from shturman.company.models import Department
from shturman.deals.models import Deal, Funnel
from shturman.deals.queries.board import tiles_of
from shturman.deals.questions import of_client

SHOWN = 10


def client_deals(request: HttpRequest, client: Client) -> str:
    """The client's deals and those in which he is a contact, as far as this member sees them; the whole list is one click away."""
    deals = list(
        Deal.objects.visible_to(request.user)
        .filter(of_client(client.pk))
        .select_related("stage", "responsible", "client")
        .order_by("-changed_at")[: SHOWN + 1]
    )
    context = {"client": client, "tiles": tiles_of(deals[:SHOWN], request.user), "has_more": len(deals) > SHOWN}
    return render_to_string("deals/_client_deals.html", context, request)


def department_deals(request: HttpRequest, department: Department) -> str:
    """What goes elsewhere when this department is removed: counted for the owner alone."""
    count = Deal.objects.everything().filter(department=department).count()
    told = [ngettext("%(count)d deal goes there", "%(count)d deals go there", count) % {"count": count}] if count else []
    funnels = Funnel.objects.kept().filter(departments=department)
    told += [_funnel_words(funnel.name, is_only_tie=funnel.departments.count() == 1) for funnel in funnels]
    return "\n".join(told)


def _funnel_words(name: str, *, is_only_tie: bool) -> str:
    if is_only_tie:
        return _("The funnel “%(name)s” goes there; without a department it opens to everybody") % {"name": name}
    return _("The funnel “%(name)s” leaves this department") % {"name": name}
