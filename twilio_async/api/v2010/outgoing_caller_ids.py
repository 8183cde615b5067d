"""Numbers of other carriers that calls may show as their caller, once it is verified whose they are.

Source: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
"""

from typing import Unpack

from attrs import define, field

from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import LinkedRecord, stars


@define(kw_only=True)
class OutgoingCallerId(LinkedRecord):
    """A verified number. Dates are in UTC."""

    friendly_name: str | None = hidden()
    phone_number: str = field(repr=stars)


@define(kw_only=True)
class ValidationRequest(Model):
    """A call that verifies a number: who answers it must key in `validation_code`."""

    account_sid: str
    call_sid: str | None = None
    friendly_name: str | None = hidden()
    phone_number: str = field(repr=stars)
    validation_code: str = field(repr=stars)


class OutgoingCallerIdContext(Fetchable[OutgoingCallerId], Deletable):
    """One verified number."""

    __slots__ = ()

    @post()
    async def update(self, *, friendly_name: str | None = None) -> OutgoingCallerId:
        """Rename the number.

        Args:
            friendly_name: Its new name, 64 characters at most.
        """
        ...


class OutgoingCallerIds(Collection[OutgoingCallerIdContext], sids="PN"):
    """The account's verified numbers (PN...)."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        phone_number: str,
        friendly_name: str | None = None,
        call_delay: int | None = None,
        extension: str | None = None,
        status_callback: str | None = None,
        status_callback_method: HttpMethod | None = None,
    ) -> ValidationRequest:
        """Verify a number: Twilio calls it, and asks for the code that this returns.

        The number is listed as soon as the code has been keyed in.

        Args:
            phone_number: The number, in E.164 form.
            friendly_name: Its name, 64 characters at most; its national form where not given.
            call_delay: Seconds to wait before the call, 60 at most; 0 where not given.
            extension: Digits to dial once the call is answered.
            status_callback: Where Twilio sends whether the number was verified.
            status_callback_method: How it does; POST where not given.

        Raises:
            ApiError: Twilio refuses it: code 21450 where the number is verified already.
            TransportError: No answer; Twilio may be calling, see `executed`.
        """
        ...

    @listing("outgoing_caller_ids")
    def list(
        self,
        *,
        phone_number: str | None = None,
        friendly_name: str | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[OutgoingCallerId]:
        """The account's verified numbers.

        Args:
            phone_number: This number.
            friendly_name: With exactly this name.
            **paging: See `Paging`.
        """
        ...
