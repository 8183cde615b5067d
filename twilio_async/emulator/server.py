"""The server: a Twilio of your own on the loopback interface.

Puts the parts together and owns the two sites (the API and the content site) and nothing else.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from attrs import define, field

from twilio_async.emulator.accounts.keys import add_main_key
from twilio_async.emulator.callbacks.agenda import Agenda
from twilio_async.emulator.callbacks.courier import Courier
from twilio_async.emulator.callbacks.reporter import Reporter
from twilio_async.emulator.control.control import Control
from twilio_async.emulator.control.control_site import ControlSite
from twilio_async.emulator.dispatch import Dispatcher
from twilio_async.emulator.exports.bulk_exports import BulkExports
from twilio_async.emulator.faults.faults import Faults
from twilio_async.emulator.flows.stage import FlowStage
from twilio_async.emulator.inspection.viewpoint import Viewpoint
from twilio_async.emulator.memory.checks import expect, expect_amounts
from twilio_async.emulator.memory.identifiers import random_of
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_status import Delays
from twilio_async.emulator.pipeline import InFlight, Pipeline
from twilio_async.emulator.scenes.scenes import Scenes
from twilio_async.emulator.settings import Configured, Settings
from twilio_async.emulator.sites.content_site import ContentSite
from twilio_async.emulator.sites.site import Site, name_of

if TYPE_CHECKING:
    from collections import Counter, deque
    from datetime import date

    from aiohttp import web

    from twilio_async.emulator.callbacks.callback import Callback
    from twilio_async.emulator.inspection.seen_call import SeenCall
    from twilio_async.emulator.inspection.seen_message import SeenMessage
    from twilio_async.emulator.messaging.message_store import Media
    from twilio_async.emulator.requests import LoggedRequest


@define(eq=False, kw_only=True)
class Server(Settings):
    """A local Twilio between `start` and `stop`, whatever runs the loop that it is in.

    Everything is kept in memory, and nothing is ever sent to anybody but webhooks: those on this machine,
    unless it is told otherwise.

    Attributes:
        faults: The trouble that requests meet.
        scenes: What comes into being without the API.
    """

    faults: Faults = field(init=False)
    scenes: Scenes = field(init=False, repr=False)
    _store: Store = field(init=False, repr=False)
    _content: ContentSite = field(init=False, repr=False)
    _flows: FlowStage = field(init=False, repr=False)
    _courier: Courier = field(init=False, repr=False)
    _agenda: Agenda = field(init=False, repr=False)
    _control: Control = field(init=False, repr=False)
    _control_site: ControlSite = field(init=False, repr=False)
    _pipeline: Pipeline = field(init=False, repr=False)
    _sites: list[Site] = field(init=False, factory=list[Site], repr=False)
    _endings: set[asyncio.Task[None]] = field(init=False, factory=set["asyncio.Task[None]"], repr=False)

    def __attrs_post_init__(self) -> None:
        """Put the parts together.

        Raises:
            ValueError: Settings contradict each other.
        """
        self._assemble()
        self._control_site = ControlSite(lambda: self._control)

    def _assemble(self) -> None:
        delays = Delays(sent_after=self.sent_after, delivered_after=self.delivered_after)
        self._store = Store(
            clock=self.clock,
            delays=delays,
            limits=self.sender_limits,
            strict=self.strict,
            call_seconds=self.call_seconds,
            seed=self.seed,
            kept=self.kept,
        )
        self._content = ContentSite(self._store, self.auth_token)
        self.faults = Faults(random_of(self.seed, "faults"))
        self._agenda = Agenda(self.clock, self.sleep)
        self.clock.watch(self._look_at_the_clock)
        random = random_of(self.seed, "callbacks")
        self._courier = Courier(self._store, random, anywhere=self.callbacks_anywhere)
        Reporter(self._store, self._agenda, self._courier, lambda: self.url)
        self._flows = FlowStage(
            self._store,
            self._courier,
            self._agenda,
            lambda: self.url,
            Viewpoint(self._store.clock, self._courier.log),
        )
        self.scenes = Scenes(self._flows, account_sid=self.account_sid, seed=self.seed)
        self._control = Control(self, self._store, self._courier)
        self._pipeline = Pipeline(
            dispatcher=Dispatcher(
                self._store,
                page_style=self.page_style,
                next_page_uris=self.next_page_uris,
                days_only=self.days_only,
                media_url=self._media_url,
                api_url=lambda: self.url,
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
            on_request=self.on_request,
        )
        self._open_accounts()

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
        self._agenda.open()

    async def stop(self) -> None:
        """Close all connections; what was stored stays and can be looked at."""
        await _end(self._agenda, self._courier)
        await asyncio.gather(*self._endings)
        self._control_site.close()
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
        if self._sites:
            ending = asyncio.create_task(_end(self._agenda, self._courier))
            self._endings.add(ending)
            ending.add_done_callback(self._endings.discard)
        self.clock.restart()
        self._assemble()
        if self._sites:
            self._agenda.open()

    def configure(
        self,
        *,
        latency: float | None = None,
        max_concurrency: int | None = None,
        list_lag: float | None = None,
        strict: bool | None = None,
    ) -> None:
        """Change settings until the next `reset`; what is not named stays. Times are in seconds.

        Raises:
            ValueError: A time is negative.
        """
        if latency is not None:
            expect_amounts(float, latency=latency)
            self._pipeline.latency = latency
        if max_concurrency is not None:
            expect_amounts(int, max_concurrency=max_concurrency)
            self._pipeline.max_concurrency = max_concurrency or None
        if list_lag is not None:
            self.faults.list_lag(list_lag)
        if strict is not None:
            expect(bool, strict=strict)
            self._store.is_strict = strict

    @property
    def configured(self) -> Configured:
        """The settings that `configure` changes, as they are now; 0 is no limit."""
        return Configured(
            latency=self._pipeline.latency,
            max_concurrency=self._pipeline.max_concurrency or 0,
            list_lag=self.faults.lag.total_seconds(),
            strict=self._store.is_strict,
        )

    @property
    def messages(self) -> list[SeenMessage]:
        """The messages of all accounts in the order of creation, without those from a formula."""
        return [*map(self._flows.see_message, self._store.messaging.messages.all())]

    @property
    def calls(self) -> list[SeenCall]:
        """The calls of all accounts in the order of creation, without those from a formula."""
        return [*map(self._flows.see_call, self._store.voice.calls.all())]

    @property
    def requests(self) -> deque[LoggedRequest]:
        """The last 1,000 requests that came in, refused ones included."""
        return self._pipeline.log

    @property
    def callbacks(self) -> deque[Callback]:
        """The last 1,000 requests to webhooks, in the order in which they were made."""
        return self._courier.log

    @property
    def executed(self) -> Counter[str]:
        """The number of operations that were really executed: `executed["POST Messages"]`."""
        return self._pipeline.dispatcher.executed

    @property
    def in_flight(self) -> InFlight:
        """The number of requests that are being served: `current` and `peak`."""
        return self._pipeline.in_flight

    def _look_at_the_clock(self) -> None:
        """Let the agenda look at what is due by now, which it does at each plan."""
        if self._sites:
            self._agenda.plan(self.clock(), "clock", _nothing)

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
        handle = self._control_site.handler(request)
        return await (self._pipeline.handle(request) if handle is None else handle)

    async def _serve_content(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._content.handle(request)

    def _address(self, site: int) -> str:
        return f"http://{self.public_host or name_of(self.host)}:{self._sites[site].port}"

    def _media_url(self, media: Media) -> str:
        return f"{self._address(1)}{self._content.address_of(media)}"

    def _day_url(self, account_sid: str, resource_type: str, day: date) -> str:
        return f"{self._address(1)}{self._content.address_of_day(account_sid, resource_type, day)}"


async def _end(agenda: Agenda, courier: Courier) -> None:
    await agenda.close()
    await courier.close()


async def _nothing() -> None:
    pass
