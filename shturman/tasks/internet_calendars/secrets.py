"""What opens a calendar: drawn by chance, shown once, kept as a fingerprint."""

from __future__ import annotations

import hashlib
import secrets

# None of them is taken for another one by an eye or a finger.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
GROUPS, IN_GROUP = 4, 4


def new_app_password() -> str:
    """«abcd-efgh-jkmn-pqrs»: seventy bits, so a fast fingerprint is enough."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(IN_GROUP)) for _group in range(GROUPS))


def fingerprint_of_password(typed: str) -> str:
    """People leave the dashes out, and phones begin a word with a capital."""
    return hashlib.sha256("".join(letter for letter in typed.lower() if letter in LETTERS).encode()).hexdigest()


def new_address_token() -> str:
    return secrets.token_urlsafe(32)


def fingerprint_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
