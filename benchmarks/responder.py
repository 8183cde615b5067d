"""The least HTTP server that answers like Twilio: it looks at method and address, and writes ready bytes.

It serves a history of any length, and stands in for nginx where that is not installed.
Usage: python -m benchmarks.responder PAGES; it prints its port, and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import re
import sys
from typing import TYPE_CHECKING, Final, cast

from benchmarks.history import HEADERS, MESSAGES, History

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PAGE: Final = re.compile(rb"[?&]Page=(\d+)")
_JSON_LIST: Final = f"GET {MESSAGES}.json".encode()
_XML_LIST: Final = f"GET {MESSAGES}".encode()
_CREATION: Final = f"POST {MESSAGES}.json ".encode()
_FIXED: Final = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())


class Responder(asyncio.Protocol):
    """One connection."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of where answers go."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer the requests that are complete."""
        self._received += data
        while (end := self._received.find(_HEAD_END)) >= 0:
            length = _LENGTH.search(self._received, 0, end)
            end += len(_HEAD_END) + (int(length[1]) if length else 0)
            if len(self._received) < end:
                return
            request, self._received = self._received[:end], self._received[end:]
            if self._transport is not None:
                self._transport.writelines(self._answer(request))

    def _answer(self, request: bytes) -> Sequence[bytes]:
        if request.startswith(_CREATION):
            return _answer("201 Created", "json", [self._history.created])
        page = _PAGE.search(request, 0, request.find(b"\r\n"))
        number = int(page[1]) if page else 0
        if request.startswith(_JSON_LIST):
            return _answer("200 OK", "json", self._history.json(number))
        if request.startswith(_XML_LIST):
            return _answer("200 OK", "xml", self._history.xml(number))
        return _answer("404 Not Found", "json", [b"{}"])


def _answer(status: str, form: str, parts: Sequence[bytes]) -> Sequence[bytes]:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/{form}\r\n"
        f"Content-Length: {sum(map(len, parts))}\r\n{_FIXED}\r\n"
    )
    return [head.encode(), *parts]


async def _serve(pages: int) -> None:
    history = History(pages)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Responder(history), "127.0.0.1", 0)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
