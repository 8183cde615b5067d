"""The least HTTP server that takes messages like Twilio: each POST is answered with a SID of its own.

Usage: python -m benchmarks.sms_responder SECONDS; it answers so many seconds late, prints its port, and ends
with its standard input.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from typing import Final

from benchmarks.least_server import Connection, serve

_BODY: Final = (
    '{"sid": "SM%s", "account_sid": "AC00000000000000000000000000000000", "status": "queued", "to": '
    '"+15558675310", "from": "+15550100000", "body": "Hello", "num_segments": "1", "num_media": "0", '
    '"direction": "outbound-api", "date_created": "Thu, 26 Nov 2026 12:00:00 +0000", "date_updated": '
    '"Thu, 26 Nov 2026 12:00:00 +0000", "date_sent": null, "price": null, "price_unit": "USD", '
    '"error_code": null, "error_message": null, "api_version": "2010-04-01", "uri": null, '
    '"messaging_service_sid": null, "subresource_uris": {}}'
)
_NUMBERS: Final = itertools.count()


class Responder(Connection):
    """One connection."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def answer(self, request: bytes) -> None:
        """Answer with the next SID, so many seconds late."""
        del request
        if self._seconds:
            asyncio.get_running_loop().call_later(self._seconds, self._answer)
        else:
            self._answer()

    def _answer(self) -> None:
        body = (_BODY % f"{next(_NUMBERS):032x}").encode()
        head = (
            f"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self.transport is not None:
            self.transport.write(head.encode() + body)


if __name__ == "__main__":
    late = float(sys.argv[1])
    asyncio.run(serve(lambda: Responder(late)))
