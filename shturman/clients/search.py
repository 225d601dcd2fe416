from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from shturman.clients.masking import reads_contacts
from shturman.clients.models import Client, Email, Phone
from shturman.clients.queries import phones_for
from shturman.company.models import Member
from shturman.kit.phones import digits_of, normalise, shown
from shturman.kit.search import Hit, first_hits, typed_digits, words_query
from shturman.kit.words import folded

FEWEST_DIGITS_OF_INN = 5


def find_clients(member: Member, text: str, limit: int) -> list[Client]:
    """By words of the name, by any part of a phone, by INN, by mail; only those that the member sees."""
    condition = condition_of(text, member)
    if condition is None:
        return []
    seen: QuerySet[Client] = Client.objects.visible_to(member)
    return list(first_hits(seen, condition, "-changed_at", limit=limit).prefetch_related(phones_for(member)))


def condition_of(text: str, member: Member) -> Q | None:
    digits = typed_digits(text)
    if not reads_contacts(member) and (digits or "@" in text):
        return _whole(text, digits)
    if digits:
        # One subquery and no OR: each half of the union answers by its own index.
        by_phone = Phone.objects.filter(digits__contains=digits).values("client")
        by_inn = Client.objects.exclude(inn="").filter(inn__startswith=digits).values("pk")
        return Q(pk__in=by_phone.union(by_inn) if len(digits) >= FEWEST_DIGITS_OF_INN else by_phone)
    if "@" in text:
        return Q(pk__in=Email.objects.filter(address__istartswith=folded(text)).values("client"))
    query = words_query(text)
    return Q(search=query) if query else None


def _whole(text: str, digits: str) -> Q:
    """Where contacts are masked only the whole number, address or INN finds: a fragment would tell the rest."""
    if "@" in text:
        return Q(pk__in=Email.objects.annotate(lowered=Lower("address")).filter(lowered=folded(text)).values("client"))
    by_phone = Phone.objects.filter(digits=digits_of(normalise(digits))).values("client")
    return Q(pk__in=by_phone.union(Client.objects.filter(inn=digits).values("pk")) if len(digits) >= 10 else [])


def search(member: Member, text: str, limit: int) -> list[Hit]:
    return [Hit("client", client.name, _context(client), client.get_absolute_url()) for client in find_clients(member, text, limit)]


def _context(client: Client) -> str:
    phones = [shown(phone.number) for phone in client.phones.all()[:1]]
    return " · ".join(part for part in [*phones, client.inn] if part)
