"""The server: a Twilio of your own on the loopback interface.

Puts the parts together and owns the two sites (the API and the content site) and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Self

from attrs import define, field

from twilio_async.emulator.accounts.keys import add_main_key
from twilio_async.emulator.dispatch import Dispatcher, StyleName
from twilio_async.emulator.exports.bulk_exports import BulkExports
from twilio_async.emulator.faults.faults import Faults
from twilio_async.emulator.memory.clock import MovableClock, clock_of
from twilio_async.emulator.memory.identifiers import random_of
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_status import Delays
from twilio_async.emulator.messaging.sender_queues import SenderLimits
from twilio_async.emulator.pipeline import InFlight, Pipeline
from twilio_async.emulator.scenes.scenes import Scenes
from twilio_async.emulator.sites.content_site import ContentSite
from twilio_async.emulator.sites.site import LOOPBACK, Site, is_loopback, name_of

if TYPE_CHECKING:
    from collections import Counter, deque
    from datetime import date
    from types import TracebackType

    from aiohttp import web

    from twilio_async.emulator.messaging.message_store import Media, Message
    from twilio_async.emulator.requests import LoggedRequest
    from twilio_async.emulator.voice.voice_records import Call


@define(eq=False, kw_only=True)
class Emulator:
    """A local Twilio, to be used as `async with Emulator() as emulator:` or with `start` and `stop`.

    Everything is kept in memory, and nothing is ever sent to anybody.

    Attributes:
        host: The IP address on which it listens. Whoever reaches one that is not a loopback address can use
            the emulator: its credentials are no secret.
        port: The port of the API; 0 takes a free one.
        content_port: The port from which media are loaded; 0 takes a free one.
        public_host: The name or address under which others find it, in the addresses that it gives; None is
            the one by which this machine does.
        clock: The present, which tests freeze and move; statuses and token lifetimes follow it. It is made of
            a callable that gives an aware UTC datetime, of a moment at which it stands, or of `frozen`.
        sleep: The wait that delays are made of.
        seed: Identifiers, seeded histories and fault probabilities repeat themselves with it.
        sent_after: Seconds from queueing until a message is sent.
        sender_limits: How much a sender may have waiting, and how fast it sends; None: every message leaves
            after `sent_after`.
        delivered_after: Seconds from queueing until a message is delivered; not less than `sent_after`.
        call_seconds: Seconds that a call lasts once it is answered, unless somebody hangs up.
        latency: Seconds that each request takes.
        max_concurrency: More requests than these at a time are refused with 429 / 20429; None: no limit.
        page_style: `modern` cuts lists of 2010-04-01 by tokens, `legacy` by numbers, as until 2014.
        next_page_uris: Whether lists of 2008-08-01 carry page URIs, as in its late edition.
        days_only: Whether date filters ignore a time of day, and take the whole UTC day that it is in.
        account_sid: The main account, with its `auth_token`.
        api_key: An API key of the main account, with its `api_secret`.
        client_id: An OAuth client of the main account, with its `client_secret`.
        test_account_sid: The account of the test credentials, with its `test_auth_token`.
        faults: The trouble that requests meet.
        scenes: What comes into being without the API.
    """

    host: str = LOOPBACK
    port: int = 0
    content_port: int = 0
    public_host: str | None = None
    clock: MovableClock = field(factory=MovableClock, converter=clock_of)
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    seed: int = 0
    sent_after: float = 1.0
    delivered_after: float = 3.0
    sender_limits: SenderLimits | None = None
    call_seconds: float = 10.0
    latency: float = 0.0
    max_concurrency: int | None = None
    page_style: StyleName = "modern"
    next_page_uris: bool = False
    days_only: bool = False
    account_sid: str = "AC" + "e0" * 16
    auth_token: str = field(default="a1" * 16, repr=False)
    api_key: str = "SK" + "e1" * 16
    api_secret: str = field(default="b2" * 16, repr=False)
    client_id: str = "OQ" + "e2" * 16
    client_secret: str = field(default="c3" * 16, repr=False)
    test_account_sid: str = "AC" + "e3" * 16
    test_auth_token: str = field(default="d4" * 16, repr=False)
    faults: Faults = field(init=False)
    scenes: Scenes = field(init=False, repr=False)
    _store: Store = field(init=False, repr=False)
    _content: ContentSite = field(init=False, repr=False)
    _pipeline: Pipeline = field(init=False, repr=False)
    _sites: list[Site] = field(init=False, factory=list[Site], repr=False)

    def __attrs_post_init__(self) -> None:
        """Put the parts together.

        Raises:
            ValueError: Settings contradict each other.
        """
        is_loopback(self.host)
        self._assemble()

    def _assemble(self) -> None:
        delays = Delays(sent_after=self.sent_after, delivered_after=self.delivered_after)
        self._store = Store(
            clock=self.clock,
            delays=delays,
            limits=self.sender_limits,
            call_seconds=self.call_seconds,
            seed=self.seed,
        )
        self._content = ContentSite(self._store, self.auth_token)
        self.faults = Faults(random_of(self.seed, "faults"))
        self.scenes = Scenes(self._store, account_sid=self.account_sid, seed=self.seed)
        self._pipeline = Pipeline(
            dispatcher=Dispatcher(
                self._store,
                page_style=self.page_style,
                next_page_uris=self.next_page_uris,
                days_only=self.days_only,
                media_url=self._media_url,
                list_lag=lambda: self.faults.lag,
                exports=BulkExports(self._store, url=lambda: self.url, file_url=self._day_url),
            ),
            faults=self.faults,
            clock=self.clock,
            sleep=self.sleep,
            cut_connections=self._cut_connections,
            latency=self.latency,
            max_concurrency=self.max_concurrency,
            random=random_of(self.seed, "requests"),
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
        """Listen.

        Raises:
            OSError: The port is taken.
            RuntimeError: It is listening already.
        """
        if self._sites:
            raise RuntimeError("the emulator is running already")
        self._sites.append(await Site.open(self._serve, self.host, self.port))
        try:
            self._sites.append(await Site.open(self._serve_content, self.host, self.content_port))
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close all connections; what was stored stays and can be looked at."""
        while self._sites:
            await self._sites.pop().close()

    @property
    def url(self) -> str:
        """The address of the API, as in `http://127.0.0.1:4010`.

        Raises:
            RuntimeError: It is not listening.
        """
        if not self._sites:
            raise RuntimeError("the emulator is not running")
        return self._address(0)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a program's `Client()` here: the address, and the main account."""
        return {
            "TWILIO_BASE_URL": self.url,
            "TWILIO_ACCOUNT_SID": self.account_sid,
            "TWILIO_AUTH_TOKEN": self.auth_token,
        }

    def reset(self) -> None:
        """Begin anew with the same settings, as if nothing had ever happened; its address stays.

        `faults` and `scenes` are others afterwards: take them from the emulator each time.
        """
        self.clock.restart()
        self._assemble()

    @property
    def messages(self) -> list[Message]:
        """The messages of all accounts in the order of creation, without those from a formula."""
        return self._store.messaging.messages.all()

    @property
    def calls(self) -> list[Call]:
        """The calls of all accounts in the order of creation, without those from a formula."""
        return self._store.voice.calls.all()

    @property
    def requests(self) -> deque[LoggedRequest]:
        """The last 1,000 requests that came in, refused ones included."""
        return self._pipeline.log

    @property
    def executed(self) -> Counter[str]:
        """The number of operations that were really executed: `executed["POST Messages"]`."""
        return self._pipeline.dispatcher.executed

    @property
    def in_flight(self) -> InFlight:
        """The number of requests that are being served: `current` and `peak`."""
        return self._pipeline.in_flight

    def _open_accounts(self) -> None:
        store = self._store
        main = store.open_account("The main account", sid=self.account_sid, auth_token=self.auth_token)
        add_main_key(store, main, self.api_key, self.api_secret)
        store.directory.add_client(self.client_id, self.client_secret, main)
        test = store.open_account(
            "The test credentials", sid=self.test_account_sid, auth_token=self.test_auth_token
        )
        test.is_test = True

    def _cut_connections(self) -> None:
        for site in self._sites:
            site.cut_connections()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._pipeline.handle(request)

    async def _serve_content(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._content.handle(request)

    def _address(self, site: int) -> str:
        return f"http://{self.public_host or name_of(self.host)}:{self._sites[site].port}"

    def _media_url(self, media: Media) -> str:
        return f"{self._address(1)}{self._content.address_of(media)}"

    def _day_url(self, account_sid: str, resource_type: str, day: date) -> str:
        return f"{self._address(1)}{self._content.address_of_day(account_sid, resource_type, day)}"
