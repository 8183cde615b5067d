"""Addresses, and the phone numbers that depend on one.

After https://www.twilio.com/docs/usage/api/address.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from twilio_async.emulator.account import NUMBERS
from twilio_async.emulator.call import Call
from twilio_async.emulator.errors import conflict
from twilio_async.emulator.generic import Plain
from twilio_async.emulator.history import History
from twilio_async.emulator.items import Item
from twilio_async.emulator.plain.incoming_numbers import IncomingNumbers

ADDRESSES: Final = "Addresses"

_USES: Final = ("address_sid", "emergency_address_sid")


class Addresses(Plain):
    """An address stays as long as a phone number depends on it."""

    defaults: ClassVar[Mapping[str, object]] = {"validated": True}

    def removed(self, call: Call, item: Item) -> None:
        """Refuse to take an address away from a number."""
        if any(_dependents(call, item.sid)):
            raise conflict("A phone number depends on this address")


class DependentNumbers(IncomingNumbers):
    """The numbers that name an address."""

    def items(self, call: Call) -> History[Item]:
        """The numbers of the address in the path."""
        address_sid = call.names[0]
        call.found(call.store.items.of(call.account.sid, ADDRESSES).get(address_sid))
        return _dependents(call, address_sid)


def _dependents(call: Call, address_sid: str) -> History[Item]:
    numbers = call.store.items.of(call.account.sid, NUMBERS)
    return History(item for item in numbers if address_sid in {item.values.get(key) for key in _USES})
