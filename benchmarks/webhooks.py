"""Measure the receiving of webhooks, and print a table: `python -m benchmarks.webhooks [--changes N]`.

The ratios are of CPU, side by side in one run: the validation of a status callback against the official
library's, and a request to a handler of `on_aiohttp.webhook` against one to a bare handler of aiohttp's that
reads the form and answers. The server is a process of its own, and its CPU is what counts.

With `--changes`, so many valid requests with one character changed are tried on a validator, of which none
may be valid.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from benchmarks.server import responding
from twilio_async.webhooks import MessageStatusCallback, Receiver, Validator, signature
from twilio_async.webhooks.on_aiohttp import webhook

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - an invented one
_PUBLIC = "https://example.com"
_PATH = "/status?campaign=42"
_CALLBACK = {
    "AccountSid": f"AC{'0' * 32}",
    "ApiVersion": "2010-04-01",
    "From": "+15550100000",
    "MessageSid": f"SM{'1' * 32}",
    "MessageStatus": "delivered",
    "RawDlrDoneDate": "2611261830",
    "SmsSid": f"SM{'1' * 32}",
    "SmsStatus": "delivered",
    "To": "+15558675310",
}
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_ROUNDS = 41
_VALIDATIONS = 1_000
_REQUESTS = 250


def main() -> None:
    """Serve, or measure and print."""
    parser = argparse.ArgumentParser(description="Measure the receiving of webhooks.")
    parser.add_argument("--changes", type=int, default=0, metavar="N", help="try N changed requests")
    parser.add_argument("serve", nargs="?", choices=["serve"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(_serve())
        return
    print("| work | twilio_async | baseline | ratio | goal |\n|---|---|---|---|---|")
    print(_row("validate a status callback", *_validation(), "<= 0.3 (the official library)"))
    print(_row("answer a status callback, aiohttp", *asyncio.run(_requests()), "<= 1.1 (a bare handler)"))
    if options.changes:
        _try_changes(options.changes)


def _row(work: str, pairs: list[tuple[float, float]], each: int, goal: str) -> str:
    """A line of the table, of the seconds that rounds took."""
    ours, theirs = (median(seconds) / each * 1e6 for seconds in zip(*pairs, strict=True))
    ratios = sorted(one / other for one, other in pairs)
    spread = f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    return f"| {work} | {ours:.1f} us | {theirs:.1f} us | {spread} | {goal} |"


def _validation() -> tuple[list[tuple[float, float]], int]:
    url, official = _PUBLIC + _PATH, importlib.import_module("twilio.request_validator")
    own = signature(_TOKEN, url, _CALLBACK)
    validator, their_validator = Validator(_TOKEN), official.RequestValidator(_TOKEN)

    def ours() -> None:
        assert validator.is_valid(url, _CALLBACK, own)

    def theirs() -> None:
        assert their_validator.validate(url, _CALLBACK, own)

    return [(_cpu(ours), _cpu(theirs)) for _ in range(_ROUNDS)], _VALIDATIONS


def _cpu(once: Callable[[], None]) -> float:
    before = process_time()
    for _ in range(_VALIDATIONS):
        once()
    return process_time() - before


async def _requests() -> tuple[list[tuple[float, float]], int]:
    with responding("webhooks", "serve") as base:
        port = urlsplit(base).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            pairs = [
                (await _server_cpu(reader, writer, "/hook"), await _server_cpu(reader, writer, "/bare"))
                for _ in range(_ROUNDS)
            ]
        finally:
            writer.close()
    return pairs[1:], _REQUESTS  # The first round warms up.


async def _server_cpu(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, route: str) -> float:
    """The CPU that the server takes for so many callbacks on one connection."""
    path = route + _PATH
    body = urlencode(_CALLBACK).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Twilio-Signature: {signature(_TOKEN, _PUBLIC + path, _CALLBACK)}\r\n"
        f"I-Twilio-Idempotency-Token: 8a4bcb5b\r\nAccept: */*\r\nUser-Agent: TwilioProxy/1.1\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    before = float(await _answer(reader, writer, b"GET /cpu HTTP/1.1\r\nHost: example.com\r\n\r\n"))
    for _ in range(_REQUESTS):
        assert await _answer(reader, writer, head + body) == _EMPTY.encode()
    return float(await _answer(reader, writer, b"GET /cpu HTTP/1.1\r\nHost: example.com\r\n\r\n")) - before


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert head.startswith(b"http/1.1 200"), head
    length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
    return await reader.readexactly(length)


async def _serve() -> None:
    """Serve the two handlers until stdin ends, and say the port first."""
    receiver = Receiver(_TOKEN, public_url=_PUBLIC)

    @webhook(receiver, MessageStatusCallback)
    async def hook(_: web.Request, event: MessageStatusCallback) -> None:
        assert event.message_status == "delivered"

    async def bare(request: web.Request) -> web.Response:
        form = await request.post()
        assert form["MessageStatus"] == "delivered"
        return web.Response(text=_EMPTY, content_type="text/xml")

    async def cpu(_: web.Request) -> web.Response:
        return web.Response(text=repr(process_time()))

    app = web.Application()
    app.add_routes([web.post("/hook/status", hook), web.post("/bare/status", bare), web.get("/cpu", cpu)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def _try_changes(count: int) -> None:
    mutations: Any = importlib.import_module("tests.webhooks.mutations")
    accepted = mutations.accepted_changes(count)
    print(f"\n{count:,} changed requests: {len(accepted)} accepted, no exception.")
    assert not accepted, accepted[:5]


if __name__ == "__main__":
    main()
