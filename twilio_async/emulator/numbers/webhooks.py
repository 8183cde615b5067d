"""Webhooks, which phone numbers and applications share: the addresses that Twilio calls, and their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.wire.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance

WEBHOOKS: Mapping[str, object] = {
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
"""The fields of a number or application about which nothing has been said."""

_FALLBACKS = (
    ("voice_fallback_url", "voice_url", "voice_application_sid", 21405),
    ("sms_fallback_url", "sms_url", "sms_application_sid", 21406),
)


def check_fallbacks(instance: Instance | None, fields: Mapping[str, object]) -> None:
    """Check that a change leaves no fallback without the URL that it stands in for.

    Raises:
        Refusal: 400, it does.
    """
    after = {**({} if instance is None else instance.fields), **fields}
    for fallback, url, application, code in _FALLBACKS:
        if fields.get(fallback) and not after.get(url) and not after.get(application):
            raise bad_request(code, f"{fallback} cannot be set without {url}")
