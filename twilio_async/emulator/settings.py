"""The settings of an emulator, which it has as long as it lives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypedDict

from attrs import Attribute, define, field

from twilio_async.emulator.dispatch import StyleName
from twilio_async.emulator.memory.checks import expect, expect_amounts, expect_if_any
from twilio_async.emulator.memory.clock import MovableClock, clock_of
from twilio_async.emulator.messaging.sender_queues import SenderLimits
from twilio_async.emulator.requests import LoggedRequest
from twilio_async.emulator.sites.site import LOOPBACK, is_loopback

_LAST_PORT = 65_535


def _check_host(_: object, __: object, host: str) -> None:
    is_loopback(host)


def _check_port(_: object, attribute: Attribute[int], port: int) -> None:
    expect(int, **{attribute.name: port})
    if not 0 <= port <= _LAST_PORT:
        raise ValueError(f"{attribute.name} is between 0 and {_LAST_PORT}, not {port}")


def _check_whole(_: object, attribute: Attribute[int], number: int) -> None:
    expect(int, **{attribute.name: number})


def _check_seconds(_: object, attribute: Attribute[float], seconds: float) -> None:
    expect_amounts(float, **{attribute.name: seconds})


def _check_count(_: object, attribute: Attribute[int | None], count: int | None) -> None:
    expect_if_any(int, **{attribute.name: count})
    if count is not None and count < 1:
        raise ValueError(f"{attribute.name} is 1 or more, or None, not {count}")


class Configured(TypedDict):
    """The settings that change while the server runs, times in seconds."""

    latency: float
    max_concurrency: int
    list_lag: float
    strict: bool


@define(eq=False, kw_only=True)
class Settings:
    """The settings of an emulator.

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
        kept: How many messages, and how many calls, are kept at most: for a new one the oldest goes; None:
            all are kept.
        account_sid: The main account, with its `auth_token`.
        api_key: An API key of the main account, with its `api_secret`.
        client_id: An OAuth client of the main account, with its `client_secret`.
        test_account_sid: The account of the test credentials, with its `test_auth_token`.
        strict: Whether senders and callers have to be numbers that the account has.
        callbacks_anywhere: Whether callbacks may leave this machine; if not, they go to loopback addresses.
        on_request: Is called with each request once it is answered, or its connection cut.
    """

    host: str = field(default=LOOPBACK, validator=_check_host)
    port: int = field(default=0, validator=_check_port)
    content_port: int = field(default=0, validator=_check_port)
    public_host: str | None = None
    clock: MovableClock = field(factory=MovableClock, converter=clock_of)
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    seed: int = field(default=0, validator=_check_whole)
    sent_after: float = field(default=1.0, validator=_check_seconds)
    delivered_after: float = field(default=3.0, validator=_check_seconds)
    sender_limits: SenderLimits | None = None
    call_seconds: float = field(default=10.0, validator=_check_seconds)
    latency: float = field(default=0.0, validator=_check_seconds)
    max_concurrency: int | None = field(default=None, validator=_check_count)
    page_style: StyleName = "modern"
    next_page_uris: bool = False
    days_only: bool = False
    kept: int | None = field(default=None, validator=_check_count)
    account_sid: str = "AC" + "e0" * 16
    auth_token: str = field(default="a1" * 16, repr=False)
    api_key: str = "SK" + "e1" * 16
    api_secret: str = field(default="b2" * 16, repr=False)
    client_id: str = "OQ" + "e2" * 16
    client_secret: str = field(default="c3" * 16, repr=False)
    test_account_sid: str = "AC" + "e3" * 16
    test_auth_token: str = field(default="d4" * 16, repr=False)
    strict: bool = False
    callbacks_anywhere: bool = False
    on_request: Callable[[LoggedRequest], object] | None = field(default=None, repr=False)
