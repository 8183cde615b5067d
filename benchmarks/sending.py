"""Sending in memory: messages from a generator through `send_many`, with a pace that holds none back.

Usage: python -m benchmarks.sending send_many ADDRESS COUNT WARM_UPS TIMES; see worker.py.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from benchmarks.history import ACCOUNT
from benchmarks.worker import AUTH_TOKEN, SENDER, main, text
from twilio_async import Client
from twilio_async.bulk import Accepted, OutboundMessage, send_many

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from benchmarks.worker import Once

_CONCURRENCY = 100


def messages(count: int) -> Iterator[OutboundMessage]:
    """So many messages, each to a recipient of its own."""
    for number in range(count):
        yield OutboundMessage(
            to=f"+1555{number:07}", from_=SENDER, body=text(number % 1_000_000), key=str(number)
        )


@asynccontextmanager
async def sending(base: str, count: int) -> AsyncGenerator[Once]:
    """Send so many messages, and count those that were accepted."""
    async with Client(ACCOUNT, AUTH_TOKEN, base_url=base) as client:

        async def once() -> int:
            accepted = 0
            source = messages(count)
            async for outcome in send_many(client, source, concurrency=_CONCURRENCY, pace={SENDER: None}):
                accepted += isinstance(outcome, Accepted)
            assert accepted == count
            return accepted

        yield once


if __name__ == "__main__":
    main({"send_many": sending})
