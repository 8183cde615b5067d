"""Caller ids: numbers of others that an account may call from once they are validated.

Nobody is called here: a number is validated as soon as that is asked for.

Source: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.phone_numbers import e164, filter_address, friendly

if TYPE_CHECKING:
    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

CALLER_IDS = "OutgoingCallerIds"

_LONGEST_DELAY = 60


class CallerIdList(ListResource):
    """The validated numbers of an account; creating one answers with the request for its validation."""

    def create(self, request: ApiRequest) -> Reply:
        """POST OutgoingCallerIds: the code that has to be typed in on the phone."""
        arguments, store = request.arguments, request.store
        number = e164(arguments.get("PhoneNumber"))
        if number is None:
            raise bad_request(21401, f"{arguments.get('PhoneNumber')} is not a valid phone number.")
        if (arguments.get("CallDelay") or 0) > _LONGEST_DELAY:
            raise bad_request(21454, "CallDelay must be between 0 and 60.")
        if any(known.fields["phone_number"] == number for known in self.instances(request)):
            raise bad_request(21450, "Phone number is already verified for your account.")
        fields: dict[str, object] = {
            "phone_number": number,
            "friendly_name": arguments.get("FriendlyName") or friendly(number),
        }
        sid = store.identifiers.sid("PN")
        caller_id = store.instances.add(self.home, sid, request.account.sid, (), fields)
        return request.reply(caller_id, _validation_values)

    def matches(self, request: ApiRequest, instance: Instance, name: str, value: Any) -> bool:
        """Whether it fits a filter; `PhoneNumber` may be written as people do."""
        meant = filter_address(value) if name == "PhoneNumber" else value
        return super().matches(request, instance, name, meant)


def _validation_values(caller_id: Instance, request: ApiRequest) -> Values:
    identifiers = request.store.identifiers
    return {
        **caller_id.fields,
        "account_sid": caller_id.account_sid,
        "call_sid": identifiers.sid("CA"),
        "validation_code": identifiers.digits(6),
    }


OPERATIONS = tuple(CallerIdList(CALLER_IDS).operations())
