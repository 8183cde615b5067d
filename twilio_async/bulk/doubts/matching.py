"""Matching: which record of Twilio's list a message can have become, as pure functions.

Twilio's record shows recipient, sender or service, and text. Messages that agree in these share a
fingerprint, and the journal never lets two of one fingerprint be unsettled at a time; so a record that
agrees, was created after the intent to send and is nobody else's can be of no other message of the campaign.

The end of the time in which a record may have been created is not bounded: a process that was stopped between
its last look at the lease and its POST sends whenever it goes on, and that message must be found as well.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async import Message
    from twilio_async.bulk.messages import OutboundMessage

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]*")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_GRAIN = 2.0
"""Seconds by which two clocks that agree may seem to differ: both dates are whole seconds."""


def fingerprint(outbound: OutboundMessage) -> str:
    """The mark of messages that Twilio's list does not tell apart: 32 hex digits."""
    sender = outbound.messaging_service_sid or address(outbound.from_)
    shown = "\0".join((address(outbound.to), sender, text(outbound.body), outbound.content_sid or ""))
    return blake2b(shown.encode(), digest_size=16).hexdigest()


def address(value: str | None) -> str:
    """An address as it is compared: numbers without their punctuation, others in lower case."""
    if value is None:
        return ""
    if value.isalnum() or (value[:1] == "+" and value[1:].isdigit()):
        return value.lower()
    stripped = value.strip()
    if _NUMBER.fullmatch(stripped):
        return re.sub(r"[^0-9+]", "", stripped)
    return stripped.lower()


def text(body: str | None) -> str:
    """A text as it is compared: whatever its line ends are, and without white space around it."""
    if body is None:
        return ""
    return (body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body).strip()


def is_recognisable(outbound: OutboundMessage) -> bool:
    """Whether Twilio's list shows the message so that it can be known again."""
    to = outbound.to.strip()
    return outbound.is_matchable and (":" in to or _E164.fullmatch(address(to)) is not None)


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
