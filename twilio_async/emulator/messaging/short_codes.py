"""Short codes of an account, which are leased and not bought here: see `Emulator.add_short_code`.

After https://www.twilio.com/docs/messaging/api/short-codes.
"""

from collections.abc import Mapping
from typing import Any, Final

from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.numbers.patterns import matches_number
from twilio_async.emulator.requests import Call

SHORT_CODES: Final = "SMS/ShortCodes"

SHORT_CODE: Final[Mapping[str, object]] = {
    "sms_fallback_method": "POST",
    "sms_fallback_url": "",
    "sms_method": "POST",
    "sms_url": "",
}
"""The fields of a short code for which nothing has been said."""


class ShortCodes(Plain):
    """They can be looked at and given webhooks."""

    def matches(self, call: Call, item: Item, name: str, value: Any) -> bool:
        """`ShortCode` is a pattern."""
        if name == "ShortCode":
            return matches_number(value, str(item.values["short_code"]))
        return super().matches(call, item, name, value)
