"""Where phones knock: before sessions, forms and pages, which are none of theirs.

A middleware, so that every server has it alike: granian, `runserver`, and the one of the tests.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from shturman.tasks.internet_calendars.answers import signpost
from shturman.tasks.internet_calendars.application import DAV, METHODS, application
from shturman.tasks.internet_calendars.guests import Guest, farewell, knock_of, let_in, welcome

ROOT = "/dav"
WELL_KNOWN = "/.well-known/caldav"
# Where programs look when they were given a host alone.
LOOKED_AT = ("/principals", "/calendar/dav", "/dav/principals", "/.well-known")
REALM = "Shturman"
LONGEST_ITEM, LONGEST_QUESTION = 512 * 1024, 4 * 1024 * 1024
DEEPEST_QUESTION = 40
ASKING = ("PROPFIND", "PROPPATCH", "REPORT")
D = "{DAV:}"
# Properties in one question, each of which is answered for each item.
MOST_ASKED = 200


class TooLarge(Exception):
    """More than one item, or one question, can be."""


class InternetCalendars:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == ROOT or request.path.startswith(f"{ROOT}/"):
            return _answer(request, _signposted if request.path.startswith("/dav/principals") else _served)
        if request.path.rstrip("/") == WELL_KNOWN:
            return HttpResponse(status=301, headers={"Location": f"{ROOT}/"})
        if request.method in ("PROPFIND", "OPTIONS") and (request.path == "/" or request.path.startswith(LOOKED_AT)):
            return _answer(request, _signposted)
        return self.get_response(request)


def _answer(request: HttpRequest, serve: Callable[[HttpRequest, bytes, Element | None], HttpResponse]) -> HttpResponse:
    knock = knock_of(request.META, get_adapter().get_client_ip(request))
    if knock is None and request.method == "OPTIONS":
        return _options()
    if knock is None:
        return _who_are_you()
    found = let_in(knock, settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/"))
    if found is None:
        # A right one opens all the same: others who guess beside him shut nobody out, and seventy bits are not guessed.
        if wait := knock.free_in():
            return HttpResponse("Too many wrong passwords", status=429, content_type="text/plain", headers={"Retry-After": str(wait)})
        knock.count_wrong()
        return _who_are_you()
    knock.forget_wrong()
    return _serve_guest(request, found, serve)


def _serve_guest(request: HttpRequest, found: Guest, serve: Callable[[HttpRequest, bytes, Element | None], HttpResponse]) -> HttpResponse:
    token = welcome(found)
    try:
        with timezone.override(found.member.zone), translation.override(settings.LANGUAGE_CODE):
            body = _body(request)
            return serve(request, body, _xml(body) if request.method in ASKING else None)
    except TooLarge:
        return HttpResponse("Too large", status=413, content_type="text/plain")
    except ValueError:
        return HttpResponse("Bad Request", status=400, content_type="text/plain")
    finally:
        farewell(token)


def _served(request: HttpRequest, body: bytes, xml: Element | None) -> HttpResponse:
    environ = {
        **{key: value for key, value in request.META.items() if not key.startswith(("HTTP_X_", "HTTP_FORWARDED"))},
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": ROOT,
        "PATH_INFO": request.path_info.removeprefix(ROOT) or "/",
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": request.META.get("SERVER_PROTOCOL", "HTTP/1.1"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "shturman.body": body,
        "shturman.xml": xml,
    }
    told: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        told["status"], told["headers"] = int(status.split(" ", 1)[0]), headers

    answer = b"".join(application()(environ, start_response))
    headers = dict(told["headers"]) | {"DAV": DAV}
    # An answer without a body has no type.
    response = HttpResponse(answer, status=told["status"], headers=headers)
    if not answer and "Content-Type" not in headers:
        del response["Content-Type"]
    return response


def _signposted(request: HttpRequest, body: bytes, xml: Element | None) -> HttpResponse:
    if request.method == "OPTIONS":
        return _options()
    if request.method != "PROPFIND":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, PROPFIND"})
    props = xml.find(f"{D}prop") if xml is not None else None
    asked = [prop.tag for prop in props] if props is not None else [f"{D}resourcetype", f"{D}current-user-principal"]
    return HttpResponse(signpost(request.path, asked), status=207, content_type="text/xml; charset=utf-8", headers={"DAV": DAV})


def _options() -> HttpResponse:
    response = HttpResponse(status=200, headers={"Allow": METHODS, "DAV": DAV})
    response["Content-Length"] = "0"
    return response


def _who_are_you() -> HttpResponse:
    challenge = {"WWW-Authenticate": f'Basic realm="{REALM}", charset="UTF-8"', "DAV": DAV}
    return HttpResponse("Unauthorized", status=401, content_type="text/plain", headers=challenge)


def _body(request: HttpRequest) -> bytes:
    longest = LONGEST_ITEM if request.method == "PUT" else LONGEST_QUESTION
    told = request.META.get("CONTENT_LENGTH") or ""
    if told.isascii() and told.isdecimal():
        if int(told) > longest:
            raise TooLarge
        return request.read()
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        body: bytes = request.META["wsgi.input"].read(longest + 1)
        if len(body) > longest:
            raise TooLarge
        return body
    return b""


def _xml(body: bytes) -> Element | None:
    """Read once, by a reader that no entity and no depth can hurt."""
    if not body.strip():
        return None
    try:
        root = defusedxml.ElementTree.fromstring(body)
    except (SyntaxError, ValueError, LookupError) as error:
        raise ValueError("not XML") from error
    if _depth(root) > DEEPEST_QUESTION:
        raise ValueError("too deep")
    if any(len(element) > MOST_ASKED for element in root.iter(f"{D}prop")):
        raise TooLarge
    return root


def _depth(root: Element) -> int:
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
    return depth
