"""Numbers that messages go to and come from: how they are read, and which ones are special.

The numbers that the API refuses are Twilio's own. Three more are the emulator's and say how a message ends:

- `+15005550011` is not reached (30003),
- `+15005550012` does not exist (30005),
- `+15005550013` is not sent to at all (30008).

Source: https://www.twilio.com/docs/iam/test-credentials (the magic numbers)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.phone_numbers import TEST_NUMBER, e164

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.messaging.message_store import Outcome
    from twilio_async.emulator.wire.errors import Refusal

_OUTCOMES: Mapping[str, tuple[Outcome, int]] = {
    "+15005550011": ("undelivered", 30003),
    "+15005550012": ("undelivered", 30005),
    "+15005550013": ("failed", 30008),
}

_SHORT_CODE = re.compile(r"\d{3,8}", re.ASCII)
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &_+-]{1,11}", re.ASCII)
_CHANNEL = re.compile(r"[a-z]+:\S+", re.ASCII)

_REFUSED_RECIPIENTS = {
    "+15005550001": (21211, "The 'To' number {to} is not a valid phone number."),
    "+15005550002": (
        21612,
        "The 'To' phone number {to} is not reachable using the 'From' phone number {sender} via SMS.",
    ),
    "+15005550003": (
        21408,
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number {to}.",
    ),
    "+15005550004": (21610, "Attempt to send to unsubscribed recipient"),
    "+15005550009": (21614, "'To' number {to} is not a valid mobile number"),
}
_REFUSED_SENDERS = {
    "+15005550001": (21212, "The 'From' number {sender} is not a valid phone number."),
    "+15005550007": (
        21606,
        "The 'From' phone number {sender} is not a valid, SMS-capable number for your account.",
    ),
    "+15005550008": (21611, "This 'From' number has exceeded the maximum number of queued messages"),
}


def recipient(value: str, sender: str | None) -> str:
    """The address that a message goes to.

    Raises:
        Refusal: 400, it is invalid or magic.
    """
    number = value if _CHANNEL.fullmatch(value) else e164(value)
    if number is None:
        raise bad_request(21211, f"The 'To' number {value} is not a valid phone number.")
    if number in _REFUSED_RECIPIENTS:
        raise _refusal(_REFUSED_RECIPIENTS[number], number, sender)
    return number


def sender(value: str, *, is_test: bool) -> str:
    """The address that a message comes from.

    Raises:
        Refusal: 400, it is invalid, magic, or no test sender.
    """
    number = e164(value)
    if number is None:
        if not any(pattern.fullmatch(value) for pattern in (_SHORT_CODE, _ALPHANUMERIC, _CHANNEL)):
            message = f"The 'From' number {value} is not a valid phone number, short code or sender ID."
            raise bad_request(21212, message)
        number = value
    if number in _REFUSED_SENDERS:
        raise _refusal(_REFUSED_SENDERS[number], number, number)
    if is_test and number != TEST_NUMBER:
        raise _refusal(_REFUSED_SENDERS["+15005550007"], number, number)
    return number


def outcome_of(to: str) -> tuple[Outcome, int | None]:
    """The end of a message to a number, and the error code of that."""
    return _OUTCOMES.get(to, ("delivered", None))


def unsubscribed(to: str) -> Refusal:
    """400: the recipient has asked this sender to stop."""
    return _refusal(_REFUSED_RECIPIENTS["+15005550004"], to, None)


def _refusal(entry: tuple[int, str], to: str, sender: str | None) -> Refusal:
    code, message = entry
    return bad_request(code, message.format(to=to, sender=sender))
