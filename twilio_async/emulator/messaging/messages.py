"""The Messages of 2010-04-01, with their feedback.

Source: https://www.twilio.com/docs/messaging/api/message-resource and
https://www.twilio.com/docs/messaging/api/message-feedback-resource
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.messaging.delivery_errors import error_message
from twilio_async.emulator.messaging.message_status import state_of_message
from twilio_async.emulator.messaging.message_store import Feedback
from twilio_async.emulator.messaging.sending import MessageDraft, callback_of, send
from twilio_async.emulator.routing import operation
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, missing_parameter, not_complete
from twilio_async.emulator.wire.phone_numbers import filter_address
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from twilio_async.emulator.messaging.message_store import Message
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

_LONGEST_BODY = 1600
_UNFINISHED = frozenset({"accepted", "scheduled", "queued"})


def message_of(request: ApiRequest) -> Message:
    """The message that the path names.

    Raises:
        Refusal: 404, there is none.
    """
    return request.found(request.store.messaging.messages.of(request.account.sid).get(request.path_values[0]))


def fields_of(message: Message, now: datetime) -> dict[str, object]:
    """All that is known of a message at a moment but its addresses, under its JSON keys."""
    state = state_of_message(message, now)
    is_cut = message.messaging_service_sid is None or now >= message.queued_at
    return {
        "sid": message.sid,
        "date_created": message.created_at,
        "date_updated": state.date_updated,
        "date_sent": state.date_sent,
        "account_sid": message.account_sid,
        "to": message.to,
        "from": message.sender_at(now),
        "messaging_service_sid": message.messaging_service_sid,
        "body": message.body,
        "status": state.status,
        "num_segments": message.num_segments if is_cut else 0,
        "num_media": message.num_media,
        "direction": message.direction,
        "price": state.price,
        "price_unit": "USD",
        "error_code": state.error_code,
        "error_message": error_message(state.error_code),
    }


def _values(message: Message, request: ApiRequest) -> Values:
    path, suffix = f"{request.account_path}/Messages/{message.sid}", request.suffix
    values = fields_of(message, request.now)
    values["uri"] = path + suffix
    values["subresource_uris"] = below = {"media": f"{path}/Media{suffix}"}
    if message.asks_for_feedback:
        below["feedback"] = f"{path}/Feedback{suffix}"
    return values


def _feedback_values(feedback: Feedback, request: ApiRequest) -> Values:
    return {
        "account_sid": feedback.account_sid,
        "message_sid": feedback.message_sid,
        "outcome": feedback.outcome,
        "date_created": feedback.created_at,
        "date_updated": feedback.updated_at,
        "uri": f"{request.account_path}/Messages/{feedback.message_sid}/Feedback{request.suffix}",
    }


def create(request: ApiRequest) -> Reply:
    """POST Messages: 201 with the message."""
    return request.reply(send(request, _draft(request)), _values)


def _draft(request: ApiRequest) -> MessageDraft:
    arguments = request.arguments
    sender, service = arguments.get("From"), arguments.get("MessagingServiceSid")
    body, media = arguments.get("Body"), arguments.all("MediaUrl")
    if not sender and not service:
        raise missing_parameter("From", 21603)
    if not (body or media or arguments.get("ContentSid")):
        raise bad_request(21619, "A text message body or media urls must be specified.")
    if body is not None and len(body) > _LONGEST_BODY:
        raise bad_request(21617, "The concatenated message body exceeds the 1600 character limit.")
    send_at = arguments.get("SendAt")
    if (send_at is None) != (arguments.get("ScheduleType") is None):
        raise bad_request(INVALID_PARAMETER, "SendAt and ScheduleType must be given together.")
    if send_at is not None and not service:
        raise bad_request(35118, "MessagingServiceSid is required to schedule a message")
    callback = callback_of(request, service)
    return MessageDraft(
        to=arguments.get("To"),
        sender=sender or None,
        body=body or "",
        service_sid=service,
        media_urls=media,
        send_at=send_at,
        status_callback=callback,
        asks_for_feedback=arguments.get("ProvideFeedback") is True,
    )


def selection_of(request: ApiRequest) -> Selection[Message]:
    """The messages that the filters To, From and DateSent leave, and the lag of lists."""
    tests: list[Callable[[Message], bool]] = []
    to, sender = request.arguments.get("To"), request.arguments.get("From")
    if to is not None:
        to_address = filter_address(to)
        tests.append(lambda message: message.to == to_address)
    if sender is not None:
        from_address = filter_address(sender)
        tests.append(lambda message: message.sender_at(request.now) == from_address)
    start, end = request.date_bounds("DateSent")
    if start is not None or end is not None:
        sent_by_now = request.now + timedelta(microseconds=1)
        end = sent_by_now if end is None else min(end, sent_by_now)
        tests.append(_is_dated)
    if request.list_lag:
        created_by = request.now - request.list_lag
        tests.append(lambda message: message.created_at <= created_by)
    return Selection(start, end, all_of(tests))


def _is_dated(message: Message) -> bool:
    return message.canceled_at is None and message.unsent is None and message.fails_at is None


def list_(request: ApiRequest) -> Reply:
    """GET Messages: one page, newest first."""
    history = request.store.messaging.messages.of(request.account.sid)
    return request.reply_page(history, selection_of(request), _values)


def fetch(request: ApiRequest) -> Reply:
    """GET Messages/{Sid}."""
    return request.reply(message_of(request), _values)


def update(request: ApiRequest) -> Reply:
    """POST Messages/{Sid}: redact (an empty Body) or cancel (Status=canceled, while scheduled)."""
    message = message_of(request)
    body, status = request.arguments.get("Body"), request.arguments.get("Status")
    if body:
        raise bad_request(INVALID_PARAMETER, "Body can only be updated to an empty string.")
    if status is not None:
        if state_of_message(message, request.now).status != "scheduled":
            raise bad_request(30409, "This message cannot be canceled")
        message.canceled_at = request.now
    if body is not None:
        message.body, message.redacted_at = "", request.now
    request.store.messaging.keep(message)
    return request.reply(message, _values)


def delete(request: ApiRequest) -> Reply:
    """DELETE Messages/{Sid}: 204; 409 / 20009 for one that is still on its way."""
    message = message_of(request)
    if state_of_message(message, request.now).status in _UNFINISHED:
        raise not_complete("the message")
    request.store.messaging.remove(message)
    return no_content()


def give_feedback(request: ApiRequest) -> Reply:
    """POST Messages/{MessageSid}/Feedback: the feedback; without an outcome it is confirmed."""
    message, feedback = message_of(request), request.store.messaging.feedback
    earlier = feedback.get(message.sid)
    feedback[message.sid] = Feedback(
        account_sid=request.account.sid,
        message_sid=message.sid,
        outcome=request.arguments.get("Outcome") or "confirmed",
        created_at=request.now if earlier is None else earlier.created_at,
        updated_at=request.now,
    )
    return request.reply(feedback[message.sid], _feedback_values)


OPERATIONS = (
    operation("POST", "Messages", create, with_test_credentials=True),
    operation("GET", "Messages", list_),
    operation("GET", "Messages/{Sid}", fetch),
    operation("POST", "Messages/{Sid}", update),
    operation("DELETE", "Messages/{Sid}", delete),
    operation("POST", "Messages/{MessageSid}/Feedback", give_feedback),
)
