"""The tokens of an OAuth client: fetched when they are needed, kept, and renewed before they end.

One fetch serves all who wait for it in a loop; nobody waits for a fetch of another loop, which may have
ended. From a minute before its end (or half of its life) a token is renewed beside the calls: they go on with
it until it really ends, so that a token endpoint that fails for a while is not noticed. While it fails it is
tried again at a later call, ten seconds after the last attempt at the earliest.

Source: https://www.twilio.com/docs/iam/oauth-apps
"""

from __future__ import annotations

import asyncio
import copy
import logging
import math
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlencode, urlsplit

from attrs import field, frozen

from twilio_async.core.decoding import TREE
from twilio_async.core.http.loops import forks
from twilio_async.core.wire import Request, is_object
from twilio_async.errors import ConfigurationError, DecodeError, TwilioError

Fetch: TypeAlias = Callable[[Request[Any]], Awaitable[Any]]
"""A function that sends a request and returns what its reader makes of the answer."""

_Loop: TypeAlias = tuple[int, asyncio.AbstractEventLoop]
"""A process and a loop in it, which have their tasks for themselves."""

_LOG = logging.getLogger("twilio_async")
_LEEWAY = 60.0
"""Seconds before its end at which a token is renewed, but for one that lives less than twice as long."""
_PAUSE = 10.0
"""Seconds from one attempt to renew a token to the next."""
_LONGEST = 16_384


@frozen
class _Token:
    """A token as a header has it, and when it ends."""

    header: str = field(repr=False)
    ends: float


class _Fetching(NamedTuple):
    """A fetch that is under way, and the function of the client that it goes by."""

    task: asyncio.Task[str]
    fetch: Fetch


class Tokens:
    """The tokens of one client, from the address that hands them out. Times are seconds of a steady clock."""

    def __init__(self, address: str, client_id: str, client_secret: str) -> None:
        url = urlsplit(address)
        form = {"client_id": client_id, "client_secret": client_secret, "grant_type": "client_credentials"}
        self._request = Request(
            "POST",
            url.path or "/",
            TREE,
            body=urlencode(form).encode(),
            origin=f"{url.scheme}://{url.netloc}",
            authorized=False,
            repeatable=True,
        )
        self._token: _Token | None = None
        self._renew_at = 0.0
        self._fetching: dict[_Loop, _Fetching] = {}

    async def header(self, fetch: Fetch, now: float) -> str:
        """The Authorization header for a token that has not ended.

        Raises:
            TwilioError: There is none and none was to be had; the caller's own request was not sent.
        """
        token = self._token
        if token is None or now >= token.ends:
            return await self._fetched(fetch, now)
        if now >= self._renew_at:
            self._begun(fetch, now)
        return token.header

    def drop(self) -> None:
        """Forget the token that is kept."""
        self._token = None

    async def close(self) -> None:
        """Stop what this loop fetches. Who waits for it, as another client's call may, begins anew."""
        fetching = self._fetching.get(_this_loop())
        if fetching is not None:
            fetching.task.cancel()
            await asyncio.wait([fetching.task])

    async def _fetched(self, fetch: Fetch, now: float) -> str:
        """The header of the token that is being fetched, for each of those who wait for it."""
        while True:
            fetching = self._begun(fetch, now)
            try:
                # Shielded, because a caller that is cancelled must not take the token from the others.
                return await asyncio.shield(fetching.task)
            except TwilioError as error:
                if isinstance(error, ConfigurationError) and fetching.fetch != fetch:
                    continue  # It is another client that cannot fetch.
                raise copy.copy(error) from None  # Each caller's own, to add its cursor to.
            except asyncio.CancelledError:
                caller = asyncio.current_task()
                if not fetching.task.cancelled() or caller is None or caller.cancelling():
                    raise

    def _begun(self, fetch: Fetch, now: float) -> _Fetching:
        """The fetch that is under way in this loop, begun where there is none."""
        loop = _this_loop()
        fetching = self._fetching.get(loop)
        if fetching is None or fetching.task.done():
            for other in [*self._fetching]:
                if other[1].is_closed():
                    self._fetching.pop(other, None)
            task = asyncio.create_task(self._renew(fetch, now))
            task.add_done_callback(partial(self._ended, loop))
            fetching = self._fetching[loop] = _Fetching(task, fetch)
        return fetching

    def _ended(self, loop: _Loop, task: asyncio.Task[str]) -> None:
        fetching = self._fetching.get(loop)
        if fetching is not None and fetching.task is task:
            self._fetching.pop(loop)
        if not task.cancelled():
            task.exception()  # Its waiters have it; where none is left, nobody need hear of it.

    async def _renew(self, fetch: Fetch, now: float) -> str:
        self._renew_at = now + _PAUSE
        try:
            text, lifetime = _read(await fetch(self._request), self._request)
        except TwilioError as error:
            error.executed = "no"  # For whoever waits: what they asked for was not even sent.
            if self._token is not None and now < self._token.ends:
                _LOG.warning("the token, which is used until it ends, could not be renewed: %s", error)
            raise
        self._token = _Token(f"Bearer {text}", now + lifetime)
        self._renew_at = now + lifetime - min(_LEEWAY, lifetime / 2)
        return self._token.header


def _this_loop() -> _Loop:
    return forks(), asyncio.get_running_loop()


def _read(answer: object, request: Request[Any]) -> tuple[str, float]:
    """Token and lifetime in seconds."""
    fields = answer if is_object(answer) else {}
    token, lifetime = fields.get("access_token"), _seconds(fields.get("expires_in"))
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise DecodeError("the answer holds no access_token", method=request.method, path=request.path)
    if len(token) > _LONGEST:
        raise DecodeError("the access_token is too long", method=request.method, path=request.path)
    if not math.isfinite(lifetime):
        raise DecodeError("the answer holds no expires_in", method=request.method, path=request.path)
    return token, max(0.0, lifetime)


def _seconds(lifetime: object) -> float:
    try:
        return float(lifetime) if isinstance(lifetime, str | int | float) else math.nan
    except (ValueError, OverflowError):
        return math.nan
