"""The official `twilio` package's async client as its documentation shows it.

Only the address of its API domain is changed, which costs nothing per request. It has no types, hence Any.
"""

from __future__ import annotations

import importlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.history import ACCOUNT
from benchmarks.worker import AUTH_TOKEN, RECIPIENT, SENDER, concurrently, main, text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from benchmarks.worker import Once

_REST: Any = importlib.import_module("twilio.rest")
_HTTP: Any = importlib.import_module("twilio.http.async_http_client")


@asynccontextmanager
async def _client(base: str) -> AsyncGenerator[Any]:
    async with _HTTP.AsyncTwilioHttpClient() as http:
        client = _REST.Client(ACCOUNT, AUTH_TOKEN, http_client=http)
        client.api.base_url = base
        yield client


@asynccontextmanager
async def send(base: str, count: int) -> AsyncGenerator[Once]:
    """Send messages."""
    async with _client(base) as client:

        async def one(number: int) -> None:
            await client.messages.create_async(to=RECIPIENT, from_=SENDER, body=text(number))

        yield lambda: concurrently(count, one)


@asynccontextmanager
async def stream(base: str, _: int) -> AsyncGenerator[Once]:
    """Stream a history."""
    async with _client(base) as client:

        async def once() -> int:
            done = 0
            async for _message in await client.messages.stream_async(page_size=1000):
                done += 1
            return done

        yield once


@asynccontextmanager
async def collect(base: str, _: int) -> AsyncGenerator[Once]:
    """Read a history into a list."""
    async with _client(base) as client:

        async def once() -> int:
            return len(await client.messages.list_async(page_size=1000))

        yield once


if __name__ == "__main__":
    main({"send": send, "stream": stream, "collect": collect})
