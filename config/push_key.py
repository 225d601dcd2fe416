"""The key by which this installation signs what it sends to push services (VAPID, RFC 8292)."""

from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from config.environment import kept_key


def push_key(data: Path) -> str:
    """Browsers subscribe to its public half: were it another, each of them would have to subscribe anew."""
    return kept_key(data, "push_key", _fresh)


def _fresh() -> str:
    number = generate_private_key(SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
