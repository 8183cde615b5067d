"""Phone numbers of an account: buying, changing, moving to another account, giving back.

Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource and
https://www.twilio.com/docs/iam/test-credentials (the magic numbers)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.memory.history import History
from twilio_async.emulator.numbers.countries import COUNTRIES
from twilio_async.emulator.numbers.inventory import offer_of, offers, type_of
from twilio_async.emulator.numbers.webhooks import WEBHOOKS, check_fallbacks
from twilio_async.emulator.wire.errors import account_not_active, bad_request, not_found, unauthenticated
from twilio_async.emulator.wire.phone_numbers import TEST_NUMBER, e164, friendly, matches_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.requests import ApiRequest
    from twilio_async.emulator.wire.errors import Refusal

NUMBERS = "IncomingPhoneNumbers"

_MAGIC = {"+15005550000": 21422, "+15005550001": 21421}
_TEST_AREA = "500"
_EMPTY_AREA = "533"
_AREA = re.compile(r"[2-9]\d\d", re.ASCII)
_TYPES = {"Local": "local", "Mobile": "mobile", "TollFree": "toll-free"}
_MESSAGES = {
    21421: "PhoneNumber {} is not valid.",
    21422: "PhoneNumber {} is not available.",
    21451: "AreaCode {} is not a valid area code.",
    21452: "No phone numbers found in area code {}.",
}


class IncomingNumberList(ListResource):
    """The numbers of an account; the collections below it show those of one type."""

    defaults: ClassVar[Mapping[str, object]] = {
        **WEBHOOKS,
        "address_requirements": "none",
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "origin": "twilio",
        "sms_application_sid": "",
        "status": "in-use",
        "voice_application_sid": "",
        "voice_receive_mode": "voice",
    }

    def __init__(self, path: str) -> None:
        super().__init__(path, NUMBERS, with_test_credentials=True)
        self._type = _TYPES.get(path.rpartition("/")[2])

    def instances(self, request: ApiRequest) -> History[Instance]:
        """The numbers, or those of the type."""
        numbers = super().instances(request)
        if self._type is None:
            return numbers
        return History(number for number in numbers if number.fields["type"] == self._type)

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Choose the number that is bought; move one that gets another account."""
        check_fallbacks(instance, fields)
        if instance is None:
            number = _chosen_number(request)
            fields["phone_number"] = number
            fields.setdefault("friendly_name", friendly(number))
            fields["type"] = self._type or _TYPES[type_of(number)]
            fields.update(_offered_fields(number))
            return
        target = fields.pop("account_sid", None)
        if target not in {None, instance.account_sid}:
            _check_move(request, str(target))
            request.store.instances.move(instance, NUMBERS, str(target))

    def matches(self, request: ApiRequest, instance: Instance, name: str, value: Any) -> bool:
        """Whether it fits a filter; `PhoneNumber` is a pattern."""
        if name == "PhoneNumber":
            return matches_number(value, str(instance.fields["phone_number"]))
        return super().matches(request, instance, name, value)


def taken_numbers(store: Store) -> set[object]:
    """The numbers that some account has."""
    return {number.fields["phone_number"] for number in store.instances.everywhere(NUMBERS)}


def _chosen_number(request: ApiRequest) -> str:
    """The number that the request names, or one of the area that it names."""
    name, area = request.arguments.get("PhoneNumber"), request.arguments.get("AreaCode")
    if not name:
        return _number_of_area(request, area or "")
    number = e164(name)
    if number is None:
        raise _refusal(21421, name)
    if number in _MAGIC:
        raise _refusal(_MAGIC[number], number)
    is_test = request.account.is_test
    is_free = number == TEST_NUMBER if is_test else number not in taken_numbers(request.store)
    if not is_free:
        raise _refusal(21422, number)
    return number


def _number_of_area(request: ApiRequest, area: str) -> str:
    if not area:
        raise bad_request(21421, "PhoneNumber or AreaCode is required.")
    if not _AREA.fullmatch(area):
        raise _refusal(21451, area)
    is_test = request.account.is_test
    if is_test and area == _TEST_AREA:
        return TEST_NUMBER
    taken = taken_numbers(request.store)
    is_empty = area == _EMPTY_AREA or is_test
    stock = () if is_empty else offers(COUNTRIES["US"], "Local", area_code=area)
    number = next((offer.number for offer in stock if offer.number not in taken), None)
    if number is None:
        raise _refusal(21452, area)
    return number


def _offered_fields(number: str) -> Mapping[str, object]:
    offer = offer_of(number)
    if offer is None:
        return {}
    return {
        "address_requirements": offer.country.address_requirements,
        "beta": offer.is_beta,
        "capabilities": offer.capabilities,
    }


def _refusal(code: int, value: str) -> Refusal:
    return bad_request(code, _MESSAGES[code].format(value))


def _check_move(request: ApiRequest, target_sid: str) -> None:
    """Check that a number moves between accounts of one owner, by the owner's auth token."""
    if not request.principal.owns(request.account):
        raise unauthenticated()
    target = request.store.directory.get(target_sid)
    if target is None or not request.principal.owns(target):
        raise not_found(request.path)
    if target.status != "active":
        raise account_not_active()


OPERATIONS = tuple(
    operation
    for below in ("", "/Local", "/Mobile", "/TollFree")
    for operation in IncomingNumberList(NUMBERS + below).operations()
)
