"""Numbers that are called and that call: how they are read, and which ones are special.

The numbers that the API refuses are Twilio's own. Four more are the emulator's and say how a call turns out:

- `+15005550011` is busy,
- `+15005550012` is not answered,
- `+15005550013` fails,
- `+15005550014` is answered by a machine.

Source: https://www.twilio.com/docs/iam/test-credentials (the magic numbers)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.phone_numbers import TEST_NUMBER, e164

if TYPE_CHECKING:
    from twilio_async.emulator.voice.voice_records import CallOutcome

OUTCOMES: dict[str, CallOutcome] = {
    "+15005550011": "busy",
    "+15005550012": "no-answer",
    "+15005550013": "failed",
}
MACHINE = "+15005550014"

_ENDPOINT = re.compile(r"(?:sips?|client):\S+")
_INVALID_SENDER = "+15005550001"
_REFUSED_RECIPIENTS = {
    "+15005550001": (21217, "Phone number does not appear to be valid: {}"),
    "+15005550002": (21214, "The phone number you are attempting to call, {}, cannot be reached."),
    "+15005550003": (21215, "Account not authorized to call {}."),
    "+15005550004": (21216, "Call blocked: the destination number {} is on the do-not-call list."),
}


def recipient(value: str | None) -> str:
    """The address that is called.

    Raises:
        Refusal: 400, it is missing, invalid or magic.
    """
    if not value:
        raise bad_request(21201, "No 'To' number is specified")
    address = _address(value)
    if address is None:
        raise bad_request(21217, f"Phone number does not appear to be valid: {value}")
    if address in _REFUSED_RECIPIENTS:
        code, message = _REFUSED_RECIPIENTS[address]
        raise bad_request(code, message.format(address))
    return address


def caller(value: str | None, *, is_test: bool) -> str:
    """The address that calls.

    Raises:
        Refusal: 400, it is missing, invalid, magic, or no test caller.
    """
    if not value:
        raise bad_request(21213, "No 'From' number is specified")
    address = _address(value)
    if address is None or address == _INVALID_SENDER:
        raise bad_request(21212, f"The 'From' number {value} is not a valid phone number.")
    if is_test and address != TEST_NUMBER:
        raise bad_request(21210, f"The source phone number {value} is not yet verified for your account.")
    return address


def _address(value: str) -> str | None:
    return value if _ENDPOINT.fullmatch(value) else e164(value)
