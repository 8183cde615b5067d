"""Matching: which record of Twilio's list a message can have become, as pure functions.

Twilio's record shows recipient, sender or service, and text. Messages that agree in recipient and text share
a fingerprint, and the journal never lets two of one fingerprint be unsettled at a time; so a record that
agrees, was created after the intent to send and is nobody else's can be of no other message of the campaign.
The sender is not in the fingerprint: a service may choose the number that another message was given.

A number that is not written in full, such as (555) 867-5310, Twilio completes by the country of the account,
so the list shows another one: a message from or to such a number cannot be known again.

The end of the time in which a record may have been created is not bounded: a process that was stopped between
its last look at the lease and its POST sends whenever it goes on, and that message must be found as well.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from twilio_async.bulk.addresses import address
from twilio_async.bulk.segmentation.smart_encoding import smart_encoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async import Message
    from twilio_async.bulk.messages import OutboundMessage

_E164 = r"\+[1-9][0-9]{6,14}"
_IN_CHANNEL = rf"[a-z]+:{_E164}|(?!whatsapp:)[a-z]+:[^\s()+]+"
_RECIPIENT = re.compile(rf"{_E164}|{_IN_CHANNEL}")
_SENDER = re.compile(rf"{_E164}|[0-9]{{3,6}}|[^:+]*[a-z][^:+]*|{_IN_CHANNEL}")
"""Numbers, short codes, alphanumeric senders and addresses of channels, as Twilio's list shows them."""
_OF_A_TRIAL = "Sent from your Twilio trial account -"
"""What a text begins with that an account on trial has sent."""
_GRAIN = 2.0
"""Seconds by which two clocks that agree may seem to differ: both dates are whole seconds."""


def fingerprint(outbound: OutboundMessage) -> str:
    """The mark of messages that Twilio's list does not tell apart: 32 hex digits."""
    shown = "\0".join((address(outbound.to), text(outbound.body), outbound.content_sid or ""))
    return blake2b(shown.encode(), digest_size=16).hexdigest()


def text(body: str | None) -> str:
    """A text as it is compared: without what Twilio puts before it, and whatever it may replace in it.

    The settings of a messaging service may replace characters (smart encoding) without a word in the request.
    """
    if body is None:
        return ""
    shown = body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body
    return smart_encoded(shown).strip().removeprefix(_OF_A_TRIAL).lstrip()


def is_recognisable(outbound: OutboundMessage) -> bool:
    """Whether Twilio's list shows recipient, sender and text of the message so that it can be known again."""
    is_changed = (
        outbound.content_sid
        or outbound.shorten_urls
        or outbound.smart_encoded
        or outbound.content_retention == "discard"
        or outbound.address_retention == "obfuscate"
    )
    return (
        not is_changed
        and _RECIPIENT.fullmatch(_shown(outbound.to)) is not None
        and (
            outbound.messaging_service_sid is not None
            or _SENDER.fullmatch(_shown(outbound.from_)) is not None
        )
    )


def _shown(value: str | None) -> str:
    """An address as the list shows it, as far as that is known: those of channels are not completed."""
    return value.strip().lower() if value is not None and ":" in value else address(value)


def matches(record: Message, outbound: OutboundMessage, since: float) -> bool:
    """Whether a record can be what became of a message that was to be sent at `since`, by Twilio's clock."""
    service = outbound.messaging_service_sid
    media = outbound.media_url
    files = 0 if media is None else 1 if isinstance(media, str) else len(media)
    return (
        record.direction == "outbound-api"
        and record.date_created is not None
        and record.date_created.timestamp() >= since - _GRAIN
        and address(record.to) == address(outbound.to)
        and (
            record.messaging_service_sid == service
            if service
            else address(record.from_) == address(outbound.from_)
        )
        and text(record.body) == text(outbound.body)
        and record.num_media in {None, 0, files}
    )


def clock_skew(headers: Mapping[str, str], now: float) -> float:
    """Seconds, 0 at least, by which Twilio's clock is behind ours: by the Date of its answer."""
    try:
        there = parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError, OverflowError):
        return 0.0
    there = there if there.tzinfo is not None else there.replace(tzinfo=UTC)
    return max(0.0, now - there.timestamp())
