"""twilio_async as its users write it, with every default."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal

from benchmarks.history import ACCOUNT
from benchmarks.worker import AUTH_TOKEN, RECIPIENT, SENDER, concurrently, main, text
from twilio_async import Client

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from contextlib import AbstractAsyncContextManager

    from benchmarks.worker import Once


@asynccontextmanager
async def send(base: str, count: int) -> AsyncGenerator[Once]:
    """Send messages."""
    async with Client(ACCOUNT, AUTH_TOKEN, base_url=base) as client:

        async def one(number: int) -> None:
            await client.messages.create(to=RECIPIENT, from_=SENDER, body=text(number))

        yield lambda: concurrently(count, one)


@asynccontextmanager
async def _stream(base: str, form: Literal["json", "xml"]) -> AsyncGenerator[Once]:
    async with Client(ACCOUNT, AUTH_TOKEN, base_url=base, format=form) as client:

        async def once() -> int:
            done = 0
            async for _message in client.messages.list():
                done += 1
            return done

        yield once


def stream(base: str, _: int) -> AbstractAsyncContextManager[Once]:
    """Stream a history in JSON."""
    return _stream(base, "json")


def stream_xml(base: str, _: int) -> AbstractAsyncContextManager[Once]:
    """Stream a history in XML."""
    return _stream(base, "xml")


if __name__ == "__main__":
    main({"send": send, "stream": stream, "stream_xml": stream_xml})
