"""Caller ids: numbers of others that an account may call from once they are validated.

After https://www.twilio.com/docs/voice/api/outgoing-caller-ids. Nobody is called here: a number is validated
as soon as that is asked for.
"""

from typing import Any, Final

from twilio_async.emulator.description import Endpoint
from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.numbers.inventory import friendly
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.fields import resource
from twilio_async.emulator.wire.phone_numbers import e164, filter_address

_LONGEST_DELAY: Final = 60


class CallerIds(Plain):
    """The validated numbers; creating one answers with the request for its validation."""

    def create(self, endpoint: Endpoint, call: Call) -> Reply:
        """POST OutgoingCallerIds: the code that has to be typed in on the phone."""
        given = call.arguments.named
        number = e164(given("PhoneNumber"))
        if number is None:
            raise bad_request(21401, f"{given('PhoneNumber')} is not a valid phone number.")
        if (given("CallDelay") or 0) > _LONGEST_DELAY:
            raise bad_request(21454, "CallDelay must be between 0 and 60.")
        if any(item.values["phone_number"] == number for item in self.items(call)):
            raise bad_request(21450, "Phone number is already verified for your account.")
        values: dict[str, object] = {
            "phone_number": number,
            "friendly_name": given("FriendlyName") or friendly(number),
        }
        item = call.store.add_item(self.home, call.store.new_sid("PN"), call.account.sid, (), values)
        return call.item(_request(endpoint, call), item, endpoint.status)

    def matches(self, call: Call, item: Item, name: str, value: Any) -> bool:
        """`PhoneNumber` may be written as people do."""
        wanted = filter_address(value) if name == "PhoneNumber" else value
        return super().matches(call, item, name, wanted)


def _request(endpoint: Endpoint, call: Call) -> Resource[Item]:
    def values(item: Item, _: View) -> dict[str, object]:
        return {
            **item.values,
            "account_sid": item.account_sid,
            "call_sid": call.store.new_sid("CA"),
            "validation_code": call.store.new_digits(6),
        }

    return resource(endpoint.record, values)
