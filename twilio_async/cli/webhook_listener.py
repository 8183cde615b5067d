"""The server behind `webhook listen`: it shows each request, and answers with one document."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from twilio_async.cli.errors import CommandError, reason
from twilio_async.cli.printing.forms import text_of
from twilio_async.cli.printing.stdout import print_json_lines, print_line, print_summary
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.text import printable
from twilio_async.webhooks import Receiver
from twilio_async.webhooks.on_aiohttp import described, reading, refusal_of, response_of
from twilio_async.webhooks.receiver import event_of
from twilio_async.webhooks.requests import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from twilio_async.webhooks import WebhookEvent

_HOST = "127.0.0.1"
_UNCHECKED = "unchecked"  # Stands in for the token that there is none of; nothing is held against it.

_SIGNED = {True: "the signature holds", False: "THE SIGNATURE DOES NOT HOLD", None: "not checked"}


class Listener:
    """Shows what comes."""

    def __init__(
        self, token: str | None, public_url: str | None, twiml: Path | None, *, is_json: bool
    ) -> None:
        """Make a listener.

        Args:
            token: The auth token; without one no signature is checked.
            public_url: Where Twilio reaches the listener; see `Receiver`.
            twiml: The file to answer with.
            is_json: Whether each event is a line of JSON.
        """
        proxies = [] if public_url else [_HOST]
        self._receiver = Receiver(token or _UNCHECKED, public_url=public_url, trusted_proxies=proxies)
        self._is_checking = token is not None
        self._twiml = twiml
        self._show = _show_json if is_json else _show
        self._failed: asyncio.Future[None] | None = None

    async def serve(self, port: int) -> None:
        """Serve until this is cancelled, or what is shown cannot be written.

        Raises:
            CommandError: The port cannot be had.
            OSError: stdout cannot be written.
        """
        self._failed = asyncio.get_running_loop().create_future()
        runner = web.ServerRunner(web.Server(self._handle))
        await runner.setup()
        try:
            await _start(runner, port)
            await self._failed
        except asyncio.CancelledError:
            return  # Its usual end.
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        came = described(request)
        try:
            content = await self._receiver.content(came, reading(request))
            event = event_of(came, content)
            url = self._receiver.url(came)
            is_signed = await self._receiver.is_signed(came, content) if self._is_checking else None
        except Refused as refused:
            notices.say(f"{request.method} {request.path} is refused: {refused.reason}")
            return refusal_of(refused)
        try:
            self._show(f"{request.method} {url}", event, is_signed)
            return response_of(None if self._twiml is None else self._twiml.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            self._end(error)
            return web.Response(status=500)

    def _end(self, error: OSError | UnicodeDecodeError) -> None:
        if self._failed is not None and not self._failed.done():
            self._failed.set_exception(error)


async def _start(runner: web.ServerRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, _HOST, port).start()
    except OSError as error:
        raise CommandError(f"port {port} cannot be had: {reason(error)}; give another --port") from error
    taken = runner.addresses[0][1]
    notices.say(f"Listening on http://{_HOST}:{taken} until Ctrl-C.")


def _show(head: str, event: WebhookEvent, is_signed: bool | None) -> None:
    signed = _SIGNED[is_signed]
    print_line(f"{head}: {type(event).__name__}, {signed}")
    facts = {name: value for name, value in event.to_dict().items() if value not in (None, [])}
    print_summary({f"  {printable(name)}": text_of(value) for name, value in facts.items()})


def _show_json(head: str, event: WebhookEvent, is_signed: bool | None) -> None:
    fields = event.to_dict()
    print_json_lines(
        [{"event": type(event).__name__, "is_signed": is_signed, "request": head, "fields": fields}]
    )
