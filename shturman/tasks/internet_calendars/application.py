"""Radicale as a library: it speaks the protocol, this house keeps the calendar and decides what may be changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache, wraps
from http import HTTPStatus
from typing import Any
from xml.etree.ElementTree import Element

import radicale.app
from django.db import IntegrityError, OperationalError
from radicale import auth, config, httputils, rights

from shturman.tasks.internet_calendars.answers import enrich, error_body, number_over_limit
from shturman.tasks.internet_calendars.filters import stretch_of
from shturman.tasks.internet_calendars.guests import guest
from shturman.tasks.internet_calendars.puts import delete, get, put
from shturman.tasks.internet_calendars.storage import CALENDAR, Storage

logger = logging.getLogger(__name__)
METHODS = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT"
DAV = "1, 3, access-control, calendar-access"
# So many days are written out one by one: a busy repeating event has one item for each.
LONGEST_EXPANSION_DAYS = 800
C, D = "{urn:ietf:params:xml:ns:caldav}", "{DAV:}"


class Auth(auth.BaseAuth):
    """Whoever comes here has been let in by his app password: see the mount."""

    def get_external_login(self, environ: Any) -> tuple[str, str]:
        return str(guest().member.pk), ""

    def _login(self, login: str, password: str) -> str:
        return login


class Rights(rights.BaseRights):
    def authorization(self, user: str, user_groups: set[str], path: str) -> str:
        """One's own and nothing else: no shared calendars, no new ones."""
        parts = [part for part in path.split("/") if part]
        if not parts:
            return "R"
        if parts[0] != user:
            return ""
        return "Rr" if len(parts) == 1 else "rw" if parts[1] == CALENDAR else "r"


# What the library answers by a crash where a program has asked wrongly.
UNREADABLE = (ValueError, IndexError, AssertionError, AttributeError, RuntimeError)


def answered(*wrongly_asked: type[Exception]) -> Callable[..., Any]:
    """What a program asks wrongly is its fault, what two do at once is nobody's: neither is a fault of the server."""

    def told(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def act_and_answer(*args: Any) -> Any:
            try:
                return act(*args)
            except (OperationalError, IntegrityError):
                logger.warning("a change from a phone met another one", exc_info=True)
                return HTTPStatus.SERVICE_UNAVAILABLE, {"Content-Type": "text/plain", "Retry-After": "5"}, "Again in a moment", None
            except wrongly_asked:
                logger.warning("a request of a phone that cannot be read", exc_info=True)
                return httputils.BAD_REQUEST

        return act_and_answer

    return told


class Application(radicale.app.Application):
    # Found to be nothing, a method is answered by 405.
    do_MKCALENDAR = do_MKCOL = do_MOVE = do_POST = None  # type: ignore[assignment]

    def __init__(self, configuration: config.Configuration):
        super().__init__(configuration)
        # Names are the phone's own: whatever a URL can say.
        self._validate_path_value = "any"

    def do_OPTIONS(self, *_asked: Any) -> Any:
        return HTTPStatus.OK, {"Allow": METHODS, "DAV": DAV}, None, None

    @answered()
    def do_GET(self, environ: Any, prefix: str, path: str, *_who: Any) -> Any:
        return get(environ, path)

    do_HEAD = do_GET

    @answered()
    def do_PUT(self, environ: Any, prefix: str, path: str, *_who: Any) -> Any:
        return put(environ, path)

    @answered()
    def do_DELETE(self, environ: Any, prefix: str, path: str, *_who: Any) -> Any:
        return delete(environ, path)

    @answered(*UNREADABLE)
    def do_PROPFIND(self, environ: Any, *asked: Any) -> Any:
        if environ.get("HTTP_DEPTH", "0").strip().lower() not in ("0", "1"):
            return self._no("D:propfind-finite-depth")
        return super().do_PROPFIND(environ, *asked)

    @answered(*UNREADABLE)
    def do_PROPPATCH(self, *asked: Any) -> Any:
        return super().do_PROPPATCH(*asked)

    @answered(*UNREADABLE)
    def do_REPORT(self, environ: Any, *asked: Any) -> Any:
        report: Element | None = environ.get("shturman.xml")
        if report is not None and report.tag == f"{C}free-busy-query":
            return self._no("D:supported-report")
        return super().do_REPORT(environ, *asked)

    def _read_xml_request_body(self, environ: Any, request_info: Any) -> Element | None:
        """Read once by the mount; what only this house answers is taken out of it."""
        asked: Element | None = environ.get("shturman.xml")
        if asked is None:
            return None
        if environ["REQUEST_METHOD"] == "REPORT":
            _take_limit(asked)
            _take_expansion(asked)
        return asked

    def _xml_response(self, xml_content: Element, request_info: Any) -> bytes:
        if request_info["method"] == "PROPFIND":
            enrich(xml_content)
        if guest().is_cut:
            xml_content.append(number_over_limit(request_info["path"]))
        return super()._xml_response(xml_content, request_info)

    def _no(self, condition: str) -> Any:
        return HTTPStatus.FORBIDDEN, {"Content-Type": "text/xml; charset=utf-8"}, error_body(condition), None


def _take_limit(report: Element) -> None:
    told = report.findtext(f"{D}limit/{D}nresults")
    if told is not None and report.tag == f"{D}sync-collection":
        guest().limit = max(int(told), 1)


def _take_expansion(report: Element) -> None:
    """The library would read every event by a reader that no rule can stop."""
    for data in report.iter(f"{C}calendar-data"):
        for asked in data.findall(f"{C}expand"):
            stretch = stretch_of(asked)
            if stretch.first is None or stretch.last is None or not 0 <= (stretch.last - stretch.first).days <= LONGEST_EXPANSION_DAYS:
                raise ValueError("no such stretch to expand")
            guest().expanded = (stretch.first, stretch.last)
        for asked in list(data):
            data.remove(asked)


@lru_cache(maxsize=1)
def application() -> Application:
    logging.getLogger("radicale").setLevel(logging.ERROR)
    configuration = config.load()
    chosen: dict[str, dict[str, Any]] = {
        "auth": {"type": Auth, "delay": 0, "cache_logins": False},
        "rights": {"type": Rights},
        "storage": {"type": Storage},
        "web": {"type": "none"},
        "sharing": {"type": "none"},
        "hook": {"type": "none"},
        "server": {"max_content_length": 8_000_000, "max_resource_size": 512 * 1024, "delay_on_error": 0},
        # What an item holds is bounded where it is kept.
        "reporting": {"max_expand_occurrence": 0},
    }
    configuration.update(chosen, "the house", privileged=True)
    return Application(configuration)
