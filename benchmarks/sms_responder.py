"""The least HTTP server that takes messages like Twilio: each POST is answered with a SID of its own.

Usage: python -m benchmarks.sms_responder SECONDS; it answers so many seconds late, prints its port, and ends
with its standard input.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
from typing import Final, cast

_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_BODY: Final = (
    '{"sid": "SM%s", "account_sid": "AC00000000000000000000000000000000", "status": "queued", "to": '
    '"+15558675310", "from": "+15550100000", "body": "Hello", "num_segments": "1", "num_media": "0", '
    '"direction": "outbound-api", "date_created": "Thu, 26 Nov 2026 12:00:00 +0000", "date_updated": '
    '"Thu, 26 Nov 2026 12:00:00 +0000", "date_sent": null, "price": null, "price_unit": "USD", '
    '"error_code": null, "error_message": null, "api_version": "2010-04-01", "uri": null, '
    '"messaging_service_sid": null, "subresource_uris": {}}'
)
_NUMBERS: Final = itertools.count()


class Responder(asyncio.Protocol):
    """One connection."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
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
            self._received = self._received[end:]
            if self._seconds:
                asyncio.get_running_loop().call_later(self._seconds, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        body = (_BODY % f"{next(_NUMBERS):032x}").encode()
        head = (
            f"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self._transport is not None:
            self._transport.write(head.encode() + body)


async def _serve(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Responder(seconds), "127.0.0.1", 0)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
