"""Turning what a request wants sent into a message.

The rules that all three create operations share: senders, recipients, magic numbers, segments, price,
lifecycle. What is particular to an endpoint (missing parameters, length) is checked by the endpoint.
Follows https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource.
"""

import mimetypes
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import attrs

from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account, Message
from twilio_async.emulator.messaging.segments import count_segments
from twilio_async.emulator.wire import phone_numbers as numbers
from twilio_async.emulator.wire.errors import bad_request

_SEGMENT_PRICE: Final = Decimal("0.00790")
_MMS_PRICE: Final = Decimal("0.02000")
_MOST_MEDIA: Final = 10
_EARLIEST: Final = timedelta(minutes=15)
_LATEST: Final = timedelta(days=35)


@attrs.frozen
class Draft:
    """What is to be sent, as the request names it."""

    to: str
    sender: str | None
    body: str
    service_sid: str | None = None
    media_urls: Sequence[str] = ()
    send_at: datetime | None = None


def send(store: Store, account: Account, draft: Draft, now: datetime) -> Message:
    """Make a message of a draft and enter it; with test credentials it is made and forgotten.

    Raises:
        ApiError: 400 with the code of the number, the media or the date that does not do.
    """
    message = _compose(store, account, draft, now)
    if not account.is_test:
        store.add_message(message, account)
        for url in draft.media_urls:
            content_type = mimetypes.guess_type(url)[0] or "image/jpeg"
            store.add_media(message, f"the media at {url}".encode(), content_type)
    return message


def price_of(segments: int, media: int = 0) -> str:
    """What a message costs, as the negative decimal string of the wire."""
    return str(-_MMS_PRICE if media else -_SEGMENT_PRICE * segments)


def _compose(store: Store, account: Account, draft: Draft, now: datetime) -> Message:
    sender = None if draft.sender is None else numbers.sender(draft.sender, is_test=account.is_test)
    to = numbers.recipient(draft.to, sender)
    _check_media(draft.media_urls)
    _check_time(draft.send_at, now)
    segments = count_segments(draft.body)
    media = len(draft.media_urls)
    moments = store.delays.moments(now, by_service=draft.service_sid is not None, send_at=draft.send_at)
    return Message(
        sid=store.new_sid("MM" if media else "SM"),
        account_sid=account.sid,
        to=to,
        from_=sender,
        body=draft.body,
        direction="outbound-api",
        serial=store.new_serial(),
        created_at=now,
        queued_at=moments.queued_at,
        sends_at=moments.sends_at,
        settles_at=moments.settles_at,
        price=price_of(segments, media),
        num_segments=segments,
        num_media=media,
        messaging_service_sid=draft.service_sid,
        is_scheduled=draft.send_at is not None,
    )


def _check_media(urls: Sequence[str]) -> None:
    if len(urls) > _MOST_MEDIA:
        raise bad_request(21623, "Number of media files exceeds allowed limit")


def _check_time(send_at: datetime | None, now: datetime) -> None:
    if send_at is not None and not _EARLIEST <= send_at - now <= _LATEST:
        raise bad_request(35114, "SendAt time must be between 15 minutes and 35 days in the future")
