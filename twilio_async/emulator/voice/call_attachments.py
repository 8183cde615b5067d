"""Attachments of a call in progress: payments, streams, messages and their like.

Payments, Siprec, Streams, Transcriptions (of what is being said), UserDefinedMessages and
UserDefinedMessageSubscriptions differ in their parameters and fields, which the description knows, and hardly
in anything else. They are seen in answers only, and end with their call.

Source: https://www.twilio.com/docs/voice/api/stream-resource, https://www.twilio.com/docs/voice/api/payment-resource
and their neighbours
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.description import endpoints
from twilio_async.emulator.routing import Operation
from twilio_async.emulator.voice.call_status import state_of_call
from twilio_async.emulator.voice.lookups import call_of, live_call_of
from twilio_async.emulator.voice.voice_records import Attachment
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

_COLLECTIONS = (
    "Calls/{CallSid}/Payments",
    "Calls/{CallSid}/Siprec",
    "Calls/{CallSid}/Streams",
    "Calls/{CallSid}/Transcriptions",
    "Calls/{CallSid}/UserDefinedMessages",
    "Calls/{CallSid}/UserDefinedMessageSubscriptions",
)


def _values(attachment: Attachment, request: ApiRequest) -> Values:
    call = attachment.call
    stopped_at = _stopped_at(attachment, request.now)
    segment = request.endpoint.collection.rpartition("/")[2]
    path = f"{request.account_path}/Calls/{call.sid}/{segment}/{attachment.sid}"
    return {
        "sid": attachment.sid,
        "account_sid": call.account_sid,
        "call_sid": call.sid,
        "name": attachment.name,
        "status": "in-progress" if stopped_at is None else "stopped",
        "date_created": attachment.created_at,
        "date_updated": stopped_at or attachment.updated_at,
        "uri": path + request.suffix,
    }


def _stopped_at(attachment: Attachment, now: datetime) -> datetime | None:
    return attachment.stopped_at or state_of_call(attachment.call, now).end_time


def create(request: ApiRequest) -> Reply:
    """POST: a new attachment; with an IdempotencyKey the one that has that already."""
    call, voice, prefix = live_call_of(request), request.store.voice, request.endpoint.record.prefix
    key: str | None = request.arguments.get("IdempotencyKey")
    attached = voice.attachments_of(call)
    attachment = next((one for one in attached.values() if _is_repeated(one, prefix, key)), None)
    if attachment is None:
        sid = voice.identifiers.sid(prefix)
        attachment = Attachment(
            sid=sid,
            call=call,
            name=request.arguments.get("Name") or sid,
            created_at=request.now,
            updated_at=request.now,
            idempotency_key=key,
        )
        attached[sid] = attachment
    return request.reply(attachment, _values)


def _is_repeated(attachment: Attachment, prefix: str, key: str | None) -> bool:
    return key is not None and attachment.idempotency_key == key and attachment.sid.startswith(prefix)


def update(request: ApiRequest) -> Reply:
    """POST {Sid}: streams and their like can only be stopped; payments take one step after another."""
    attachment = _attachment(request)
    if request.arguments.get("Status") == "stopped":
        attachment.stopped_at = _stopped_at(attachment, request.now) or request.now
    else:
        live_call_of(request)
        attachment.updated_at = request.now
    return request.reply(attachment, _values)


def delete(request: ApiRequest) -> Reply:
    """DELETE {Sid}: 204."""
    attachment = _attachment(request)
    del request.store.voice.attachments_of(attachment.call)[attachment.sid]
    return no_content()


def _attachment(request: ApiRequest) -> Attachment:
    """The attachment that the path names by sid or name."""
    prefix, name = request.endpoint.record.prefix, request.path_values[1]
    for attachment in request.store.voice.attachments_of(call_of(request)).values():
        if attachment.sid.startswith(prefix) and name in {attachment.sid, attachment.name}:
            return attachment
    raise not_found(request.path)


_HANDLERS = {"create": create, "update": update, "delete": delete}

OPERATIONS = tuple(
    Operation(endpoint, _HANDLERS[endpoint.verb])
    for collection in _COLLECTIONS
    for endpoint in endpoints(collection)
)
