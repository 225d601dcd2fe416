"""The one connection that hears the database; it goes past any pooler and comes back by itself."""

import asyncio
import logging
from typing import Any

import psycopg

from config.environment import database, text
from config.launch.places import data_directory
from config.live.streams import Streams

EVENTS = "shturman_events"
SIGN_OUTS = "shturman_sign_outs"
LONGEST_PAUSE_SECONDS = 10

log = logging.getLogger("shturman.live")


async def listen(streams: Streams) -> None:
    pause = 0.5
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(autocommit=True, **address()) as connection:
                await connection.execute(f"LISTEN {EVENTS}")
                await connection.execute(f"LISTEN {SIGN_OUTS}")
                # What was said while nobody listened is lost: the pages look anew.
                streams.refresh()
                pause = 0.5
                await hear(connection, streams)
        except psycopg.Error as reason:
            log.warning("No ear to the database: %s", str(reason).strip())
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def hear(connection: psycopg.AsyncConnection, streams: Streams) -> None:
    async for notice in connection.notifies():
        if notice.channel == SIGN_OUTS:
            streams.sign_out(notice.payload)
        else:
            streams.tell(notice.payload)


def address() -> dict[str, Any]:
    """SHTURMAN_LISTEN_URL names the server itself where DATABASE_URL leads to a pooler."""
    direct = text("SHTURMAN_LISTEN_URL")
    if direct:
        return {"conninfo": direct}
    found = database(data_directory())
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {names[key]: value for key, value in found.items() if key in names and value} | found["OPTIONS"]
