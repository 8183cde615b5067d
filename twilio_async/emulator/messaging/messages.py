"""The Messages resource of 2010-04-01, with Feedback.

After https://www.twilio.com/docs/messaging/api/message-resource and
https://www.twilio.com/docs/messaging/api/message-feedback-resource.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.messaging.message_records import Feedback, Message
from twilio_async.emulator.messaging.message_status import state_of
from twilio_async.emulator.messaging.sending import Draft, send
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.wire.dates import rfc2822
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request
from twilio_async.emulator.wire.parameters import (
    DateFilter,
    Parameter,
    boolean,
    choice,
    decimal,
    instant,
    integer,
    sid,
    text,
    url,
)
from twilio_async.emulator.wire.phone_numbers import filter_address

Test: TypeAlias = Callable[[Message], bool]

TO: Final = text("To")
FROM: Final = text("From")
BODY: Final = text("Body")
SENT: Final = DateFilter("DateSent")
_MEDIA_URL: Final = url("MediaUrl", code=21620, many=True)
_SERVICE: Final = sid("MessagingServiceSid", "MG")
_CONTENT: Final = sid("ContentSid", "HX")
_SCHEDULE_TYPE: Final = choice("ScheduleType", "fixed")
_SEND_AT: Final = instant("SendAt")
_STATUS: Final = choice("Status", "canceled")
_OUTCOME: Final = choice("Outcome", "confirmed", "unconfirmed")
_LONGEST_BODY: Final = 1600

CREATE_PARAMETERS: Final[tuple[Parameter[Any], ...]] = (
    TO,
    FROM,
    BODY,
    _MEDIA_URL,
    _SERVICE,
    _CONTENT,
    _SCHEDULE_TYPE,
    _SEND_AT,
    url("StatusCallback", code=21609),
    sid("ApplicationSid", "AP"),
    decimal("MaxPrice"),
    boolean("ProvideFeedback"),
    integer("Attempt", 1),
    integer("ValidityPeriod", 1, 36_000),
    boolean("ForceDelivery"),
    choice("ContentRetention", "retain", "discard"),
    choice("AddressRetention", "retain", "obfuscate"),
    boolean("SmartEncoded"),
    Parameter("PersistentAction", str, many=True),
    choice("TrafficType", "free"),
    boolean("ShortenUrls"),
    boolean("SendAsMms"),
    text("ContentVariables"),
    choice("RiskCheck", "enable", "disable"),
    text("FallbackFrom"),
)
LIST_PARAMETERS: Final[tuple[Parameter[Any], ...]] = (TO, FROM, *SENT.parameters)
UPDATE_PARAMETERS: Final = (BODY, _STATUS)
FEEDBACK_PARAMETERS: Final = (_OUTCOME,)


def _fields(message: Message, view: View) -> Fields:
    state = state_of(message, view.now)
    path = f"{view.account_path}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "date_created": rfc2822(message.created_at),
        "date_updated": rfc2822(state.date_updated),
        "date_sent": rfc2822(state.date_sent),
        "account_sid": message.account_sid,
        "to": message.to,
        "from": message.from_,
        "messaging_service_sid": message.messaging_service_sid,
        "body": message.body,
        "status": state.status,
        "num_segments": str(message.num_segments),
        "num_media": str(message.num_media),
        "direction": message.direction,
        "api_version": "2010-04-01",
        "price": state.price,
        "price_unit": "USD",
        "error_code": state.error_code,
        "error_message": None,
        "uri": path + view.suffix,
        "subresource_uris": {"media": f"{path}/Media{view.suffix}"},
    }


def _feedback_fields(feedback: Feedback, view: View) -> Fields:
    return {
        "account_sid": feedback.account_sid,
        "message_sid": feedback.message_sid,
        "outcome": feedback.outcome,
        "date_created": rfc2822(feedback.created_at),
        "date_updated": rfc2822(feedback.updated_at),
        "uri": f"{view.account_path}/Messages/{feedback.message_sid}/Feedback{view.suffix}",
    }


MESSAGE: Final = Resource("Message", "messages", "Messages", _fields)
FEEDBACK: Final = Resource("MessageFeedback", "feedback", "Feedback", _feedback_fields)


def create(call: Call) -> Reply:
    """POST Messages: 201 with the message."""
    message = send(call.store, call.account, _draft(call), call.view.now)
    return call.item(MESSAGE, message, HTTPStatus.CREATED)


def _draft(call: Call) -> Draft:
    arguments = call.arguments
    to, sender, service = arguments.get(TO), arguments.get(FROM), arguments.get(_SERVICE)
    body = arguments.get(BODY)
    media = arguments.all(_MEDIA_URL)
    if not to:
        raise bad_request(21604, "A 'To' phone number is required.")
    if not sender and not service:
        raise bad_request(21603, "A 'From' phone number is required.")
    if not (body or media or arguments.get(_CONTENT)):
        raise bad_request(21619, "A text message body or media urls must be specified.")
    if body is not None and len(body) > _LONGEST_BODY:
        raise bad_request(21617, "The concatenated message body exceeds the 1600 character limit.")
    send_at = arguments.get(_SEND_AT)
    if (send_at is None) != (arguments.get(_SCHEDULE_TYPE) is None):
        raise bad_request(INVALID_PARAMETER, "SendAt and ScheduleType must be given together.")
    if send_at is not None and not service:
        raise bad_request(35118, "MessagingServiceSid is required to schedule a message")
    return Draft(to, sender or None, body or "", service, media, send_at)


def select(call: Call) -> Selection[Message]:
    """The messages that the filters To, From and DateSent leave."""
    arguments, now = call.arguments, call.view.now
    tests: list[Test] = []
    to, sender = arguments.get(TO), arguments.get(FROM)
    if to is not None:
        to_address = filter_address(to)
        tests.append(lambda message: message.to == to_address)
    if sender is not None:
        from_address = filter_address(sender)
        tests.append(lambda message: message.from_ == from_address)
    start, end = SENT.bounds(arguments)
    if start is not None or end is not None:
        sent_by_now = now + timedelta(microseconds=1)
        end = sent_by_now if end is None else min(end, sent_by_now)
        tests.append(lambda message: message.canceled_at is None)
    return Selection(start, end, all_of(tests))


def list_(call: Call) -> Reply:
    """GET Messages: one page, newest first."""
    return call.page(MESSAGE, call.store.messages_of(call.account), select(call))


def fetch(call: Call) -> Reply:
    """GET Messages/{Sid}."""
    return call.item(MESSAGE, call.message())


def update(call: Call) -> Reply:
    """POST Messages/{Sid}: redact (an empty Body) or cancel (Status=canceled, while scheduled)."""
    message = call.message()
    body, status = call.arguments.get(BODY), call.arguments.get(_STATUS)
    now = call.view.now
    if body:
        raise bad_request(INVALID_PARAMETER, "Body can only be updated to an empty string.")
    if status is not None:
        if state_of(message, now).status != "scheduled":
            raise bad_request(30409, "This message cannot be canceled")
        message.canceled_at = now
    if body is not None:
        message.body, message.redacted_at = "", now
    return call.item(MESSAGE, message)


def delete(call: Call) -> Reply:
    """DELETE Messages/{Sid}: 204."""
    call.store.remove_message(call.message(), call.account)
    return Reply(HTTPStatus.NO_CONTENT)


def give_feedback(call: Call) -> Reply:
    """POST Messages/{Sid}/Feedback: 200 with the feedback; without an outcome it is confirmed."""
    message, now = call.message(), call.view.now
    earlier = call.store.feedback.get(message.sid)
    feedback = Feedback(
        account_sid=call.account.sid,
        message_sid=message.sid,
        outcome=call.arguments.get(_OUTCOME) or "confirmed",
        created_at=now if earlier is None else earlier.created_at,
        updated_at=now,
    )
    call.store.feedback[message.sid] = feedback
    return call.item(FEEDBACK, feedback)
