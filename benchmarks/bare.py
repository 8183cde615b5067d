"""The baseline: aiohttp and orjson by hand, as one writes it without a client library.

One ClientSession with its defaults and the Authorization header ready on it; the form is a dict given as
`data=`; the status is checked, the body read and parsed. What comes out are dicts.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import orjson

from benchmarks.history import ACCOUNT, MESSAGES
from benchmarks.worker import AUTH_TOKEN, RECIPIENT, SENDER, concurrently, main, text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from benchmarks.worker import Once


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": aiohttp.encode_basic_auth(ACCOUNT, AUTH_TOKEN)})


@asynccontextmanager
async def send(base: str, count: int) -> AsyncGenerator[Once]:
    """Send messages."""
    url = f"{base}{MESSAGES}.json"
    async with _session() as session:

        async def one(number: int) -> None:
            form = {"To": RECIPIENT, "From": SENDER, "Body": text(number)}
            async with session.post(url, data=form) as response:
                body = await response.read()
                if response.status != 201:
                    raise RuntimeError(response.status)
                orjson.loads(body)

        yield lambda: concurrently(count, one)


@asynccontextmanager
async def stream(base: str, _: int) -> AsyncGenerator[Once]:
    """Read a history page by page."""
    async with _session() as session:

        async def once() -> int:
            done = 0
            link: str | None = f"{MESSAGES}.json?PageSize=1000"
            while link is not None:
                async with session.get(base + link) as response:
                    body = await response.read()
                    if response.status != 200:
                        raise RuntimeError(response.status)
                page = orjson.loads(body)
                for _record in page["messages"]:
                    done += 1
                link = page["next_page_uri"]
            return done

        yield once


if __name__ == "__main__":
    main({"send": send, "stream": stream})
