"""Addresses, and the phone numbers that depend on one.

Source: https://www.twilio.com/docs/usage/api/address
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.memory.history import History
from twilio_async.emulator.numbers.incoming_numbers import NUMBERS, IncomingNumberList
from twilio_async.emulator.wire.errors import conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

_ADDRESSES = "Addresses"
_USES = ("address_sid", "emergency_address_sid")


class AddressList(ListResource):
    """The addresses of an account; one stays as long as a phone number depends on it."""

    defaults: ClassVar[Mapping[str, object]] = {"validated": True}

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """Refuse to take an address away from a number."""
        if any(_dependents(request, instance.sid)):
            raise conflict("A phone number depends on this address")


class DependentNumberList(IncomingNumberList):
    """The numbers that name an address."""

    def instances(self, request: ApiRequest) -> History[Instance]:
        """The numbers of the address in the path."""
        address_sid = request.path_values[0]
        request.found(request.store.instances.of(request.account.sid, _ADDRESSES).get(address_sid))
        return _dependents(request, address_sid)


def _dependents(request: ApiRequest, address_sid: str) -> History[Instance]:
    numbers = request.store.instances.of(request.account.sid, NUMBERS)
    return History(one for one in numbers if address_sid in {one.fields.get(key) for key in _USES})


OPERATIONS = (
    *AddressList(_ADDRESSES).operations(),
    *DependentNumberList(f"{_ADDRESSES}/{{AddressSid}}/DependentPhoneNumbers").operations(),
)
