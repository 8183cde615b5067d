"""Sending: from the draft of a message to the message.

The rules that all three create operations share: senders, recipients, magic numbers, segments, price,
moments. What is particular to an operation (missing parameters, length) is checked by that.

Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.accounts.applications import APPLICATIONS
from twilio_async.emulator.messaging.message_numbers import outcome_of, recipient, sender, unsubscribed
from twilio_async.emulator.messaging.message_store import Message, StatusCallback
from twilio_async.emulator.messaging.segments import count_segments
from twilio_async.emulator.numbers.ownership import check_sender, check_service
from twilio_async.emulator.wire.errors import bad_request, queue_full
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.messaging.message_store import Media, MessageStore
    from twilio_async.emulator.requests import ApiRequest

_SEGMENT_PRICE = Decimal("0.00790")
_MMS_PRICE = Decimal("0.02000")
_MOST_MEDIA = 10
_EARLIEST = timedelta(minutes=5)
_LATEST = timedelta(days=35)
_QUEUE_OVERFLOW = 30001


@frozen
class MessageDraft:
    """A message to be sent, as the request names it."""

    to: str
    sender: str | None
    body: str
    service_sid: str | None = None
    media_urls: Sequence[str] = ()
    send_at: datetime | None = None
    status_callback: StatusCallback | None = None
    asks_for_feedback: bool = False


def send(request: ApiRequest, draft: MessageDraft) -> Message:
    """Make a message of a draft and enter it; with test credentials it is made and forgotten.

    Raises:
        Refusal: 400 with the code of the number, the media or the date that does not do.
    """
    messaging = request.store.messaging
    if request.store.is_strict and not request.account.is_test:
        _check_ownership(request, draft)
    message = _message(messaging, request.account, draft, request.now)
    if not request.account.is_test:
        messaging.add(message)
        attach_media(messaging, message, draft.media_urls)
    return message


def attach_media(messaging: MessageStore, message: Message, urls: Sequence[str]) -> list[Media]:
    """Give a message the files at some addresses, which are not loaded but made up."""
    return [
        messaging.attach(
            message, f"the media at {url}".encode(), mimetypes.guess_type(url)[0] or "image/jpeg"
        )
        for url in urls
    ]


def callback_of(request: ApiRequest, service_sid: str | None = None) -> StatusCallback | None:
    """The webhook for the statuses of a message: its own, that of its application, or of its service.

    SMS/Messages takes that of the application first, Messages that of the message.
    """
    messaging, arguments = request.store.messaging, request.arguments
    of_sms_resource = request.endpoint.collection == "SMS/Messages"
    own, named = arguments.get("StatusCallback"), arguments.get("ApplicationSid")
    shared = None
    if named is not None:
        application = request.store.instances.of(request.account.sid, APPLICATIONS).get(named)
        field = "sms_status_callback" if of_sms_resource else "message_status_callback"
        shared = None if application is None else application.fields[field]
    service = messaging.services.get(service_sid or "")
    url = (shared or own) if of_sms_resource else (own or shared)
    url = url or (None if service is None else service.status_callback)
    return StatusCallback(str(url), of_sms_resource) if url else None


def price_of(segments: int, media: int = 0) -> str:
    """The price of a message, as the negative decimal string of the wire."""
    return str(-_MMS_PRICE if media else -_SEGMENT_PRICE * segments)


def _message(messaging: MessageStore, account: Account, draft: MessageDraft, now: datetime) -> Message:
    from_ = None if draft.sender is None else sender(draft.sender, is_test=account.is_test)
    to = recipient(draft.to, from_)
    if to == from_:
        raise bad_request(21266, "'To' and 'From' number cannot be the same")
    _check_media(draft.media_urls)
    _check_time(draft.send_at, now)
    segments, service = count_segments(draft.body), messaging.services.get(draft.service_sid or "")
    media = len(draft.media_urls)
    if not account.is_test and messaging.opt_outs.has(draft.service_sid or from_ or "", to):
        raise unsubscribed(to)
    turn = _turn(messaging, account, draft, from_, segments)
    outcome, error_code = outcome_of(to)
    by_service = draft.service_sid is not None
    moments = messaging.delays.moments(now, by_service=by_service, send_at=draft.send_at, turn=turn)
    return Message(
        sid=messaging.identifiers.sid("MM" if media else "SM"),
        account_sid=account.sid,
        to=to,
        from_=from_,
        body=draft.body,
        direction="outbound-api",
        serial=messaging.identifiers.serial(),
        created_at=now,
        queued_at=moments.queued_at,
        sends_at=moments.sends_at,
        settles_at=moments.settles_at,
        price=price_of(segments, media),
        num_segments=segments,
        num_media=media,
        messaging_service_sid=draft.service_sid,
        is_scheduled=draft.send_at is not None,
        outcome=outcome,
        fails_at=moments.queued_at if turn is None else moments.sends_at if outcome == "failed" else None,
        error_code=_QUEUE_OVERFLOW if turn is None else error_code,
        status_callback=draft.status_callback,
        asks_for_feedback=draft.asks_for_feedback,
        service_sender=None if service is None else service.sender_for(to),
    )


def _turn(
    messaging: MessageStore, account: Account, draft: MessageDraft, from_: str | None, segments: int
) -> datetime | None:
    """The moment at which a message leaves the queue of its sender; None: that of its service is full.

    Raises:
        Refusal: 429 / 21611, the queue of the number is full.
    """
    now = messaging.clock()
    if draft.send_at is not None or account.is_test:
        return draft.send_at or now
    turn = messaging.queues.enter(account.sid, from_ or draft.service_sid or "", segments, now)
    if turn is None and draft.service_sid is None:
        raise queue_full()
    return turn


def _check_ownership(request: ApiRequest, draft: MessageDraft) -> None:
    if draft.sender is not None:
        check_sender(request.store, request.account.sid, filter_address(draft.sender))
    if draft.service_sid is not None:
        check_service(request.store, request.account.sid, draft.service_sid)


def _check_media(urls: Sequence[str]) -> None:
    if len(urls) > _MOST_MEDIA:
        raise bad_request(21623, "Number of media files exceeds allowed limit")


def _check_time(send_at: datetime | None, now: datetime) -> None:
    if send_at is not None and not _EARLIEST <= send_at - now <= _LATEST:
        raise bad_request(35114, "SendAt time must be between 300 seconds and 35 days in the future")
