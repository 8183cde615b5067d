"""The events that keep pages up to date."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import orjson
from aiohttp import ClientPayloadError, ClientResponse, ClientSession, StreamReader, TCPConnector

from tests.support.emulator_api import Api
from tests.support.times import PATIENCE
from twilio_async.emulator import Emulator


class Page:
    """An open page: the newest event of each name."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, list[object]]] = {}
        self.news = asyncio.Event()

    async def read(self, lines: StreamReader) -> None:
        name = ""
        async for line in lines:
            field, _, value = line.decode().strip().partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                self.parts[name] = orjson.loads(value)
                self.news.set()

    async def until(self, name: str, size: int) -> None:
        """Wait until a list has so many entries."""
        async with asyncio.timeout(PATIENCE):
            while name not in self.parts or len(self.parts[name][name]) != size:
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def opened(session: ClientSession, emulator: Emulator, query: str = "") -> AsyncGenerator[Page]:
    page = Page()
    async with session.get(f"{emulator.url}/_emulator/events{query}") as answer:
        assert (answer.status, answer.content_type) == (200, "text/event-stream")
        reading = asyncio.create_task(page.read(answer.content))
        try:
            yield page
        finally:
            reading.cancel()
            await asyncio.wait([reading])


async def test_what_happens_comes_to_all_pages(session: ClientSession, emulator: Emulator, api: Api) -> None:
    async with opened(session, emulator) as one, opened(session, emulator) as other:
        await api.send()
        for page in (one, other):
            await page.until("messages", 1)
            await page.until("requests", 1)
        assert one.parts["messages"] == other.parts["messages"]
        emulator.faults.script(None)
        await one.until("faults", 1)
        emulator.reset()
        await one.until("messages", 0)
        assert set(one.parts) == {"state", "messages", "calls", "requests", "callbacks", "faults"}
    async with opened(session, emulator) as again:
        await again.until("messages", 0)


async def test_a_list_has_the_newest_only(session: ClientSession, emulator: Emulator) -> None:
    emulator.scenes.seed_messages(1000)
    async with opened(session, emulator) as page:
        await page.until("messages", 25)


async def test_an_emulator_that_stops_ends_its_pages(session: ClientSession) -> None:
    emulator = Emulator()
    await emulator.start()
    async with session.get(f"{emulator.url}/_emulator/events") as answer:
        await answer.content.readline()
        stopping = asyncio.create_task(emulator.stop())
        with suppress(ClientPayloadError):
            async with asyncio.timeout(PATIENCE):
                await answer.read()
        await stopping


async def test_too_many_pages(emulator: Emulator) -> None:
    url = f"{emulator.url}/_emulator/events"
    async with ClientSession(connector=TCPConnector(limit=0)) as many:
        answers = [await many.get(url) for _ in range(201)]
        assert [answer.status for answer in answers] == [200] * 200 + [503]
        for answer in answers:
            answer.close()


async def test_pages_that_are_gone_make_room(emulator: Emulator) -> None:
    url = f"{emulator.url}/_emulator/events?names=callbacks"
    for _ in range(2):
        async with ClientSession(connector=TCPConnector(limit=0)) as many, asyncio.timeout(PATIENCE):
            opened = [await _page_with_room(many, url) for _ in range(200)]
            for answer in opened:
                answer.close()


async def _page_with_room(session: ClientSession, url: str) -> ClientResponse:
    while (answer := await session.get(url)).status != 200:
        await answer.read()
    return answer


async def test_a_page_has_the_events_that_it_names(session: ClientSession, emulator: Emulator) -> None:
    async with opened(session, emulator, "?names=faults,messages") as page:
        emulator.faults.script(None)
        await page.until("faults", 1)
        assert set(page.parts) == {"faults", "messages"}
    async with session.get(f"{emulator.url}/_emulator/events?names=all") as answer:
        assert (answer.status, "state" in (await answer.json())["message"]) == (400, True)
