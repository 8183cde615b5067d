"""Short codes of an account, which are leased and not bought here: see `Scenes.add_short_code`.

Source: https://www.twilio.com/docs/messaging/api/short-codes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.wire.phone_numbers import matches_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

SHORT_CODES = "SMS/ShortCodes"

SHORT_CODE: Mapping[str, object] = {
    "sms_fallback_method": "POST",
    "sms_fallback_url": "",
    "sms_method": "POST",
    "sms_url": "",
}
"""The fields of a short code about which nothing has been said."""


class ShortCodeList(ListResource):
    """The short codes of an account, which can be looked at and given webhooks."""

    def matches(self, request: ApiRequest, instance: Instance, name: str, value: Any) -> bool:
        """Whether it fits a filter; `ShortCode` is a pattern."""
        if name == "ShortCode":
            return matches_number(value, str(instance.fields["short_code"]))
        return super().matches(request, instance, name, value)


OPERATIONS = tuple(ShortCodeList(SHORT_CODES).operations())
