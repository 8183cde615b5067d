"""The courier: makes the requests of callbacks, signed, within their times, and repeats them as they say.

The only module that is a client of HTTP. What a webhook answers is for others to understand; what goes wrong
stands in the callback and is never raised.

Source: https://www.twilio.com/docs/usage/webhooks and https://www.twilio.com/docs/api/errors/11200
"""

from __future__ import annotations

import asyncio
from collections import deque
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin
from uuid import UUID

import aiohttp
from yarl import URL

from twilio_async.emulator.callbacks.addresses import Address
from twilio_async.emulator.callbacks.callback import Callback
from twilio_async.emulator.callbacks.signing import SIGNATURE, signature

if TYPE_CHECKING:
    from random import Random

    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.wire.parameters import Pairs

_LONGEST_LOG = 1000
_LONGEST_BODY = 65_536
_MOST_REDIRECTS = 10
_MOST_AT_ONCE = 100
_NOT_LOOPBACK = "the emulator makes callbacks to loopback addresses only"
_FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8"
_AS_GET = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
_REDIRECTS = _AS_GET | {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}

_TROUBLE: tuple[tuple[type[Exception], str, int, str], ...] = (
    (aiohttp.ConnectionTimeoutError, "ct", 11205, "no connection in time"),
    (TimeoutError, "rt", 11200, "no answer in time"),
    (aiohttp.ClientConnectorDNSError, "ct", 11210, "the host is not known"),
    (aiohttp.ClientSSLError, "ct", 11220, "TLS failed"),
    (aiohttp.ClientConnectorError, "ct", 11205, "no connection"),
    (aiohttp.ClientResponseError, "rt", 11206, "the answer is not HTTP"),
    (aiohttp.InvalidURL, "", 11100, "the address is invalid"),
    (aiohttp.ClientError, "rt", 11205, "the connection broke off"),
    (ValueError, "", 11100, "the address is invalid"),
)
"""What can go wrong: the exception, the name of the trouble in retry policies, Twilio's code, the words."""


class Courier:
    """Makes callbacks and logs the last 1,000; only to loopback addresses, unless it may go `anywhere`."""

    def __init__(self, store: Store, random: Random, *, anywhere: bool) -> None:
        self.log: deque[Callback] = deque(maxlen=_LONGEST_LOG)
        self._store = store
        self._random = random
        self._anywhere = anywhere
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)

    async def deliver(
        self, purpose: str, account_sid: str, url: str, params: Pairs, method: str = "POST"
    ) -> Callback:
        """Make a request to a webhook; gives it with what came of it."""
        async with self._places:  # Whoever waits here is not being timed yet.
            callback = Callback(purpose, account_sid, url, method, tuple(params), self._store.clock())
            self.log.append(callback)
            address, token = Address.read(url), str(UUID(int=self._random.getrandbits(128), version=4))
            for _ in range(1 + address.overrides.retries):
                trouble = await self._attempt(callback, address, token)
                if trouble not in address.overrides.retries_after:
                    break
        return callback

    def decline(self, purpose: str, account_sid: str, url: str) -> None:
        """Log that nothing is told to a webhook that may not be reached."""
        now = self._store.clock()
        self.log.append(Callback(purpose, account_sid, url, "POST", (), now, error=_NOT_LOOPBACK))

    def sign(self, account_sid: str, url: str, form: Pairs = ()) -> str:
        """The signature of a request of an account to `url`."""
        account = self._store.directory.get(account_sid)
        return signature("" if account is None else account.auth_token, url, form)

    def may_reach(self, url: str) -> bool:
        """Whether a request may go to this address."""
        return self._anywhere or Address.read(url).is_loopback

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session of all requests and sockets, which is opened when it is first used."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "TwilioProxy/1.1"},
            )
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
            self._places = asyncio.Semaphore(_MOST_AT_ONCE)

    async def _attempt(self, callback: Callback, address: Address, token: str) -> str:
        """Try once; gives the name of the trouble, or nothing."""
        callback.attempts += 1
        callback.error = callback.error_code = callback.status = None
        try:
            await self._follow(callback, address, token)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            name, code, words = next(entry[1:] for entry in _TROUBLE if isinstance(error, entry[0]))
            callback.error, callback.error_code = words, code
            return name
        return _judge(callback)

    async def _follow(self, callback: Callback, address: Address, token: str) -> None:
        """Ask, and ask where the answers redirect to."""
        url, method, params = address.url, callback.method, callback.params
        for _ in range(_MOST_REDIRECTS):
            if not self.may_reach(url):
                callback.error = _NOT_LOOPBACK
                return
            location = await self._ask(callback, Address(url, address.overrides), method, params, token)
            if location is None:
                return
            url = urljoin(url, location)
            if callback.status in _AS_GET:
                method, params = "GET", ()
        callback.error, callback.error_code = "there are too many redirects", 11215

    async def _ask(
        self, callback: Callback, address: Address, method: str, params: Pairs, token: str
    ) -> str | None:
        """Make one request; gives the address to which its answer redirects, if it does."""
        form = params if method == "POST" else ()
        if method != "POST" and params:
            joint = "&" if "?" in address.url else "?"
            address = Address(f"{address.url}{joint}{urlencode(params)}", address.overrides)
        headers = {
            SIGNATURE: self.sign(callback.account_sid, address.signed, form),
            "I-Twilio-Idempotency-Token": token,
            "X-Home-Region": "us1",
            "Accept": "*/*",
        }
        callback.headers = headers
        overrides = address.overrides
        timeout = aiohttp.ClientTimeout(
            total=overrides.total_timeout,
            sock_connect=overrides.connect_timeout,
            sock_read=overrides.read_timeout,
        )
        if method == "POST":
            headers["Content-Type"] = _FORM_TYPE
        async with self.session.request(
            method,
            URL(address.url, encoded=True),
            data=urlencode(form).encode() if method == "POST" else None,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
        ) as response:
            callback.status, callback.content_type = response.status, response.content_type
            callback.body = await _body_of(response)
            return response.headers.get("Location") if response.status in _REDIRECTS else None


def _judge(callback: Callback) -> str:
    """The name of the trouble that a status is, or nothing."""
    if callback.status is None or callback.status < HTTPStatus.BAD_REQUEST:
        return ""
    callback.error, callback.error_code = f"the answer is {callback.status}", 11200
    return f"{callback.status // 100}xx"


async def _body_of(response: aiohttp.ClientResponse) -> bytes:
    """The body, as much of it as Twilio reads."""
    parts: list[bytes] = []
    left = _LONGEST_BODY
    async for part in response.content.iter_chunked(_LONGEST_BODY):
        parts.append(part[:left])
        left -= len(part)
        if left <= 0:
            break
    return b"".join(parts)
