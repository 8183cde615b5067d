"""Records of generation 2008-08-01 as it writes them, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from tests.support.clients import ACCOUNT
from twilio_async import Model
from twilio_async.api.v2008 import V2008
from twilio_async.api.v2008.accounts import LegacyAccount, LegacyAccountStatus
from twilio_async.api.v2008.calls import CallFlags, LegacyCall, LegacyCallStatus
from twilio_async.api.v2008.notifications import LegacyNotification, LegacyNotificationDetails
from twilio_async.api.v2008.recordings import LegacyRecording, LegacyTranscription
from twilio_async.api.v2010.transcriptions import TranscriptionStatus

Fields: TypeAlias = Mapping[str, str]
Way: TypeAlias = Callable[[V2008], Any]
"""From the account to a resource, or to what a method of it gives."""

SUBACCOUNT = "AC" + "1b" * 16
CALL = "CA" + "0c" * 16
RECORDING = "RE" + "0d" * 16
TRANSCRIPTION = "TR" + "0e" * 16
NOTIFICATION = "NO" + "0f" * 16
ROOT = "/2008-08-01/Accounts"
HERE = f"{ROOT}/{ACCOUNT}"
MADE = datetime(2009, 10, 12, 16, 15, 2, tzinfo=UTC)
CHANGED = datetime(2009, 10, 13, 7, 59, 59, tzinfo=UTC)
DATES = {
    "DateCreated": "Mon, 12 Oct 2009 09:15:02 -0700",
    "DateUpdated": "Mon, 12 Oct 2009 23:59:59 -0800",
}


@attrs.frozen
class Sample:
    """A record as the API writes it, what it means, and how to get it."""

    element: str
    fields: Fields
    model: Model
    fetch: Way
    path: str


CALLS = Sample(
    "Call",
    {
        "Sid": CALL,
        **DATES,
        "CallSegmentSid": "CS" + "0c" * 16,
        "AccountSid": ACCOUNT,
        "Called": "5550100143",
        "Caller": "5550100199",
        "PhoneNumberSid": "PN" + "0c" * 16,
        "Status": "2",
        "StartTime": "Mon, 12 Oct 2009 09:15:10 -0700",
        "EndTime": "Mon, 12 Oct 2009 12:15:52 -0400",
        "Duration": "42",
        "Price": "-0.03000",
        "Flags": "2",
    },
    LegacyCall(
        sid=CALL,
        date_created=MADE,
        date_updated=CHANGED,
        call_segment_sid="CS" + "0c" * 16,
        account_sid=ACCOUNT,
        called="5550100143",
        caller="5550100199",
        phone_number_sid="PN" + "0c" * 16,
        status=LegacyCallStatus.COMPLETE,
        start_time=datetime(2009, 10, 12, 16, 15, 10, tzinfo=UTC),
        end_time=datetime(2009, 10, 12, 16, 15, 52, tzinfo=UTC),
        duration=42,
        price=Decimal("-0.03000"),
        flags=CallFlags.API,
    ),
    lambda v2008: v2008.calls(CALL).fetch(),
    f"{HERE}/Calls/{CALL}",
)
RECORDINGS = Sample(
    "Recording",
    {"Sid": RECORDING, "AccountSid": ACCOUNT, "CallSid": CALL, "Duration": "17", **DATES},
    LegacyRecording(
        sid=RECORDING,
        account_sid=ACCOUNT,
        call_sid=CALL,
        duration=17,
        date_created=MADE,
        date_updated=CHANGED,
    ),
    lambda v2008: v2008.recordings(RECORDING).fetch(),
    f"{HERE}/Recordings/{RECORDING}.xml",
)
TRANSCRIPTIONS = Sample(
    "Transcription",
    {
        "Sid": TRANSCRIPTION,
        "DateCreated": "1255364102",
        "DateUpdated": "1255420799",
        "AccountSid": ACCOUNT,
        "Status": "completed",
        "RecordingSid": RECORDING,
        "Duration": "17",
        "TranscriptionText": "Parcel 17 & <18>, please",
        "Price": "-0.05000",
    },
    LegacyTranscription(
        sid=TRANSCRIPTION,
        date_created=MADE,
        date_updated=CHANGED,
        account_sid=ACCOUNT,
        status=TranscriptionStatus.COMPLETED,
        recording_sid=RECORDING,
        duration=17,
        transcription_text="Parcel 17 & <18>, please",
        price=Decimal("-0.05000"),
    ),
    lambda v2008: v2008.transcriptions(TRANSCRIPTION).fetch(),
    f"{HERE}/Transcriptions/{TRANSCRIPTION}",
)
LOGGED = {
    "Sid": NOTIFICATION,
    **DATES,
    "AccountSid": ACCOUNT,
    "CallSid": CALL,
    "Log": "0",
    "ErrorCode": "11200",
    "MoreInfo": "http://www.twilio.com/docs/errors/11200",
    "RequestURL": "http://example.com/voice?a=1&b=2",
    "RequestMethod": "POST",
    "MessageText": "EmailNotification=false&LogLevel=ERROR",
    "MessageDate": "Mon, 12 Oct 2009 09:15:02 -0700",
}
UNDERSTOOD: dict[str, Any] = {
    "sid": NOTIFICATION,
    "date_created": MADE,
    "date_updated": CHANGED,
    "account_sid": ACCOUNT,
    "call_sid": CALL,
    "log": 0,
    "error_code": 11200,
    "more_info": "http://www.twilio.com/docs/errors/11200",
    "request_url": "http://example.com/voice?a=1&b=2",
    "request_method": "POST",
    "message_text": "EmailNotification=false&LogLevel=ERROR",
    "message_date": MADE,
}
NOTIFICATIONS = Sample(
    "Notification",
    {
        **LOGGED,
        "RequestVariables": "Caller=5550100199&Called=5550100143",
        "ResponseHeaders": "Content-Type=text/html",
        "ResponseBody": "<h1>No</h1>",
    },
    LegacyNotificationDetails(
        **UNDERSTOOD,
        request_variables="Caller=5550100199&Called=5550100143",
        response_headers="Content-Type=text/html",
        response_body="<h1>No</h1>",
    ),
    lambda v2008: v2008.notifications(NOTIFICATION).fetch(),
    f"{HERE}/Notifications/{NOTIFICATION}",
)
ACCOUNTS = Sample(
    "Account",
    {
        "Sid": SUBACCOUNT,
        "FriendlyName": "Parcels & co",
        "Status": "2",
        "StatusText": "Active",
        **DATES,
        "AuthToken": "5ec7e7" * 5 + "bb",
    },
    LegacyAccount(
        sid=SUBACCOUNT,
        friendly_name="Parcels & co",
        status=LegacyAccountStatus.ACTIVE,
        status_text="Active",
        date_created=MADE,
        date_updated=CHANGED,
        auth_token="5ec7e7" * 5 + "bb",
    ),
    lambda v2008: v2008.accounts(SUBACCOUNT).fetch(),
    f"{ROOT}/{SUBACCOUNT}",
)
LISTED = attrs.evolve(NOTIFICATIONS, fields=LOGGED, model=LegacyNotification(**UNDERSTOOD))
