import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from config.live import server, tokens
from config.live.listening import listen
from config.live.streams import MOST_WAITING, REFRESH, Stream, Streams


class Page:
    """Listens like a browser: calls the server and keeps what it says."""

    def __init__(self, token: str):
        self.scope = {"type": "http", "path": "/events", "query_string": f"token={token}".encode()}
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.leaves = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def listen(self) -> None:
        await server.application(self.scope, self.receive, self.said.put)

    async def hears(self) -> bytes:
        message = await asyncio.wait_for(self.said.get(), 5)
        return message.get("body", b"") if "status" not in message else str(message["status"]).encode()


def in_own_loop(story: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: in this one a browser's loop may be running since an earlier test."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, story).result()


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(server, "secret", settings.SECRET_KEY)
    monkeypatch.setattr(server, "streams", Streams())
    return settings.SECRET_KEY


def test_it_reads_its_own_ticket_only(secret: str):
    token = tokens.issue(secret, "key")
    assert tokens.read(secret, token)["sign_in"] == tokens.sign_in_mark("key")
    assert tokens.read("another", token) is None
    assert tokens.read(secret, f"x{token}") is None
    assert tokens.read(secret, "") is None


def test_it_refuses_a_ticket_of_five_minutes_ago(secret: str, monkeypatch: pytest.MonkeyPatch):
    token = tokens.issue(secret, "key")
    later = tokens.time.time() + tokens.LIFETIME_SECONDS + 1
    monkeypatch.setattr(tokens.time, "time", lambda: later)
    assert tokens.read(secret, token) is None


def test_it_tells_an_open_page_what_changed(secret: str):
    async def story() -> None:
        page = Page(tokens.issue(secret, "key"))
        listening = asyncio.create_task(page.listen())
        assert await page.hears() == b"200"
        assert b"retry" in await page.hears()
        server.streams.tell('{"kind":"deals.deal_moved","things":[["deal",1]]}')
        assert b"event: change\ndata: {" in await page.hears()
        page.leaves.set()
        server.streams.refresh()
        await asyncio.wait_for(listening, 5)
        assert not server.streams.all

    in_own_loop(story())


def test_it_ends_the_streams_of_a_sign_in_that_is_over(secret: str):
    async def story() -> None:
        token = tokens.issue(secret, "key")
        page = Page(token)
        listening = asyncio.create_task(page.listen())
        assert await page.hears() == b"200"
        server.streams.sign_out(tokens.sign_in_mark("key"))
        await asyncio.wait_for(listening, 5)
        again = Page(token)
        await again.listen()
        assert await again.hears() == b"403"

    in_own_loop(story())


def test_it_turns_a_stranger_away(secret: str):
    async def story() -> None:
        page = Page("false")
        await page.listen()
        assert await page.hears() == b"403"

    in_own_loop(story())


def test_it_asks_a_slow_page_to_look_anew():
    stream = Stream("key", 0)
    for _number in range(MOST_WAITING + 1):
        stream.put(b"change")
    assert stream.waiting.get_nowait() == REFRESH
    assert stream.waiting.empty()


@pytest.mark.django_db(transaction=True)
def test_it_hears_of_facts_and_of_sign_outs(monkeypatch: pytest.MonkeyPatch):
    found = connection.get_connection_params()
    address = {key: found[key] for key in ("dbname", "user", "host", "port", "password") if found.get(key)}
    monkeypatch.setattr("config.live.listening.address", lambda: address)
    session = SessionStore()
    session.create()
    payload = json.dumps({"kind": "deals.deal_moved", "things": [["deal", 1]]})

    async def story() -> None:
        streams = Streams()
        stream = streams.open(tokens.sign_in_mark(session.session_key or ""), tokens.time.time() + 60)
        assert stream is not None
        listener = asyncio.create_task(listen(streams))
        assert await asyncio.wait_for(stream.next(), 5) == REFRESH
        await asyncio.to_thread(say, payload)
        assert payload.encode() in await asyncio.wait_for(stream.next(), 5)
        await asyncio.to_thread(sign_out)
        await asyncio.wait_for(stream.next(), 5)
        assert stream.is_over()
        listener.cancel()

    def say(text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('shturman_events', %s)", [text])
        connection.close()

    def sign_out() -> None:
        session.flush()
        connection.close()

    in_own_loop(story())
