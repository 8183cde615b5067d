"""Segments: into how many a text is cut, and in which encoding, without asking Twilio.

A text of GSM-7 characters alone takes one segment up to 160 septets, and 153 in each of several; a character
of the extension table is two septets. With any other character the whole is UCS-2: 70 UTF-16 units, or 67 in
each of several. What takes two units is never cut in two, so a segment may stay one short of full.

Nothing larger is kept together: an emoji with joiners may be cut between its parts, as phones put them
together again.

Source: https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding and
https://www.twilio.com/docs/glossary/what-sms-character-limit
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from twilio_async.bulk.segmentation.smart_encoding import smart_encoded as encoded_smartly

if TYPE_CHECKING:
    from twilio_async.bulk.messages import OutboundMessage

_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = "\f^{}\\[~]|€"
_BASIC_ASCII: Final = _BASIC.encode("ascii", "ignore")
_beyond_basic = re.compile(f"[^{re.escape(_BASIC)}]").search
_beyond_gsm = re.compile(f"[^{re.escape(_BASIC + _EXTENSION)}]").search
_extended = re.compile(f"[{re.escape(_EXTENSION)}]").finditer
_astral = re.compile("[\U00010000-\U0010ffff]").finditer
_GSM_SINGLE, _GSM_PART = 160, 153
_UCS2_SINGLE, _UCS2_PART = 70, 67


@frozen
class Segments:
    """The segments of a text: how many, in which encoding, and of how many septets or UTF-16 units in all."""

    count: int
    encoding: Literal["GSM-7", "UCS-2"]
    units: int


def segments(body: str, *, smart_encoded: bool = False) -> Segments:
    """The segments that a text is sent in; an empty one takes one.

    Args:
        body: The text.
        smart_encoded: Whether Twilio replaces characters by look-alikes, as the message or its service asks.
    """
    if smart_encoded:
        body = encoded_smartly(body)
    if _is_basic(body):
        units = len(body)
        return Segments(1 if units <= _GSM_SINGLE else -(-units // _GSM_PART), "GSM-7", units)
    if _beyond_gsm(body) is None:
        wide = [match.start() for match in _extended(body)]
        return Segments(_count(len(body), wide, _GSM_SINGLE, _GSM_PART), "GSM-7", len(body) + len(wide))
    wide = [match.start() for match in _astral(body)]
    return Segments(_count(len(body), wide, _UCS2_SINGLE, _UCS2_PART), "UCS-2", len(body) + len(wide))


def segments_of(outbound: OutboundMessage) -> int:
    """The segments that a message counts for: one, where it is no SMS or its text is not known."""
    cut = sms_segments(outbound)
    return 1 if cut is None else cut.count


def sms_segments(outbound: OutboundMessage) -> Segments | None:
    """The segments of an SMS whose text is known; None for a template, with media, or in another channel."""
    if outbound.content_sid or outbound.media_url or outbound.send_as_mms or ":" in outbound.to:
        return None
    if outbound.body is None:
        return None
    return segments(outbound.body, smart_encoded=outbound.smart_encoded is True)


def _is_basic(body: str) -> bool:
    """Whether a text has characters of the basic table alone; most have none but those of ASCII."""
    if body.isascii():
        return not body.encode().translate(None, _BASIC_ASCII)
    return _beyond_basic(body) is None


def _count(characters: int, wide: list[int], single: int, part: int) -> int:
    """The segments of a text some characters of which, at the places `wide`, take two units."""
    units = characters + len(wide)
    if units <= single:
        return 1
    # The unit at which each of them begins. Where that is the last of a segment, it moves to the next one.
    shift = 0
    for number, place in enumerate(wide):
        if (place + number + shift) % part == part - 1:
            shift += 1
    return -(-(units + shift) // part)
