"""Phone calls in generation 2008-08-01.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/call`, `.../making-calls`,
`.../change-call-state`)
"""

from datetime import date, datetime
from decimal import Decimal
from enum import IntFlag
from typing import Literal, Unpack

from attrs import define

from twilio_async.api.v2008.notifications import LegacyCallNotifications
from twilio_async.api.v2008.recordings import LegacyCallRecordings
from twilio_async.core.codec.models import hidden
from twilio_async.core.codec.scalars import OpenIntEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import Record


class LegacyCallStatus(OpenIntEnum):
    """The progress of a call, or its end."""

    NOT_YET_DIALED = 0
    IN_PROGRESS = 1
    COMPLETE = 2
    BUSY = 3
    APPLICATION_ERROR = 4
    NO_ANSWER = 5


class CallFlags(IntFlag):
    """The origin of a call; several may be set, as API and DIAL for what a call of the API dialed."""

    INBOUND = 1
    API = 2
    DIAL = 4


@define(kw_only=True)
class LegacyCall(Record):
    """A phone call as this generation has it. Dates are in UTC, whatever offset the wire had.

    `duration` is in seconds, `price` in US dollars and negative for a charge.
    """

    account_sid: str | None = None
    call_segment_sid: str | None = None
    called: str | None = hidden()
    caller: str | None = hidden()
    phone_number_sid: str | None = None
    status: LegacyCallStatus | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    duration: int | None = None
    price: Decimal | None = None
    flags: CallFlags | None = None


class LegacyCallContext(Fetchable[LegacyCall]):
    """One call."""

    __slots__ = ()
    notifications = Below(LegacyCallNotifications, "Notifications")
    recordings = Below(LegacyCallRecordings, "Recordings")

    @post()
    async def redirect(self, *, current_url: str, current_method: HttpMethod | None = None) -> LegacyCall:
        """Give a live call other instructions.

        Args:
            current_url: Where Twilio asks for TwiML to go on with.
            current_method: How it asks, by POST where not given.
        """
        ...


class LegacyCalls(Collection[LegacyCallContext], sids="CA"):
    """The account's calls (CA...)."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        caller: str,
        called: str,
        url: str,
        method: HttpMethod | None = None,
        send_digits: str | None = None,
        if_machine: Literal["Continue", "Hangup"] | None = None,
        timeout: int | None = None,
    ) -> LegacyCall:
        """Make a call. It is never made twice: see `Calls.create`.

        Args:
            caller: The number to show: one of the account or a verified one.
            called: The number to call.
            url: Where Twilio asks for TwiML once the call is answered.
            method: How it asks, by POST where not given.
            send_digits: Keys to press once connected.
            if_machine: What to do with an answering machine.
            timeout: Seconds to let it ring, 60 where not given, 999 at most.

        Raises:
            InvalidArgument: An argument cannot be right.
            ApiError: Twilio refuses it.
            TransportError: No answer; see `executed`.
        """
        ...

    @listing("calls")
    def list(
        self,
        *,
        called: str | None = None,
        caller: str | None = None,
        status: LegacyCallStatus | int | None = None,
        start_time: date | None = None,
        start_time_before: date | None = None,
        start_time_after: date | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[LegacyCall]:
        """The account's calls, those that changed last first.

        Args:
            called: To this number.
            caller: From this number.
            status: With this status; only those from 0 to 2 are documented to work.
            start_time: Begun on this day.
            start_time_before: Begun on or before midnight of this day.
            start_time_after: Begun on or after midnight of this day.
            **paging: See `Paging`.
        """
        ...
