"""The open streams and what waits in each of them."""

import asyncio
import time

from config.live.tokens import LIFETIME_SECONDS

MOST_STREAMS = 5000
MOST_WAITING = 200
REFRESH = b"event: refresh\ndata: {}\n\n"


class Stream:
    def __init__(self, sign_in: str, until: float):
        self.sign_in = sign_in
        self.until = until
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue()

    def put(self, message: bytes) -> None:
        """A page that reads too slowly loses single events and is told to look anew."""
        if self.waiting.qsize() >= MOST_WAITING:
            self.waiting = asyncio.Queue()
            message = REFRESH
        self.waiting.put_nowait(message)

    async def next(self) -> bytes:
        return await self.waiting.get()

    def end(self) -> None:
        self.until = 0
        self.waiting.put_nowait(b"")

    def seconds_left(self) -> float:
        return max(self.until - time.time(), 0)

    def is_over(self) -> bool:
        return self.seconds_left() == 0


class Streams:
    def __init__(self) -> None:
        self.all: set[Stream] = set()
        self.signed_out: dict[str, float] = {}

    def open(self, sign_in: str, until: float) -> Stream | None:
        if len(self.all) >= MOST_STREAMS:
            return None
        stream = Stream(sign_in, until)
        self.all.add(stream)
        return stream

    def close(self, stream: Stream) -> None:
        self.all.discard(stream)

    def tell(self, payload: str) -> None:
        message = f"event: change\ndata: {payload}\n\n".encode()
        for stream in self.all:
            stream.put(message)

    def refresh(self) -> None:
        for stream in self.all:
            stream.put(REFRESH)

    def sign_out(self, sign_in: str) -> None:
        now = time.time()
        # A ticket lives no longer than this, so there is no need to remember longer.
        self.signed_out = {mark: at for mark, at in self.signed_out.items() if now - at < LIFETIME_SECONDS}
        self.signed_out[sign_in] = now
        for stream in self.all:
            if stream.sign_in == sign_in:
                stream.end()

    def is_signed_out(self, sign_in: str) -> bool:
        return sign_in in self.signed_out

    def end_all(self) -> None:
        for stream in self.all:
            stream.end()
