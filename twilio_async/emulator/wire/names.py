"""Names in their three spellings: of parameters and paths, of JSON keys, of XML elements."""

from __future__ import annotations

import re
from functools import cache

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IRREGULAR_ELEMENTS = {
    "sms_messages": "SMSMessages",
    "sms": "SMS",
    "mms": "MMS",
    "request_URL": "RequestURL",
}
_SINGULARS = {"ies": "y", "sses": "ss", "s": ""}


@cache
def snake_case(name: str) -> str:
    """`VoiceUrl` as `voice_url`, `SMS` as `sms`."""
    return _WORD_STARTS.sub("_", name).lower()


@cache
def element_name(key: str) -> str:
    """The XML element of a JSON key: `usage_records` as `UsageRecords`."""
    return _IRREGULAR_ELEMENTS.get(key) or "".join(part.capitalize() for part in key.split("_"))


def singular(plural: str) -> str:
    """The key of one record of a list: `countries` as `country`, `addresses` as `address`."""
    ending, replacement = next(pair for pair in _SINGULARS.items() if plural.endswith(pair[0]))
    return plural.removesuffix(ending) + replacement
