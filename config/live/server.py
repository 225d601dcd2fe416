"""Live events: tells open pages what changed, by kinds and ids alone. A page then fetches through its own rights.

A process of its own without Django: it holds thousands of quiet streams and one connection to the database.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from config.environment import secret_key
from config.launch.places import data_directory
from config.live import tokens
from config.live.listening import listen
from config.live.streams import Stream, Streams

HEARTBEAT_SECONDS = 15
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    # The ticket stands in the address and no cookie is read, so any page of the house may listen.
    (b"access-control-allow-origin", b"*"),
]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

secret = secret_key(data_directory())
streams = Streams()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await live(receive, send)
    elif scope["type"] == "http" and scope["path"].endswith("/events"):
        await tell(scope, receive, send)
    elif scope["type"] == "http":
        await answer(send, HTTPStatus.NOT_FOUND)


async def live(receive: Receive, send: Send) -> None:
    await receive()
    listener = asyncio.create_task(listen(streams))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listener.cancel()
    streams.end_all()
    await send({"type": "lifespan.shutdown.complete"})


async def tell(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    ticket = parse_qs(scope["query_string"].decode()).get("token", [""])[0]
    claim = tokens.read(secret, ticket)
    if claim is None or streams.is_signed_out(claim["sign_in"]):
        return await answer(send, HTTPStatus.FORBIDDEN)
    stream = streams.open(claim["sign_in"], claim["until"])
    if stream is None:
        return await answer(send, HTTPStatus.SERVICE_UNAVAILABLE)
    gone = asyncio.create_task(wait_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send_all(stream, gone, send)
    finally:
        gone.cancel()
        streams.close(stream)


async def send_all(stream: Stream, gone: asyncio.Task, send: Send) -> None:
    await write(send, b"retry: 3000\n\n")
    while not gone.done() and not stream.is_over():
        with suppress(TimeoutError):
            async with asyncio.timeout(min(HEARTBEAT_SECONDS, stream.seconds_left())):
                await write(send, await stream.next())
                continue
        await write(send, b": still here\n\n")
    if not gone.done():
        await write(send, b"event: over\ndata: {}\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer(send: Send, status: HTTPStatus) -> None:
    await send({"type": "http.response.start", "status": status.value, "headers": HEADERS[1:]})
    await send({"type": "http.response.body", "body": status.phrase.encode()})
