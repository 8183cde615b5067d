"""SMS/Messages, the resource before Messages: once in 2010-04-01, once in 2008-08-01.

Both show the messages of the account that are SMS, in words of their time.

Source: https://www.twilio.com/docs/api/rest/sms and https://www.twilio.com/docs/api/2008-08-01/rest/sms
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from twilio_async.emulator.messaging.message_status import state_of_message
from twilio_async.emulator.messaging.messages import message_of, selection_of
from twilio_async.emulator.messaging.sending import MessageDraft, callback_of, send
from twilio_async.emulator.routing import operation, operation_2008
from twilio_async.emulator.wire.errors import bad_request, not_found
from twilio_async.emulator.wire.phone_numbers import national

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.memory.history import Selection
    from twilio_async.emulator.messaging.message_store import Message
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

_LONGEST_BODY = 160
_STATUSES = {
    "accepted": "queued",
    "scheduled": "queued",
    "delivered": "sent",
    "undelivered": "failed",
    "canceled": "failed",
}
_STATUSES_2008 = _STATUSES | {"received": "sent"}
_FLAGS_2008 = {"inbound": "1", "outbound-reply": "2", "outbound-call": "2", "outbound-api": "4"}


def _values(message: Message, request: ApiRequest) -> Values:
    state = state_of_message(message, request.now)
    return {
        "sid": message.sid,
        "date_created": message.created_at,
        "date_updated": state.date_updated,
        "date_sent": state.date_sent,
        "account_sid": message.account_sid,
        "to": message.to,
        "from": message.sender_at(request.now),
        "body": message.body,
        "status": _STATUSES.get(state.status, state.status),
        "direction": message.direction,
        "price": state.price,
        "uri": f"{request.account_path}/SMS/Messages/{message.sid}{request.suffix}",
    }


def _values_2008(message: Message, request: ApiRequest) -> Values:
    state = state_of_message(message, request.now)
    return {
        "sid": message.sid,
        "date_created": message.created_at,
        "date_updated": state.date_updated,
        "date_sent": state.date_sent,
        "account_sid": message.account_sid,
        "to": national(message.to),
        "from": national(message.sender_at(request.now)),
        "body": message.body,
        "status": _STATUSES_2008.get(state.status, state.status),
        "flags": _FLAGS_2008[message.direction],
    }


def create(request: ApiRequest) -> Reply:
    """POST SMS/Messages: 201 with the message."""
    return request.reply(send(request, _draft(request)), _values)


def create_2008(request: ApiRequest) -> Reply:
    """POST SMS/Messages of 2008-08-01: 201 with the message and its Location."""
    message = send(request, _draft(request))
    location = f"{request.account_path}/SMS/Messages/{message.sid}"
    return request.reply(message, _values_2008, location=location)


def _draft(request: ApiRequest) -> MessageDraft:
    to, sender, body = (request.arguments.get(name) for name in ("To", "From", "Body"))
    if len(body) > _LONGEST_BODY:
        raise bad_request(21605, "The message body exceeds the 160 character limit.")
    return MessageDraft(to, sender, body, status_callback=callback_of(request))


def list_(request: ApiRequest) -> Reply:
    """GET SMS/Messages: one page, newest first."""
    return _page(request, _values)


def list_2008(request: ApiRequest) -> Reply:
    """GET SMS/Messages of 2008-08-01: one page, newest first."""
    return _page(request, _values_2008)


def _page(request: ApiRequest, values: Callable[[Message, ApiRequest], Values]) -> Reply:
    selection, messaging = selection_of(request), request.store.messaging
    if messaging.has_mms(request.account.sid):
        selection = _only_sms(selection)
    return request.reply_page(messaging.messages.of(request.account.sid), selection, values)


def _only_sms(selection: Selection[Message]) -> Selection[Message]:
    matches = selection.matches

    def is_selected(message: Message) -> bool:
        return _is_sms(message) and (matches is None or matches(message))

    return evolve(selection, matches=is_selected)


def _is_sms(message: Message) -> bool:
    return message.sid.startswith("SM")


def fetch(request: ApiRequest) -> Reply:
    """GET SMS/Messages/{Sid}."""
    return request.reply(_sms(request), _values)


def fetch_2008(request: ApiRequest) -> Reply:
    """GET SMS/Messages/{Sid} of 2008-08-01."""
    return request.reply(_sms(request), _values_2008)


def _sms(request: ApiRequest) -> Message:
    message = message_of(request)
    if not _is_sms(message):
        raise not_found(request.path)
    return message


OPERATIONS = (
    operation("POST", "SMS/Messages", create),
    operation("GET", "SMS/Messages", list_),
    operation("GET", "SMS/Messages/{Sid}", fetch),
    operation_2008("POST", "SMS/Messages", create_2008),
    operation_2008("GET", "SMS/Messages", list_2008),
    operation_2008("GET", "SMS/Messages/{Sid}", fetch_2008),
)
