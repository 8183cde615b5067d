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

from twilio_async.emulator.accounts.keys import add_key
from twilio_async.emulator.content_site import Cdn
from twilio_async.emulator.dispatch import Api, StyleName
from twilio_async.emulator.faults import Faults
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account, Media, Message
from twilio_async.emulator.messaging.message_status import Delays
from twilio_async.emulator.numbers.add_ons import add_result
from twilio_async.emulator.pipeline import InFlight, Pipeline, Received
from twilio_async.emulator.scenes import voice_staging as staging
from twilio_async.emulator.scenes.plain_staging import (
    add_authorized_connect_app,
    add_connect_app,
    add_short_code,
)
from twilio_async.emulator.scenes.seeded_calls import seed_calls
from twilio_async.emulator.scenes.seeded_messages import seed_history
from twilio_async.emulator.voice.voice_records import (
    Exchange,
    Member,
    Notification,
    PhoneCall,
    Recording,
    Transcription,
)

HOST: Final = "127.0.0.1"
_SHUTDOWN_SECONDS: Final = 0.1
_EXCHANGE: Final = Exchange("https://example.com/voice", response_body="Not Found")


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
        call_seconds: Seconds that a call lasts once it is answered, unless somebody hangs up.
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
    call_seconds: float = 10.0
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
        self._store = Store(clock=self.clock, delays=delays, call_seconds=self.call_seconds, seed=self.seed)
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
        return self._store.messages.all()

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
        return self._store.open_account(friendly_name, self.account_sid)

    def add_media(self, message_sid: str, content: bytes, content_type: str) -> Media:
        """Attach a file to a message; KeyError if there is no such message."""
        message = self._store.messages.find(message_sid)
        message.num_media += 1
        return self._store.add_media(message, content, content_type)

    def seed_messages(self, count: int, *, account_sid: str | None = None, days: int = 30) -> None:
        """Give an account, the main one by default, `count` SMS spread over the last `days` days.

        Inbound and outbound, in several statuses, the same for the same `seed`. KeyError: no such account.
        """
        account = self._account(account_sid)
        seed_history(self._store, account, count=count, days=days, random=self._random("history"))

    @property
    def calls(self) -> list[PhoneCall]:
        """The calls of all accounts in the order of creation."""
        return self._store.voice.calls.all()

    def add_call(
        self, *, to: str, from_: str, parent_call_sid: str | None = None, account_sid: str | None = None
    ) -> PhoneCall:
        """Let a call come in, answered at once; with a parent it is a leg which that call dials.

        KeyError where there is no such account or parent.
        """
        voice = self._store.voice
        parent = None if parent_call_sid is None else voice.calls.find(parent_call_sid)
        sid = self._account(account_sid).sid if parent is None else parent.account_sid
        return staging.add_call(voice, sid, to=to, from_=from_, parent=parent)

    def add_recording(self, call_sid: str, content: bytes | None = None, *, seconds: int = 10) -> Recording:
        """Give a call a complete recording.

        KeyError: there is no such call. ValueError: nobody answers it.

        `content` is what is served as its audio in whichever format; None has it made up.
        """
        voice = self._store.voice
        return staging.add_recording(voice, voice.calls.find(call_sid), content, seconds)

    def add_transcription(self, recording_sid: str, text: str) -> Transcription:
        """Give a recording a text; KeyError if there is no such recording."""
        voice = self._store.voice
        return staging.add_transcription(voice, voice.recordings.find(recording_sid), text)

    def add_notification(
        self,
        call_sid: str,
        *,
        error_code: int = 11200,
        message_text: str = "An attempt to retrieve content failed",
        log: int = 0,
        exchange: Exchange = _EXCHANGE,
    ) -> Notification:
        """Report trouble in a call: `log` 0 is an error, 1 a warning; KeyError if there is no such call."""
        voice = self._store.voice
        return staging.add_notification(
            voice,
            voice.calls.find(call_sid),
            error_code=error_code,
            message_text=message_text,
            log=log,
            exchange=exchange,
        )

    def enqueue(self, queue_sid: str, call_sid: str) -> Member:
        """Let a call wait in a queue of its account; KeyError where there is no such queue or call."""
        voice = self._store.voice
        return staging.enqueue(voice, self._store.items, queue_sid, voice.calls.find(call_sid))

    def seed_calls(self, count: int, *, account_sid: str | None = None, days: int = 30) -> None:
        """Give an account, the main one by default, `count` past calls spread over the last `days` days.

        Inbound and outbound, with several outcomes, the same for the same `seed`. KeyError: no such account.
        """
        voice, random = self._store.voice, self._random("calls")
        seed_calls(voice, self._account(account_sid), count=count, days=days, random=random)

    def add_short_code(
        self, short_code: str, *, friendly_name: str = "A short code", account_sid: str | None = None
    ) -> str:
        """Lease a short code; gives its sid. KeyError: no such account."""
        return add_short_code(self._store, self._account(account_sid), short_code, friendly_name).sid

    def add_connect_app(self, *, friendly_name: str = "A connect app", account_sid: str | None = None) -> str:
        """Register an app that other accounts can authorize; gives its sid. KeyError: no such account."""
        return add_connect_app(self._store, self._account(account_sid), friendly_name).sid

    def add_authorized_connect_app(
        self,
        *,
        friendly_name: str = "A connect app",
        company_name: str = "A company",
        account_sid: str | None = None,
    ) -> str:
        """Authorize the app of somebody else; gives its sid. KeyError: no such account."""
        account = self._account(account_sid)
        return add_authorized_connect_app(self._store, account, friendly_name, company_name).sid

    def add_add_on_result(
        self, recording_sid: str, content: bytes, content_type: str = "application/json"
    ) -> str:
        """Let an add-on find something out about a recording; gives the sid of the result.

        The result has one payload, whose data are `content`. KeyError if there is no such recording.
        """
        account = self._account(self._store.voice.recordings.find(recording_sid).account_sid)
        return add_result(self._store, account, recording_sid, content, content_type).sid

    def _account(self, sid: str | None) -> Account:
        account = self._store.directory.get(sid or self.account_sid)
        if account is None:
            raise KeyError(sid)
        return account

    def _random(self, use: str) -> Random:
        return Random(f"{self.seed}/{use}")  # noqa: S311  # Repeatable by seed; nothing here is secret.

    def _open_accounts(self) -> None:
        directory = self._store.directory
        main = self._store.open_account("The main account", sid=self.account_sid, auth_token=self.auth_token)
        add_key(self._store, main, self.api_key, self.api_secret)
        directory.add_client(self.client_id, self.client_secret, main)
        test = self._store.open_account(
            "The test credentials", sid=self.test_account_sid, auth_token=self.test_auth_token
        )
        test.is_test = True

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
