"""Secrets that the house must read again, kept so that a copy of the database alone does not give them away."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed under another key: the installation's key was changed or lost."""


def seal(text: str) -> str:
    return _seal_of(settings.SECRET_KEY).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    if not sealed:
        return ""
    try:
        return _seal_of(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


@lru_cache(maxsize=2)
def _seal_of(key: str) -> Fernet:
    """A key of its own purpose: what signs sessions never encrypts."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"shturman.sealing").derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
