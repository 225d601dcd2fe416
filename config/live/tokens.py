"""A page's ticket to live events: signed, good for five minutes, bound to one sign-in. Standard library only."""

import base64
import hashlib
import hmac
import json
import time

LIFETIME_SECONDS = 300


def sign_in_mark(session_key: str) -> str:
    """Tells one sign-in from another without giving its key away; the database computes the same on sign-out."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def issue(secret: str, session_key: str) -> str:
    claim = {"until": int(time.time()) + LIFETIME_SECONDS, "sign_in": sign_in_mark(session_key)}
    body = base64.urlsafe_b64encode(json.dumps(claim).encode()).decode()
    return f"{body}.{signature(secret, body)}"


def read(secret: str, token: str) -> dict | None:
    """The claim of a valid token; None when it is false or over."""
    body, _, signed = token.partition(".")
    if not hmac.compare_digest(signed.encode(), signature(secret, body).encode()):
        return None
    claim = json.loads(base64.urlsafe_b64decode(body))
    return claim if claim["until"] > time.time() else None


def signature(secret: str, body: str) -> str:
    return hmac.new(f"live:{secret}".encode(), body.encode(), hashlib.sha256).hexdigest()
