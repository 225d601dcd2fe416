from __future__ import annotations

from collections.abc import Collection

from shturman.clients.models import Client, Note
from shturman.company.models import Member
from shturman.company.sight import covers
from shturman.kit import house


def can_edit_client(member: Member, client: Client) -> bool:
    return covers(member, "client", "edit", client)


def sees_client(member: Member, client: Client) -> bool:
    return member.is_robot or Client.objects.visible_to(member).filter(pk=client.pk).exists()


def sees_card(member: Member, card: str, card_id: int) -> bool:
    """The inside of a card that carries notes, of whichever room it is."""
    return bool(seen_cards(member, {(card, card_id)}))


def seen_cards(member: Member, cards: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of them whose inside he sees: one query for each kind."""
    seen = set()
    for card in {card for card, _pk in cards} & set(house.own_things()):
        ids = house.own_things()[card].seen(member).filter(pk__in={pk for kind, pk in cards if kind == card})
        seen |= {(card, pk) for pk in ids.order_by().values_list("pk", flat=True)}
    return seen


def can_react(member: Member, note: Note) -> bool:
    """Whoever sees the note; also where nothing more is written, as on a deal that was handed over."""
    return note.deleted_at is None and sees_card(member, note.card, note.card_id)


def can_assign_client(member: Member, client: Client) -> bool:
    return covers(member, "client", "transfer", client)


def can_add_clients(member: Member) -> bool:
    return member.reach("client", "edit") != "none"


def can_delete_client(member: Member, client: Client) -> bool:
    return covers(member, "client", "delete", client)


def can_change_note(member: Member, note: Note) -> bool:
    """Words are their author's; the owner may remove them."""
    return note.by_id == member.pk or member.is_owner
