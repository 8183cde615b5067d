"""Phone numbers of an account: buying, changing, moving to another account, giving back.

After https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource and
https://www.twilio.com/docs/iam/test-credentials.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from twilio_async.emulator.accounts.accounts import NUMBERS
from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.history import History
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.numbers.inventory import COUNTRIES, friendly, offer_of, offers, type_of
from twilio_async.emulator.numbers.patterns import matches_number
from twilio_async.emulator.numbers.webhooks import WEBHOOKS, check_fallbacks
from twilio_async.emulator.requests import Call
from twilio_async.emulator.wire.errors import account_not_active, bad_request, not_found, unauthenticated
from twilio_async.emulator.wire.phone_numbers import TEST_SENDER, e164

_MAGIC: Final = {"+15005550000": 21422, "+15005550001": 21421}
_TEST_AREA: Final = "500"
_EMPTY_AREA: Final = "533"
_AREA: Final = re.compile(r"[2-9]\d\d", re.ASCII)
_TYPES: Final = {"Local": "local", "Mobile": "mobile", "TollFree": "toll-free"}
_MESSAGES: Final = {
    21421: "PhoneNumber {} is not valid.",
    21422: "PhoneNumber {} is not available.",
    21451: "AreaCode {} is not a valid area code.",
    21452: "No phone numbers found in area code {}.",
}


class IncomingNumbers(Plain):
    """The numbers of an account; the collections below it show those of one type."""

    defaults: ClassVar[Mapping[str, object]] = {
        **WEBHOOKS,
        "address_requirements": "none",
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "origin": "twilio",
        "status": "in-use",
        "voice_receive_mode": "voice",
    }

    def __init__(self, path: str) -> None:
        super().__init__(path, NUMBERS, with_test_credentials=True)
        self._type = _TYPES.get(path.rpartition("/")[2])

    def items(self, call: Call) -> History[Item]:
        """The numbers, or those of the type."""
        numbers = super().items(call)
        if self._type is None:
            return numbers
        return History(item for item in numbers if item.values["type"] == self._type)

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Choose the number that is bought; move one that gets another account."""
        check_fallbacks(item, values)
        if item is None:
            number = _bought(call)
            values["phone_number"] = number
            values.setdefault("friendly_name", friendly(number))
            values["type"] = self._type or _TYPES[type_of(number)]
            values.update(_as_offered(number))
            return
        target = values.pop("account_sid", None)
        if target not in {None, item.account_sid}:
            _check_move(call, str(target))
            call.store.items.move(item, NUMBERS, str(target))

    def matches(self, call: Call, item: Item, name: str, value: Any) -> bool:
        """`PhoneNumber` is a pattern."""
        if name == "PhoneNumber":
            return matches_number(value, str(item.values["phone_number"]))
        return super().matches(call, item, name, value)


def taken_numbers(store: Store) -> set[object]:
    """The numbers that some account has."""
    return {item.values["phone_number"] for item in store.items.everywhere(NUMBERS)}


def _bought(call: Call) -> str:
    wanted, area = call.arguments.named("PhoneNumber"), call.arguments.named("AreaCode")
    if not wanted:
        return _of_area(call, area or "")
    number = e164(wanted)
    if number is None:
        raise _refusal(21421, wanted)
    if number in _MAGIC:
        raise _refusal(_MAGIC[number], number)
    is_free = number == TEST_SENDER if call.account.is_test else number not in taken_numbers(call.store)
    if not is_free:
        raise _refusal(21422, number)
    return number


def _of_area(call: Call, area: str) -> str:
    if not area:
        raise bad_request(21421, "PhoneNumber or AreaCode is required.")
    if not _AREA.fullmatch(area):
        raise _refusal(21451, area)
    if call.account.is_test and area == _TEST_AREA:
        return TEST_SENDER
    taken = taken_numbers(call.store)
    is_empty = area == _EMPTY_AREA or call.account.is_test
    stock = () if is_empty else offers(COUNTRIES["US"], "Local", area_code=area)
    number = next((offer.number for offer in stock if offer.number not in taken), None)
    if number is None:
        raise _refusal(21452, area)
    return number


def _as_offered(number: str) -> Mapping[str, object]:
    offer = offer_of(number)
    if offer is None:
        return {}
    return {
        "address_requirements": offer.country.address_requirements,
        "beta": offer.is_beta,
        "capabilities": offer.capabilities,
    }


def _refusal(code: int, value: str) -> Exception:
    return bad_request(code, _MESSAGES[code].format(value))


def _check_move(call: Call, target_sid: str) -> None:
    """Numbers move between accounts of one owner, by the owner's auth token."""
    if not call.principal.owns(call.account):
        raise unauthenticated()
    target = call.store.directory.get(target_sid)
    if target is None or not call.principal.owns(target):
        raise not_found(call.path)
    if target.status != "active":
        raise account_not_active()
