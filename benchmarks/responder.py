"""The least HTTP server that answers like Twilio: it looks at method and address, and writes ready bytes.

It serves a history of any length, and stands in for nginx where that is not installed.
Usage: python -m benchmarks.responder PAGES; it prints its port, and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import re
import sys
from typing import TYPE_CHECKING, Final

from benchmarks.history import HEADERS, MESSAGES, History
from benchmarks.least_server import Connection, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE: Final = re.compile(rb"[?&]Page=(\d+)")
_JSON_LIST: Final = f"GET {MESSAGES}.json".encode()
_XML_LIST: Final = f"GET {MESSAGES}".encode()
_CREATION: Final = f"POST {MESSAGES}.json ".encode()
_FIXED: Final = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())


class Responder(Connection):
    """One connection."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history

    def answer(self, request: bytes) -> None:
        """Answer at once."""
        if self.transport is not None:
            self.transport.writelines(self._answer(request))

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


if __name__ == "__main__":
    served = History(int(sys.argv[1]))
    asyncio.run(serve(lambda: Responder(served)))
