"""Where a page listens for live events."""

from django.conf import settings
from django.http import HttpRequest


def live_url(request: HttpRequest) -> str:
    """The address given by a proxy, else the neighbouring port of the same host."""
    if settings.LIVE_URL:
        return settings.LIVE_URL
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}/events"
