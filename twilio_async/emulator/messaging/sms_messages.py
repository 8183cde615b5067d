"""SMS/Messages, the resource before Messages: once in 2010-04-01, once in 2008-08-01.

Both show the messages of the account that are SMS, in words of their time. After
https://www.twilio.com/docs/api/rest/sms and https://www.twilio.com/docs/api/2008-08-01/rest/sms.
"""

from http import HTTPStatus
from typing import Final

import attrs

from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.messaging.message_records import Message
from twilio_async.emulator.messaging.message_status import state_of
from twilio_async.emulator.messaging.messages import BODY, FROM, TO, select
from twilio_async.emulator.messaging.sending import Draft, send
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.wire.dates import rfc2822, rfc2822_pacific
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.errors import bad_request, not_found
from twilio_async.emulator.wire.parameters import sid, url
from twilio_async.emulator.wire.phone_numbers import national

CREATE_PARAMETERS_2008: Final = (FROM, TO, BODY, url("StatusCallback", code=21609))
CREATE_PARAMETERS: Final = (*CREATE_PARAMETERS_2008, sid("ApplicationSid", "AP"))

_LONGEST_BODY: Final = 160
_STATUSES: Final = {
    "accepted": "queued",
    "scheduled": "queued",
    "delivered": "sent",
    "undelivered": "failed",
    "canceled": "failed",
}
_STATUSES_2008: Final = _STATUSES | {"received": "sent"}
_FLAGS_2008: Final = {"inbound": "1", "outbound-reply": "2", "outbound-call": "2", "outbound-api": "4"}


def _fields(message: Message, view: View) -> Fields:
    state = state_of(message, view.now)
    return {
        "sid": message.sid,
        "date_created": rfc2822(message.created_at),
        "date_updated": rfc2822(state.date_updated),
        "date_sent": rfc2822(state.date_sent),
        "account_sid": message.account_sid,
        "to": message.to,
        "from": message.from_,
        "body": message.body,
        "status": _STATUSES.get(state.status, state.status),
        "direction": message.direction,
        "price": state.price,
        "api_version": "2010-04-01",
        "uri": f"{view.account_path}/SMS/Messages/{message.sid}{view.suffix}",
    }


def _fields_2008(message: Message, view: View) -> Fields:
    state = state_of(message, view.now)
    return {
        "sid": message.sid,
        "date_created": rfc2822_pacific(message.created_at),
        "date_updated": rfc2822_pacific(state.date_updated),
        "date_sent": rfc2822_pacific(state.date_sent),
        "account_sid": message.account_sid,
        "to": national(message.to),
        "from": national(message.from_),
        "body": message.body,
        "status": _STATUSES_2008.get(state.status, state.status),
        "flags": _FLAGS_2008[message.direction],
    }


SMS: Final = Resource("SMSMessage", "sms_messages", "SMSMessages", _fields)
SMS_2008: Final = Resource("SMSMessage", "sms_messages", "SMSMessages", _fields_2008)


def create(call: Call) -> Reply:
    """POST SMS/Messages: 201 with the message."""
    return call.item(SMS, send(call.store, call.account, _draft(call), call.view.now), HTTPStatus.CREATED)


def create_2008(call: Call) -> Reply:
    """POST SMS/Messages of 2008-08-01: 201 with the message and its Location."""
    message = send(call.store, call.account, _draft(call), call.view.now)
    location = f"{call.view.account_path}/SMS/Messages/{message.sid}"
    return call.item(SMS_2008, message, HTTPStatus.CREATED, location=location)


def _draft(call: Call) -> Draft:
    to, sender, body = (call.arguments.get(parameter) for parameter in (TO, FROM, BODY))
    if not to:
        raise bad_request(21604, "A 'To' phone number is required.")
    if not sender:
        raise bad_request(21603, "A 'From' phone number is required.")
    if not body:
        raise bad_request(21602, "Message body is required.")
    if len(body) > _LONGEST_BODY:
        raise bad_request(21605, "The message body exceeds the 160 character limit.")
    return Draft(to, sender, body)


def list_(call: Call) -> Reply:
    """GET SMS/Messages: one page, newest first."""
    return _page(call, SMS)


def list_2008(call: Call) -> Reply:
    """GET SMS/Messages of 2008-08-01: one page, newest first."""
    return _page(call, SMS_2008)


def _page(call: Call, resource: Resource[Message]) -> Reply:
    selection = select(call)
    if call.store.has_mms(call.account):
        selection = _only_sms(selection)
    return call.page(resource, call.store.messages_of(call.account), selection)


def _only_sms(selection: Selection[Message]) -> Selection[Message]:
    matches = selection.matches

    def is_selected(message: Message) -> bool:
        return _is_sms(message) and (matches is None or matches(message))

    return attrs.evolve(selection, matches=is_selected)


def _is_sms(message: Message) -> bool:
    return message.sid.startswith("SM")


def fetch(call: Call) -> Reply:
    """GET SMS/Messages/{Sid}."""
    return call.item(SMS, _sms(call))


def fetch_2008(call: Call) -> Reply:
    """GET SMS/Messages/{Sid} of 2008-08-01."""
    return call.item(SMS_2008, _sms(call))


def _sms(call: Call) -> Message:
    message = call.message()
    if not _is_sms(message):
        raise not_found(call.path)
    return message
