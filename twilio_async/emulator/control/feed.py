"""The feed: what changes, to all pages that are open, as server-sent events.

One task looks several times a second, while any page is open, and sends what is no longer the same: the
newest of each list that pages ask for, not each change. So a page that is slow misses what it would not show
any more, and nothing is queued. An event is encoded once for all pages. However many they are, and however
much goes on, the feed takes about a sixtieth of the time of a core: it waits so much longer. With 50 pages an
event comes within 0.2 s.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from twilio_async.emulator.control import bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twilio_async.emulator.control.control import Control

_SHORTEST_WAIT = 0.1
_SHARE = 60
"""The feed waits so many times as long as it worked."""
_SENDING_TO_A_PAGE = 0.00005
"""Seconds of the thread that sending to one page takes, roughly."""
_NEWEST = 25
_MOST_PAGES = 200
_KEEP_ALIVE = 15.0
_NAMES = ("state", "messages", "calls", "requests", "callbacks", "faults")
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
_RECORDS = bodies.RecordQuery(limit=_NEWEST)
_REQUESTS = bodies.RequestQuery(limit=_NEWEST)
_CALLBACKS = bodies.CallbackQuery(limit=_NEWEST)


class Feed:
    """The events of whatever `control` gives; `close` ends all streams."""

    def __init__(self, control: Callable[[], Control]) -> None:
        self._control = control
        self._events: dict[str, bytes] = {}
        self._changed = asyncio.Event()
        self._pages: set[asyncio.BaseTransport] = set()
        self._wanted: Counter[str] = Counter()
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send one page the events that it asks for by `names`, and has not had, until it is closed."""
        names = request.query.get("names", ",".join(_NAMES)).split(",")
        if not set(names) <= set(_NAMES):
            status, words = HTTPStatus.BAD_REQUEST, f"names are some of {','.join(_NAMES)}"
            return web.json_response({"message": words}, status=status)
        if len(self._pages) >= _MOST_PAGES:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return web.json_response({"message": f"{_MOST_PAGES} pages are open"}, status=status)
        page = request.transport
        if page is None:
            raise ConnectionResetError("the page is gone")
        response = web.StreamResponse(headers=_HEADERS)
        response.force_close()
        await response.prepare(request)
        self._pages.add(page)
        self._wanted.update(names)
        self._is_closed = False
        if self._task is None:
            self._task = asyncio.create_task(self._look())
        try:
            with suppress(ConnectionError):
                await self._send(page, response, names)
        finally:
            self._pages.discard(page)
            self._wanted.subtract(names)
            if not self._pages:
                self._stop()
        return response

    def close(self) -> None:
        """End all streams."""
        self._is_closed = True
        self._stop()
        self._tell()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _send(
        self, page: asyncio.BaseTransport, response: web.StreamResponse, names: Sequence[str]
    ) -> None:
        sent: dict[str, bytes] = {}
        while not self._is_closed and not page.is_closing():
            changed = self._changed
            events = {name: self._events[name] for name in names if name in self._events}
            if news := [event for name, event in events.items() if sent.get(name) is not event]:
                sent = events
                await response.write(b"".join(news))
                continue
            try:
                async with asyncio.timeout(_KEEP_ALIVE):
                    await changed.wait()
            except TimeoutError:
                await response.write(b":\n\n")

    async def _look(self) -> None:
        while True:
            started = time.thread_time()
            self._refresh()
            took = time.thread_time() - started + _SENDING_TO_A_PAGE * len(self._pages)
            await asyncio.sleep(max(_SHORTEST_WAIT, _SHARE * took))

    def _refresh(self) -> None:
        """Make the events anew, and tell the pages if one is another than before, or a page is gone."""
        control = self._control()
        parts: dict[str, Callable[[], object]] = {
            "state": control.state,
            "messages": lambda: control.messages(_RECORDS),
            "calls": lambda: control.calls(_RECORDS),
            "requests": lambda: control.requests(_REQUESTS),
            "callbacks": lambda: control.callbacks(_CALLBACKS),
            "faults": control.faults,
        }
        has_changed = False
        for name in self._wanted:
            if not self._wanted[name]:
                continue
            event = b"event: %s\ndata: %s\n\n" % (name.encode(), msgspec.json.encode(parts[name]()))
            if event != self._events.get(name):
                self._events[name] = event
                has_changed = True
        if has_changed or any(page.is_closing() for page in self._pages):
            self._tell()
