"""A Twilio of your own on the loopback interface: start, stop, look inside.

Puts the parts together and owns the two sites (the API and the content network) and nothing else.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from random import Random
from types import TracebackType
from typing import Final, Self

import attrs
from aiohttp import web

from twilio_async.emulator.api import Api, StyleName
from twilio_async.emulator.cdn import Cdn
from twilio_async.emulator.faults import Faults
from twilio_async.emulator.lifecycle import Delays
from twilio_async.emulator.pipeline import InFlight, Pipeline, Received
from twilio_async.emulator.records import Account, Media, Message
from twilio_async.emulator.seeding import seed_history
from twilio_async.emulator.store import Store

HOST: Final = "127.0.0.1"
_SHUTDOWN_SECONDS: Final = 0.1


def _utc_now() -> datetime:
    return datetime.now(UTC)


@attrs.define(eq=False, kw_only=True)
class Emulator:
    """A local Twilio, to be used as `async with Emulator() as emulator:` or with `start` and `stop`.

    Everything is kept in memory, and nothing is ever sent to anybody.

    Attributes:
        port: The port on 127.0.0.1; 0 takes a free one.
        clock: The present as an aware UTC datetime. Statuses and token lifetimes follow it.
        sleep: What delays wait with.
        seed: Identifiers, seeded histories and fault probabilities repeat themselves with it.
        sent_after: Seconds from queueing until a message is sent.
        delivered_after: Seconds from queueing until a message is delivered; not less than `sent_after`.
        latency: Seconds that each request takes.
        max_concurrency: More requests than these at a time are refused with 429 / 20429; None: no limit.
        page_style: `modern` cuts lists of 2010-04-01 by tokens, `legacy` by numbers, as until 2014.
        next_page_uris: Whether lists of 2008-08-01 carry page URIs, as in its late edition.
        account_sid: The main account, with its `auth_token`.
        api_key: An API key of the main account, with its `api_secret`.
        client_id: An OAuth client of the main account, with its `client_secret`.
        test_account_sid: The account of the test credentials, with its `test_auth_token`.
    """

    port: int = 0
    clock: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    seed: int = 0
    sent_after: float = 1.0
    delivered_after: float = 3.0
    latency: float = 0.0
    max_concurrency: int | None = None
    page_style: StyleName = "modern"
    next_page_uris: bool = False
    account_sid: str = "AC" + "e0" * 16
    auth_token: str = attrs.field(default="a1" * 16, repr=False)
    api_key: str = "SK" + "e1" * 16
    api_secret: str = attrs.field(default="b2" * 16, repr=False)
    client_id: str = "OQ" + "e2" * 16
    client_secret: str = attrs.field(default="c3" * 16, repr=False)
    test_account_sid: str = "AC" + "e3" * 16
    test_auth_token: str = attrs.field(default="d4" * 16, repr=False)
    faults: Faults = attrs.field(init=False)
    _store: Store = attrs.field(init=False, repr=False)
    _cdn: Cdn = attrs.field(init=False, repr=False)
    _api: Api = attrs.field(init=False, repr=False)
    _pipeline: Pipeline = attrs.field(init=False, repr=False)
    _sites: list["_Site"] = attrs.field(init=False, factory=list["_Site"], repr=False)

    def __attrs_post_init__(self) -> None:
        """Put the parts together; ValueError where settings contradict each other."""
        delays = Delays(sent_after=self.sent_after, delivered_after=self.delivered_after)
        self._store = Store(clock=self.clock, delays=delays, seed=self.seed)
        self._cdn = Cdn(self._store, self.clock, self.auth_token)
        self._api = Api(
            self._store, page_style=self.page_style, next_page_uris=self.next_page_uris, sign=self._media_url
        )
        self.faults = Faults(self._random("faults"))
        self._pipeline = Pipeline(
            api=self._api,
            faults=self.faults,
            sleep=self.sleep,
            latency=self.latency,
            max_concurrency=self.max_concurrency,
            random=self._random("requests"),
        )
        self._open_accounts()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; OSError if the port is taken, RuntimeError if it is listening already."""
        if self._sites:
            raise RuntimeError("the emulator is running already")
        self._sites.append(await _Site.open(self._pipeline.handle, self.port))
        self._sites.append(await _Site.open(self._cdn.handle, 0))

    async def stop(self) -> None:
        """Close all connections; what was stored stays and can be looked at."""
        while self._sites:
            await self._sites.pop().close()

    @property
    def url(self) -> str:
        """Where the API is, as in `http://127.0.0.1:4010`; RuntimeError while it is not listening."""
        if not self._sites:
            raise RuntimeError("the emulator is not running")
        return self._sites[0].url

    @property
    def messages(self) -> list[Message]:
        """The messages of all accounts in the order of creation."""
        return self._store.all_messages()

    @property
    def executed(self) -> Counter[str]:
        """What was really executed, by method and path pattern: `executed["POST Messages"]`."""
        return self._api.executed

    @property
    def requests(self) -> deque[Received]:
        """The last 1,000 requests that came in, refused ones included."""
        return self._pipeline.received

    @property
    def in_flight(self) -> InFlight:
        """How many requests are being served: `current` and `peak`."""
        return self._pipeline.in_flight

    def add_account(self, *, friendly_name: str = "A subaccount") -> Account:
        """Open a subaccount of the main account; gives its sid and auth token."""
        return self._add_account(
            self._store.new_sid("AC"), self._store.new_sid(""), friendly_name, self.account_sid
        )

    def add_media(self, message_sid: str, content: bytes, content_type: str) -> Media:
        """Attach a file to a message; KeyError if there is no such message."""
        message = self._store.find_message(message_sid)
        if message is None:
            raise KeyError(message_sid)
        message.num_media += 1
        return self._store.add_media(message, content, content_type)

    def seed_messages(self, count: int, *, account_sid: str | None = None, days: int = 30) -> None:
        """Give an account, the main one by default, `count` SMS spread over the last `days` days.

        Inbound and outbound, in several statuses, the same for the same `seed`. KeyError: no such account.
        """
        account = self._store.directory.get(account_sid or self.account_sid)
        if account is None:
            raise KeyError(account_sid)
        seed_history(self._store, account, count=count, days=days, random=self._random("history"))

    def _random(self, use: str) -> Random:
        return Random(f"{self.seed}/{use}")  # noqa: S311  # Repeatable by seed; nothing here is secret.

    def _open_accounts(self) -> None:
        directory = self._store.directory
        main = self._add_account(self.account_sid, self.auth_token, "The main account", self.account_sid)
        directory.add_key(self.api_key, self.api_secret, main)
        directory.add_client(self.client_id, self.client_secret, main)
        test = self._add_account(
            self.test_account_sid, self.test_auth_token, "The test credentials", self.test_account_sid
        )
        test.is_test = True

    def _add_account(self, sid: str, auth_token: str, friendly_name: str, owner_sid: str) -> Account:
        account = Account(
            sid=sid,
            auth_token=auth_token,
            friendly_name=friendly_name,
            created_at=self.clock(),
            owner_sid=owner_sid,
        )
        return self._store.directory.add(account)

    def _media_url(self, media: Media) -> str:
        return f"{self._sites[1].url}{self._cdn.address_of(media)}"


@attrs.frozen
class _Site:
    """One listening socket."""

    url: str
    runner: web.ServerRunner

    @classmethod
    async def open(
        cls, handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], port: int
    ) -> "_Site":
        runner = web.ServerRunner(web.Server(handler, access_log=None), shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            await runner.cleanup()
            raise
        return cls(f"http://{HOST}:{runner.addresses[0][1]}", runner)

    async def close(self) -> None:
        await self.runner.cleanup()
