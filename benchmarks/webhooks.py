"""Measure the receiving of webhooks, and print a table: `python -m benchmarks.webhooks [--changes N]`.

The ratios are of CPU, side by side in one run: the validation of a status callback against the official
library's, and a request to a handler of `on_aiohttp.webhook` against one to a handler of aiohttp's that reads
the form, looks at the status and answers. One such handler is bare: it believes anybody. The other one asks
the official library for the signature, as a handler has to. What the server has of a request tells them
apart; with its client, which is aiohttp's, the same is a smaller part of a larger whole.

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
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from benchmarks.server import responding
from twilio_async.webhooks import MessageStatusCallback, Receiver, Validator, signature
from twilio_async.webhooks.on_aiohttp import webhook

if TYPE_CHECKING:
    from collections.abc import Callable

Seconds: TypeAlias = list[tuple[float, float]]
"""What rounds took here, and at the baseline."""

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
_ROUNDS = 151
_VALIDATIONS = 250
_CONNECTIONS = 20
_REQUESTS = 8


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
    for baseline, goal in (("bare", "<= 1.1 (a bare handler)"), ("official", "(with the official library)")):
        whole, server = asyncio.run(_requests(f"/{baseline}"))
        print(_row("a request, of the server", server, _REQUESTS * _CONNECTIONS, goal))
        print(_row("a request, with its client", whole, _REQUESTS * _CONNECTIONS, ""))
    if options.changes:
        _try_changes(options.changes)


def _row(work: str, pairs: Seconds, each: int, goal: str) -> str:
    """A line of the table, of the seconds that rounds took; behind the median is half of the ratios."""
    ours, theirs = (median(seconds) / each * 1e6 for seconds in zip(*pairs, strict=True))
    ratios = sorted(one / other for one, other in pairs)
    quarter = len(ratios) // 4
    spread = f"{median(ratios):.2f} ({ratios[quarter]:.2f}-{ratios[-1 - quarter]:.2f})"
    return f"| {work} | {ours:.1f} us | {theirs:.1f} us | {spread} | {goal} |"


def _validation() -> tuple[Seconds, int]:
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


async def _requests(baseline: str) -> tuple[Seconds, Seconds]:
    """The CPU of rounds of requests to both handlers: that of both ends, and that of the server alone."""
    whole: Seconds = []
    server: Seconds = []
    with responding("webhooks", "serve") as base:
        async with aiohttp.ClientSession(base) as session:
            for number in range(_ROUNDS + 1):
                routes = ["/hook", baseline]
                took = {
                    route: await _round(session, route) for route in (routes if number % 2 else routes[::-1])
                }
                whole.append((took["/hook"][0], took[baseline][0]))
                server.append((took["/hook"][1], took[baseline][1]))
    return whole[1:], server[1:]  # The first round warms up.


async def _round(session: aiohttp.ClientSession, route: str) -> tuple[float, float]:
    """The CPU of a round of callbacks to one handler: that of both ends, and that of the server."""
    path = route + _PATH
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "I-Twilio-Idempotency-Token": "8a4bcb5b",
        "X-Twilio-Signature": signature(_TOKEN, _PUBLIC + path, _CALLBACK),
    }
    body = urlencode(_CALLBACK)

    async def ask() -> None:
        for _ in range(_REQUESTS):
            async with session.post(path, data=body, headers=headers) as response:
                assert await response.text() == _EMPTY

    server, client = await _server_cpu(session), process_time()
    await asyncio.gather(*[ask() for _ in range(_CONNECTIONS)])
    client = process_time() - client
    server = await _server_cpu(session) - server
    return client + server, server


async def _server_cpu(session: aiohttp.ClientSession) -> float:
    async with session.get("/cpu") as response:
        return float(await response.text())


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

    official: Any = importlib.import_module("twilio.request_validator").RequestValidator(_TOKEN)

    async def validating(request: web.Request) -> web.Response:
        form = await request.post()
        signed = request.headers["X-Twilio-Signature"]
        assert official.validate(_PUBLIC + request.path_qs, form, signed)
        assert form["MessageStatus"] == "delivered"
        return web.Response(text=_EMPTY, content_type="text/xml")

    async def cpu(_: web.Request) -> web.Response:
        return web.Response(text=repr(process_time()))

    app = web.Application()
    app.add_routes(
        [
            web.post("/hook/status", hook),
            web.post("/bare/status", bare),
            web.post("/official/status", validating),
            web.get("/cpu", cpu),
        ]
    )
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
