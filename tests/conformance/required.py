"""What no record lacks: what identifies it, and the little besides that no answer ever left out.

Seen in every example of Twilio's description and in recorded answers from 2009 on. The latter tell why it is
so little: participants had no status then, recordings neither, accounts no type, queues and usage triggers
no `account_sid`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_USUAL = ("sid", "account_sid")
_PHONE_NUMBER = (*_USUAL, "phone_number")
_WITH_STATUS = (*_USUAL, "status")
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "account": ("sid", "status"),
    "authorized_connect_app": ("connect_app_sid", "account_sid"),
    "available_phone_number_country": ("country_code",),
    "balance": ("account_sid",),
    "call": (*_WITH_STATUS, "direction"),
    "call_event": (),
    "conference": _WITH_STATUS,
    "dependent_phone_number": _PHONE_NUMBER,
    "incoming_phone_number": _PHONE_NUMBER,
    "incoming_phone_number_local": _PHONE_NUMBER,
    "incoming_phone_number_mobile": _PHONE_NUMBER,
    "incoming_phone_number_toll_free": _PHONE_NUMBER,
    "key": ("sid",),
    "member": ("call_sid",),
    "message": ("sid", "status"),
    "message_feedback": ("message_sid", "account_sid"),
    "new_key": ("sid", "secret"),
    "new_signing_key": ("sid", "secret"),
    "outgoing_caller_id": _PHONE_NUMBER,
    "participant": ("conference_sid", "call_sid", "account_sid"),
    "queue": ("sid",),
    "realtime_transcription": _WITH_STATUS,
    "recording_add_on_result": _WITH_STATUS,
    "recording_add_on_result_payload_data": ("redirect_to",),
    "recording_transcription": _WITH_STATUS,
    "sandbox": ("account_sid",),
    "short_code": (*_USUAL, "short_code"),
    "signing_key": ("sid",),
    "siprec": _WITH_STATUS,
    "sms_message": ("sid",),
    "stream": _WITH_STATUS,
    "token": ("username", "account_sid"),
    "transcription": _WITH_STATUS,
    "usage_trigger": ("sid",),
    "validation_request": ("phone_number", "validation_code", "account_sid"),
}
"""Those of the schemas that have others than the usual ones."""
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "available_phone_number_": ("phone_number",),
    "usage_record": ("category", "account_sid"),
}
"""Those of the schemas that begin so."""


def required(schema: str) -> tuple[str, ...]:
    """The fields that every record of the schema has."""
    name = schema.rpartition(".")[2]
    families = [fields for beginning, fields in _FAMILIES.items() if name.startswith(beginning)]
    return _OTHERS.get(name, families[0] if families else _USUAL)
