"""The words of a one-time link: drawn by chance, signed, kept only as a fingerprint."""

from __future__ import annotations

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

from shturman.company.models import Invitation

_signer = Signer(salt="company.invitation")


def new_token() -> str:
    return _signer.sign(secrets.token_urlsafe(32))


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    """A made-up link is turned away before the database hears of it."""
    try:
        _signer.unsign(token)
    except BadSignature:
        return None
    return Invitation.objects.select_related("member", "by").filter(fingerprint=fingerprint(token)).first()
