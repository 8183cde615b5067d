"""Names of XML as names of JSON."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(4096)
def snake_case(name: str) -> str:
    """`RequestURL` as `request_url`, `SMSMessages` as `sms_messages`."""
    return _WORD.sub("_", name).lower()
