"""The baseline: aiohttp with orjson or lxml by hand, as one writes it without a client library.

One ClientSession with its defaults and the Authorization header ready on it; the form is a dict given as
`data=`; the status is checked, the body read and parsed. What comes out are dicts.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
from lxml import etree

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


@asynccontextmanager
async def stream_xml(base: str, _: int) -> AsyncGenerator[Once]:
    """Read a history in XML page by page."""
    async with _session() as session:

        async def once() -> int:
            done = 0
            link: str | None = f"{MESSAGES}?PageSize=1000"
            while link:
                async with session.get(base + link) as response:
                    body = await response.read()
                    if response.status != 200:
                        raise RuntimeError(response.status)
                page = etree.fromstring(body)[0]
                for record in page:
                    _fields(record)
                    done += 1
                link = page.get("nextpageuri")
            return done

        yield once


def _fields(element: Any) -> dict[str, Any]:
    """The texts of an element's children by their names; a child with children of its own is a dict too."""
    return {child.tag: _fields(child) if len(child) else child.text for child in element}


if __name__ == "__main__":
    main({"send": send, "stream": stream, "stream_xml": stream_xml})
