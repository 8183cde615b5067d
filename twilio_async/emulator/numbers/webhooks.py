"""What phone numbers and applications have in common: the addresses that Twilio calls, and their rules."""

from collections.abc import Mapping
from typing import Final

from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.wire.errors import bad_request

WEBHOOKS: Final[Mapping[str, object]] = {
    "sms_fallback_method": "POST",
    "sms_fallback_url": "",
    "sms_method": "POST",
    "sms_url": "",
    "status_callback": "",
    "status_callback_method": "POST",
    "voice_caller_id_lookup": False,
    "voice_fallback_method": "POST",
    "voice_fallback_url": "",
    "voice_method": "POST",
    "voice_url": "",
}
"""The fields of a number or application for which nothing has been said."""

_FALLBACKS: Final = (
    ("voice_fallback_url", "voice_url", "voice_application_sid", 21405),
    ("sms_fallback_url", "sms_url", "sms_application_sid", 21406),
)


def check_fallbacks(item: Item | None, values: Mapping[str, object]) -> None:
    """ApiError 400 where the change leaves a fallback without the URL that it stands in for."""
    after = {**({} if item is None else item.values), **values}
    for fallback, url, application, code in _FALLBACKS:
        if values.get(fallback) and not after.get(url) and not after.get(application):
            raise bad_request(code, f"{fallback} cannot be set without {url}")
