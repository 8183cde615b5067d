"""Phone numbers: how they are read and written, and which ones the API always refuses.

The magic numbers are those of https://www.twilio.com/docs/iam/test-credentials. Knows nothing of requests
or records.
"""

import re
from typing import Final

from twilio_async.emulator.wire.errors import ApiError, bad_request

TEST_SENDER: Final = "+15005550006"
"""The only sender that works with test credentials."""

_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_NATIONAL = re.compile(r"\d{10}", re.ASCII)
_WITH_COUNTRY = re.compile(r"1\d{10}", re.ASCII)
_SHORT_CODE = re.compile(r"\d{3,8}", re.ASCII)
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &_+-]{1,11}", re.ASCII)
_CHANNEL = re.compile(r"[a-z]+:\S+", re.ASCII)
_PUNCTUATION = str.maketrans("", "", " -().")
_US: Final = re.compile(r"\+1(\d{10})", re.ASCII)

_REFUSED_RECIPIENTS: Final = {
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
_REFUSED_SENDERS: Final = {
    "+15005550001": (21212, "The 'From' number {sender} is not a valid phone number."),
    "+15005550007": (
        21606,
        "The 'From' phone number {sender} is not a valid, SMS-capable number for your account.",
    ),
    "+15005550008": (21611, "This 'From' number has exceeded the maximum number of queued messages"),
}


def e164(value: str) -> str | None:
    """A number in E.164; ten digits are read as a US number; None where it is no number."""
    bare = value.translate(_PUNCTUATION)
    if _E164.fullmatch(bare):
        return bare
    if _NATIONAL.fullmatch(bare):
        return f"+1{bare}"
    return f"+{bare}" if _WITH_COUNTRY.fullmatch(bare) else None


def national(number: str | None) -> str | None:
    """A number as 2008-08-01 writes it: US numbers as bare ten digits, others as they are."""
    match = _US.fullmatch(number or "")
    return match[1] if match else number


def filter_address(value: str) -> str:
    """A number or address in a list filter, in the form in which messages hold it."""
    return e164(value) or value


def recipient(value: str, sender: str | None) -> str:
    """The address that a message goes to; ApiError 400 where it is invalid or magic."""
    number = value if _CHANNEL.fullmatch(value) else e164(value)
    if number is None:
        raise bad_request(21211, f"The 'To' number {value} is not a valid phone number.")
    if number in _REFUSED_RECIPIENTS:
        raise _refusal(_REFUSED_RECIPIENTS[number], number, sender)
    return number


def sender(value: str, *, is_test: bool) -> str:
    """The address that a message comes from; ApiError 400 where it is invalid, magic, or no test sender."""
    number = e164(value)
    if number is None:
        if not any(pattern.fullmatch(value) for pattern in (_SHORT_CODE, _ALPHANUMERIC, _CHANNEL)):
            message = f"The 'From' number {value} is not a valid phone number, short code or sender ID."
            raise bad_request(21212, message)
        number = value
    if number in _REFUSED_SENDERS:
        raise _refusal(_REFUSED_SENDERS[number], number, number)
    if is_test and number != TEST_SENDER:
        raise _refusal(_REFUSED_SENDERS["+15005550007"], number, number)
    return number


def _refusal(entry: tuple[int, str], to: str, sender: str | None) -> ApiError:
    code, message = entry
    return bad_request(code, message.format(to=to, sender=sender))
