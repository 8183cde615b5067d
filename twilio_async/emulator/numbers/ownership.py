"""Ownership: whether an account may send from and call from a number, where the emulator is strict.

Source: https://www.twilio.com/docs/api/errors/21606, https://www.twilio.com/docs/api/errors/21659,
https://www.twilio.com/docs/api/errors/21660 and https://www.twilio.com/docs/api/errors/21210
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from twilio_async.emulator.messaging.short_codes import SHORT_CODES
from twilio_async.emulator.numbers.caller_ids import CALLER_IDS
from twilio_async.emulator.numbers.incoming_numbers import NUMBERS
from twilio_async.emulator.wire.errors import bad_request

if TYPE_CHECKING:
    from twilio_async.emulator.memory.store import Store

_DIGITS = re.compile(r"\+?\d+", re.ASCII)


def check_sender(store: Store, account_sid: str, sender: str) -> None:
    """Check that an account has the number or short code that it sends from; names and channels are free.

    Raises:
        Refusal: 400, another account has it (21660), nobody has (21659), or it sends no SMS (21606).
    """
    if not _DIGITS.fullmatch(sender):
        return
    found = [
        instance
        for path, field in ((NUMBERS, "phone_number"), (SHORT_CODES, "short_code"))
        for instance in store.instances.everywhere(path)
        if instance.fields[field] == sender
    ]
    if not found:
        raise bad_request(21659, f"'From' {sender} is not a Twilio phone number or Short Code")
    if found[0].account_sid != account_sid:
        raise bad_request(21660, f"Mismatch between the 'From' number {sender} and the account {account_sid}")
    capabilities: Any = found[0].fields.get("capabilities", {"sms": True})
    if not capabilities["sms"]:
        message = f"The 'From' phone number {sender} is not a valid, SMS-capable number for your account."
        raise bad_request(21606, message)


def check_service(store: Store, account_sid: str, service_sid: str) -> None:
    """Check that an account has the messaging service that it sends by.

    Raises:
        Refusal: 400 / 21705, it has no such service.
    """
    service = store.messaging.services.get(service_sid)
    if service is None or service.account_sid != account_sid:
        raise bad_request(21705, f"The Messaging Service Sid {service_sid} is invalid.")


def check_caller(store: Store, account_sid: str, caller: str) -> None:
    """Check that an account has the number that it calls from, or has validated it.

    Raises:
        Refusal: 400 / 21210, it has not.
    """
    if not _DIGITS.fullmatch(caller):
        return
    known = (
        instance.fields["phone_number"] == caller
        for path in (NUMBERS, CALLER_IDS)
        for instance in store.instances.of(account_sid, path)
    )
    if not any(known):
        raise bad_request(21210, f"The source phone number {caller} is not yet verified for your account.")
