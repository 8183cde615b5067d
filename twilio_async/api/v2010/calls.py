"""Phone calls, and what was asked and answered during them.

Source: https://www.twilio.com/docs/voice/api/call-resource
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Unpack

from attrs import define

from twilio_async.api.bulkexports.product import exports_of
from twilio_async.api.v2010.notifications import CallNotifications
from twilio_async.api.v2010.payments import CallPayments
from twilio_async.api.v2010.recordings import CallRecordings, RecordingSettings
from twilio_async.api.v2010.streams import RealtimeTranscriptions, Siprecs, Streams
from twilio_async.api.v2010.user_defined_messages import (
    UserDefinedMessages,
    UserDefinedMessageSubscriptions,
)
from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import LinkedRecord

if TYPE_CHECKING:
    from twilio_async.api.bulkexports.v1 import BulkExport


class CallStatus(OpenEnum):
    """The progress of a call, or its end."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


class CallDirection(OpenEnum):
    """Who began a call, and how."""

    INBOUND = "inbound"
    OUTBOUND_API = "outbound-api"
    OUTBOUND_DIAL = "outbound-dial"
    TRUNKING_ORIGINATING = "trunking-originating"
    TRUNKING_TERMINATING = "trunking-terminating"


class AnsweredBy(OpenEnum):
    """The taker of a call, human or machine, where its detection was asked for."""

    HUMAN = "human"
    FAX = "fax"
    UNKNOWN = "unknown"
    MACHINE_START = "machine_start"
    MACHINE_END_BEEP = "machine_end_beep"
    MACHINE_END_SILENCE = "machine_end_silence"
    MACHINE_END_OTHER = "machine_end_other"


@define(kw_only=True)
class Call(LinkedRecord):
    """A phone call. Dates are in UTC; `price` is negative for a charge, in `price_unit`.

    `duration` is in seconds, `queue_time` in milliseconds.
    """

    parent_call_sid: str | None = None
    phone_number_sid: str | None = None
    trunk_sid: str | None = None
    group_sid: str | None = None
    to: str | None = hidden()
    to_formatted: str | None = hidden()
    from_: str | None = hidden()
    from_formatted: str | None = hidden()
    forwarded_from: str | None = hidden()
    caller_name: str | None = hidden()
    status: CallStatus
    direction: CallDirection
    answered_by: AnsweredBy | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    duration: int | None = None
    queue_time: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    api_version: str | None = None
    subresource_uris: dict[str, str] | None = None


@define(kw_only=True)
class CallEvent(Model):
    """A webhook of a call, or a request of yours that changed it, and the answer to it.

    `request` has `method`, `url` and `parameters`; `response` has `response_code`, `request_duration`,
    `content_type`, `response_body` and `date_created`. All of it is as Twilio wrote it.
    """

    request: Any = hidden()
    response: Any = hidden()


class DialSettings(RecordingSettings, total=False):
    """Settings of an outgoing call, by itself or into a conference; see also `RecordingSettings`.

    Attributes:
        status_callback: Where Twilio posts the progress of the call.
        status_callback_method: How it does.
        status_callback_event: Of what it tells: "initiated", "ringing", "answered", "completed"; of the last
            alone where not given.
        timeout: Seconds to let it ring, 60 where not given, 600 at most.
        time_limit: Seconds after which Twilio hangs up.
        caller_id: The caller's number or SIP name to show.
        call_reason: Why you call, for networks that show it.
        call_token: Proof of an incoming call whose number may then be shown when it is forwarded.
        byoc: The trunk (BY...) of your own carrier to use.
        record: Whether to record the call.
        machine_detection: "Enable" tells as soon as it is known who picks up, "DetectMessageEnd" when an
            answering machine's greeting ends.
        machine_detection_timeout: Seconds to try to detect, 30 where not given.
        machine_detection_speech_threshold: Milliseconds of speech that tell a machine from a human, 1,000 to
            6,000; 2,400 where not given.
        machine_detection_speech_end_threshold: Milliseconds of silence that end the speech, 500 to 5,000;
            1,200 where not given.
        machine_detection_silence_timeout: Milliseconds of silence at the start that mean unknown, 2,000 to
            10,000; 5,000 where not given.
        sip_auth_username: The user for a SIP endpoint.
        sip_auth_password: The password for it.
        client_notification_url: Where Twilio posts a notification for a client that is called.
    """

    status_callback: str | None
    status_callback_method: HttpMethod | None
    status_callback_event: str | Sequence[str] | None
    timeout: int | None
    time_limit: int | None
    caller_id: str | None
    call_reason: str | None
    call_token: str | None
    byoc: str | None
    record: bool | None
    machine_detection: Literal["Enable", "DetectMessageEnd"] | None
    machine_detection_timeout: int | None
    machine_detection_speech_threshold: int | None
    machine_detection_speech_end_threshold: int | None
    machine_detection_silence_timeout: int | None
    sip_auth_username: str | None
    sip_auth_password: str | None
    client_notification_url: str | None


class CallEvents(Resource):
    """The webhooks of a call."""

    __slots__ = ()

    @listing("events")
    def list(self, **paging: Unpack[Paging]) -> Listing[CallEvent]:
        """Twilio's requests to your server during the call.

        Source: https://www.twilio.com/docs/voice/api/call-event-resource
        """
        ...


class CallContext(Fetchable[Call], Deletable):
    """One call."""

    __slots__ = ()
    events = Below(CallEvents, "Events")
    notifications = Below(CallNotifications, "Notifications")
    payments = Below(CallPayments, "Payments")
    recordings = Below(CallRecordings, "Recordings")
    siprec = Below(Siprecs, "Siprec")
    streams = Below(Streams, "Streams")
    transcriptions = Below(RealtimeTranscriptions, "Transcriptions")
    user_defined_message_subscriptions = Below(
        UserDefinedMessageSubscriptions, "UserDefinedMessageSubscriptions"
    )
    user_defined_messages = Below(UserDefinedMessages, "UserDefinedMessages")

    @post()
    async def update(
        self,
        *,
        url: str | None = None,
        method: HttpMethod | None = None,
        twiml: str | None = None,
        status: Literal["canceled", "completed"] | None = None,
        fallback_url: str | None = None,
        fallback_method: HttpMethod | None = None,
        status_callback: str | None = None,
        status_callback_method: HttpMethod | None = None,
        time_limit: int | None = None,
    ) -> Call:
        """Give a live call other instructions, or end it.

        Args:
            url: Where Twilio asks for TwiML to go on with.
            method: How it asks.
            twiml: TwiML to go on with, instead of `url`.
            status: "canceled" ends a call that was not answered yet, "completed" any.
            fallback_url: Where Twilio asks when `url` fails.
            fallback_method: How it asks there.
            status_callback: Where it posts the end of the call.
            status_callback_method: How it does.
            time_limit: Seconds after which it hangs up.

        Raises:
            ApiError: Twilio refuses it: code 21220 where the call is not in a state for it.
            TransportError: No answer; see `executed`.
        """
        ...


class Calls(Collection[CallContext], sids="CA"):
    """The account's calls (CA...)."""

    __slots__ = ()

    def bulk_export(self) -> "BulkExport":
        """Their days as files of BulkExport.

        Raises:
            InvalidArgument: The account is not that of the credentials, or in a region without BulkExport.
        """
        return exports_of(self._session, self._path, "Calls")

    @post(needs=[("url", "twiml", "application_sid")])
    async def create(
        self,
        *,
        to: str,
        from_: str,
        url: str | None = None,
        twiml: str | None = None,
        application_sid: str | None = None,
        method: HttpMethod | None = None,
        fallback_url: str | None = None,
        fallback_method: HttpMethod | None = None,
        send_digits: str | None = None,
        async_amd: bool | None = None,
        async_amd_status_callback: str | None = None,
        async_amd_status_callback_method: HttpMethod | None = None,
        if_machine: Literal["Continue", "Hangup"] | None = None,
        **settings: Unpack[DialSettings],
    ) -> Call:
        """Make a call. It is never made twice: where that cannot be told, the error's `executed` says so.

        Args:
            to: Whom to call: a number in E.164 form, `sip:...` or `client:...`.
            from_: The caller: a number of the account or a verified one, or `client:...`.
            url: Where Twilio asks for TwiML once the call is answered; this, `twiml` or `application_sid`
                is needed.
            twiml: The TwiML itself, 4,000 characters at most.
            application_sid: The application (AP...) whose addresses are used.
            method: How Twilio asks at `url`.
            fallback_url: Where Twilio asks when `url` fails.
            fallback_method: How it asks there.
            send_digits: Keys to press once connected, 32 at most: digits, A to D, # and *; w waits half a
                second, W a whole one.
            async_amd: Whether the call goes on while detection runs.
            async_amd_status_callback: Where Twilio posts its result then.
            async_amd_status_callback_method: How it does.
            if_machine: What to do with an answering machine; the predecessor of `machine_detection`.
            **settings: See `DialSettings`.

        Raises:
            InvalidArgument: An argument cannot be right, or there are no instructions.
            ApiError: Twilio refuses it.
            TransportError: No answer; see `executed`.

        Source: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
        """
        ...

    @listing("calls")
    def list(
        self,
        *,
        to: str | None = None,
        from_: str | None = None,
        parent_call_sid: str | None = None,
        status: CallStatus | str | None = None,
        start_time: date | datetime | None = None,
        start_time_before: date | datetime | None = None,
        start_time_after: date | datetime | None = None,
        end_time: date | datetime | None = None,
        end_time_before: date | datetime | None = None,
        end_time_after: date | datetime | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Call]:
        """The account's calls, newest first.

        Args:
            to: To this number or address.
            from_: From this one.
            parent_call_sid: Legs of this call (CA...).
            status: With this status.
            start_time: Begun on this UTC day, or at this instant.
            start_time_before: Begun on or before this UTC midnight or instant.
            start_time_after: Begun on or after this UTC midnight or instant.
            end_time: Ended on this UTC day, or at this instant.
            end_time_before: Ended on or before this UTC midnight or instant.
            end_time_after: Ended on or after this UTC midnight or instant.
            **paging: See `Paging`.

        Source: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        ...
