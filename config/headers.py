"""The policy that lets a page run only what the house itself serves."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from config.live.address import live_url

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' {live}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class SendContentPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY.format(live=live_origin(request)))
        return response


def live_origin(request: HttpRequest) -> str:
    parts = urlsplit(live_url(request))
    return f"{parts.scheme}://{parts.netloc}"
