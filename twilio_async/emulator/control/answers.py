"""What control answers: documents whose parts are views of records, exchanges and faults."""

from datetime import datetime

from msgspec import Struct

from twilio_async.emulator.control.exchanges import CallbackView, RequestView
from twilio_async.emulator.control.records import AccountView, CallView, MessageView
from twilio_async.emulator.control.rules import FaultView


class Health(Struct, kw_only=True):
    """That the emulator serves."""

    status: str = "ok"


class Counts(Struct, kw_only=True):
    """How many there are; of requests and callbacks, how many are in the log."""

    accounts: int
    messages: int
    calls: int
    requests: int
    callbacks: int


class Kept(Struct, kw_only=True):
    """How many are kept at most, the oldest going first; None is no limit."""

    messages: int | None
    calls: int | None
    requests: int | None
    callbacks: int | None


class ClockView(Struct, kw_only=True):
    """The clock: `ahead_seconds` is what it was moved."""

    now: datetime
    is_frozen: bool
    ahead_seconds: float


class Hand(Struct, kw_only=True):
    """Where the clock stands, if it is frozen, and what it was moved; the present is asked for by itself."""

    frozen_at: datetime | None
    ahead_seconds: float


class SettingsView(Struct, kw_only=True):
    """The settings that can be changed, times in seconds; a `max_concurrency` of 0 is no limit."""

    latency: float
    max_concurrency: int
    list_lag: float
    strict: bool


class State(Struct, kw_only=True):
    """The emulator at a glance. `injected` counts the faults that requests met, by kind."""

    url: str
    account_sid: str
    counts: Counts
    kept: Kept
    clock: Hand
    settings: SettingsView
    injected: dict[str, int]


class Accounts(Struct, kw_only=True):
    """All accounts."""

    accounts: list[AccountView]


class Messages(Struct, kw_only=True):
    """Messages, newest first; `next` is what `before` goes on with, None at the end."""

    messages: list[MessageView]
    next: str | None


class Calls(Struct, kw_only=True):
    """Calls, newest first; `next` is what `before` goes on with, None at the end."""

    calls: list[CallView]
    next: str | None


class Requests(Struct, kw_only=True):
    """Requests, newest first."""

    requests: list[RequestView]


class Callbacks(Struct, kw_only=True):
    """Callbacks, newest first."""

    callbacks: list[CallbackView]


class FaultList(Struct, kw_only=True):
    """The faults that stand, in the order in which they came."""

    faults: list[FaultView]


class Made(Struct, kw_only=True):
    """What was made, by its SID."""

    sid: str


class Added(Struct, kw_only=True):
    """A fault that was added, by its number."""

    number: int


class Received(Struct, kw_only=True):
    """A message or call that came in, the SIDs of the replies, and what went wrong with the webhook.

    `callbacks` is the number of requests to webhooks about it.
    """

    sid: str
    replies: list[str]
    callbacks: int
    trouble: list[str]


class Trouble(Struct, kw_only=True):
    """Why something cannot be done, in a sentence."""

    message: str
