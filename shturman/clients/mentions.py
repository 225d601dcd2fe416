"""People called by name in a note: «@Левченко Борис» is kept as «@[7]», so that it stays him whatever his name becomes.

Typed and shown by name alone, it needs no script and keeps in drafts. Only such stand as a reference who see the card.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from shturman.clients.access import seen_cards
from shturman.company.models import Member
from shturman.company.queries import with_rights

REFERENCE = re.compile(r"@\[(\d{1,9})\]")
# As many are offered, out of so many whose sight is asked.
OFFERED, ASKED = 8, 16


@dataclass(frozen=True)
class Word:
    """A stretch of a note: plain words, or somebody's name."""

    text: str
    is_mention: bool = False


@dataclass(frozen=True)
class Offer:
    member: Member
    handle: str
    sees: bool


def mentioned_in(text: str) -> list[int]:
    return sorted({int(number) for number in REFERENCE.findall(text)})


def with_references(text: str, card: str, card_id: int, *, known: Collection[int] = ()) -> str:
    """As it is kept. Whoever does not see the card is left in words; `known` were called before and stay, whatever they see now."""
    if "@" not in text:
        return text
    named = _handles(Member.objects.active() | Member.objects.filter(pk__in=known))
    typed = re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, sorted(named, key=len, reverse=True)))})(?!\w)", re.IGNORECASE)
    meant = {named[found.casefold()] for found in typed.findall(text)}
    meant |= Member.objects.active().in_bulk(mentioned_in(text)).keys()
    allowed = _seeing(with_rights(Member.objects.filter(pk__in=meant)), card, card_id) | set(known)
    text = REFERENCE.sub(lambda found: found[0] if int(found[1]) in allowed else f"@{found[1]}", text)
    return typed.sub(lambda found: f"@[{pk}]" if (pk := named[found[1].casefold()]) in allowed else found[0], text)


def without_references(text: str) -> str:
    """Words of another system know nobody of ours."""
    return REFERENCE.sub(r"@\1", text)


def names_in(texts: Iterable[str]) -> dict[int, str]:
    """One query for the notes of a page, none where nobody is called."""
    ids = {pk for text in texts for pk in mentioned_in(text)}
    return {member.pk: member.short_name for member in Member.objects.filter(pk__in=ids)} if ids else {}


def words_of(text: str, names: dict[int, str]) -> list[Word]:
    words, place = [], 0
    for found in REFERENCE.finditer(text):
        words.append(Word(text[place : found.start()]))
        name = names.get(int(found[1]))
        words.append(Word(f"@{name or found[1]}", is_mention=name is not None))
        place = found.end()
    return [word for word in (*words, Word(text[place:])) if word.text]


def in_words(text: str) -> str:
    """For whoever reads it outside of a card."""
    return "".join(word.text for word in words_of(text, names_in([text])))


def typed_again(text: str) -> str:
    """For the form: as it was typed, namesakes told apart."""
    if not (ids := mentioned_in(text)):
        return text
    handle_of = {pk: handle for handle, pk in _spelled(Member.objects.active() | Member.objects.filter(pk__in=ids))}
    return REFERENCE.sub(lambda found: f"@{handle_of.get(int(found[1]), found[1])}", text)


def offered(typed: str, card: str, card_id: int, *, to: Member) -> list[Offer]:
    """Those who see the card first; an agent is told of no others."""
    people = Member.objects.active().exclude(pk=to.pk).order_by("surname", "given_name", "pk")
    for part in typed.split():
        people = people.filter(Q(surname__istartswith=part) | Q(given_name__istartswith=part))
    handle_of = {pk: handle for handle, pk in _spelled(Member.objects.active())}
    found = with_rights(people[:ASKED])
    seeing = _seeing(found, card, card_id)
    offers = [Offer(member, handle_of[member.pk], member.pk in seeing) for member in found]
    if to.role.is_outside:
        offers = [offer for offer in offers if offer.sees]
    return sorted(offers, key=lambda offer: not offer.sees)[:OFFERED]


def _seeing(people: Iterable[Member], card: str, card_id: int) -> set[int]:
    return {member.pk for member in people if seen_cards(member, {(card, card_id)})}


def _handles(people: Iterable[Member]) -> dict[str, int]:
    return {handle.casefold(): pk for handle, pk in _spelled(people)}


def _spelled(people: Iterable[Member]) -> Sequence[tuple[str, int]]:
    """Names as they are typed: of namesakes each with his login."""
    members = list(people)
    count: dict[str, int] = {}
    for member in members:
        count[member.short_name.casefold()] = count.get(member.short_name.casefold(), 0) + 1
    return [
        (f"{member.short_name} ({member.login})" if count[member.short_name.casefold()] > 1 else member.short_name, member.pk)
        for member in members
    ]
