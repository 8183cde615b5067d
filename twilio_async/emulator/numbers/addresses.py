"""Addresses, and the phone numbers that depend on one.

After https://www.twilio.com/docs/usage/api/address.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from twilio_async.emulator.accounts.accounts import NUMBERS
from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.history import History
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.numbers.incoming_numbers import IncomingNumbers
from twilio_async.emulator.requests import Call
from twilio_async.emulator.wire.errors import conflict

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
