"""What a notice of the browser carries so that a press on it needs no sign-in: signed, of one delivery, good once and for two days."""

from __future__ import annotations

from django.core import signing

from shturman.messaging.models import Delivery

SALT = "shturman.messaging.push"
LIVES_SECONDS = 60 * 60 * 48


def token_of(delivery: Delivery) -> str:
    return signing.dumps([delivery.pk, delivery.to_id], salt=SALT)


def delivery_of(token: str) -> Delivery | None:
    try:
        delivery_id, member_id = signing.loads(token, salt=SALT, max_age=LIVES_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Delivery.objects.select_related("to", "task", "reminder").filter(pk=delivery_id, to=member_id, to__is_active=True).first()
