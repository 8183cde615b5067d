"""What is attached to a call in progress and seen only there: payments, streams, messages and their like.

Payments, Siprec, Streams, Transcriptions (of what is being said), UserDefinedMessages and
UserDefinedMessageSubscriptions differ in their parameters and fields, which the table knows, and hardly in
anything else. They end with their call. After https://www.twilio.com/docs/voice/api/stream-resource,
https://www.twilio.com/docs/voice/api/payment-resource and their neighbours.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final

from twilio_async.emulator.description import Endpoint, Record
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import state_of
from twilio_async.emulator.voice.lookups import live_call, phone_call
from twilio_async.emulator.voice.voice_records import Attachment
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.fields import resource

PATHS: Final = (
    "Calls/{CallSid}/Payments",
    "Calls/{CallSid}/Siprec",
    "Calls/{CallSid}/Streams",
    "Calls/{CallSid}/Transcriptions",
    "Calls/{CallSid}/UserDefinedMessages",
    "Calls/{CallSid}/UserDefinedMessageSubscriptions",
)
"""The collections of the table that are served here."""


def run(endpoint: Endpoint) -> Callable[[Call], Reply]:
    """What one operation on attachments does."""
    return {"create": _creating, "update": _updating, "delete": _deleting}[endpoint.verb](endpoint)


def _resource(record: Record) -> Resource[Attachment]:
    segment = record.paths[0].rpartition("/")[2]

    def values(attachment: Attachment, view: View) -> dict[str, object]:
        phone = attachment.call
        stopped_at = _stopped_at(attachment, view.now)
        path = f"{view.account_path}/Calls/{phone.sid}/{segment}/{attachment.sid}"
        return {
            "sid": attachment.sid,
            "account_sid": phone.account_sid,
            "call_sid": phone.sid,
            "name": attachment.name,
            "status": "in-progress" if stopped_at is None else "stopped",
            "date_created": attachment.created_at,
            "date_updated": stopped_at or attachment.updated_at,
            "uri": path + view.suffix,
        }

    return resource(record, values)


def _stopped_at(attachment: Attachment, now: datetime) -> datetime | None:
    return attachment.stopped_at or state_of(attachment.call, now).end_time


def _creating(endpoint: Endpoint) -> Callable[[Call], Reply]:
    shown, prefix = _resource(endpoint.record), endpoint.record.prefix

    def create(call: Call) -> Reply:
        phone, voice, arguments = live_call(call), call.store.voice, call.arguments
        key: str | None = arguments.named("IdempotencyKey")
        attached = voice.attachments_of(phone)
        attachment = next((one for one in attached.values() if _is_repeated(one, prefix, key)), None)
        if attachment is None:
            sid = voice.new_sid(prefix)
            attachment = Attachment(
                sid=sid,
                call=phone,
                name=arguments.named("Name") or sid,
                created_at=call.view.now,
                updated_at=call.view.now,
                idempotency_key=key,
            )
            attached[sid] = attachment
        return call.item(shown, attachment, endpoint.status)

    return create


def _is_repeated(attachment: Attachment, prefix: str, key: str | None) -> bool:
    return key is not None and attachment.idempotency_key == key and attachment.sid.startswith(prefix)


def _updating(endpoint: Endpoint) -> Callable[[Call], Reply]:
    """Streams and their like can only be stopped, by sid or name; payments take one step after another."""
    shown = _resource(endpoint.record)

    def update(call: Call) -> Reply:
        attachment, now = _find(call, endpoint.record.prefix), call.view.now
        if call.arguments.named("Status") == "stopped":
            attachment.stopped_at = _stopped_at(attachment, now) or now
        else:
            live_call(call)
            attachment.updated_at = now
        return call.item(shown, attachment, endpoint.status)

    return update


def _deleting(endpoint: Endpoint) -> Callable[[Call], Reply]:
    def delete(call: Call) -> Reply:
        attachment = _find(call, endpoint.record.prefix)
        del call.store.voice.attachments_of(attachment.call)[attachment.sid]
        return Reply(HTTPStatus.NO_CONTENT)

    return delete


def _find(call: Call, prefix: str) -> Attachment:
    for attachment in call.store.voice.attachments_of(phone_call(call)).values():
        if attachment.sid.startswith(prefix) and call.names[1] in {attachment.sid, attachment.name}:
            return attachment
    raise not_found(call.path)
