"""Names of XML as names of JSON."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def is_plural(name: str, one: str) -> bool:
    """Whether `name` is what several of `one` are called, as in `Permissions` and `Permission`."""
    return name == f"{one}s"


@lru_cache(4096)
def snake_case(name: str) -> str:
    """`RequestURL` as `request_url`, `SMSMessages` as `sms_messages`."""
    return _WORD.sub("_", name).lower()
