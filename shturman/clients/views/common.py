from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from shturman.clients.masking import reads_contacts
from shturman.clients.merging import living
from shturman.clients.models import Client
from shturman.clients.queries import emails_for, phones_for
from shturman.company.models import Member
from shturman.company.sight import people_reached
from shturman.kit.answers import answer


def client_or_404(request: HttpRequest, client_id: int) -> Client:
    rows = Client.objects.visible_to(request.user).select_related("responsible__head", "department", "parent", "created_by")
    rows = rows.prefetch_related(phones_for(request.user), emails_for(request.user), "tags")
    client = get_object_or_404(rows, pk=client_id)
    if not reads_contacts(request.user):
        client.mask()
    return client


def client_or_main(request: HttpRequest, client_id: int) -> Client:
    """What was sent from a page opened before a merge comes to the main client."""
    try:
        return client_or_404(request, client_id)
    except Http404:
        if main := main_client_of(request.user, client_id):
            return client_or_404(request, main.pk)
        raise


def main_client_of(member: Member, client_id: int) -> Client | None:
    """Whose card opens at the address of a client who was merged into another one; nobody's, where that one is not seen."""
    main = living(client_id)
    return Client.objects.visible_to(member).filter(pk=main.pk).first() if main and main.pk != client_id else None


def dialog(request: HttpRequest, fragment: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The same form in a dialog and on a page of its own."""
    context = {"section": "clients", "fragment": fragment, **context}
    return answer(request, "clients/dialog_page.html", context, fragment=fragment, status=status)


def people_for(member: Member) -> Any:
    """Those to whom the member may give a client."""
    return Member.objects.active().filter(people_reached(member, "client", "transfer")).order_by("surname", "given_name")
