"""Names and addresses of XML as those of JSON."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from twilio_async.core.codec.unreadable import Unreadable

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 256
_HAS_JSON = "/2010-04-01/"

ADDRESSES = frozenset({"uri", "usage_record_uri"})
"""Keys of a record whose texts are addresses."""
SUBRESOURCES = "subresource_uris"
"""The key of an object that holds nothing else."""


def is_plural(name: str, one: str) -> bool:
    """Whether `name` is what several of `one` are called, as in `Permissions` and `Permission`."""
    return name == f"{one}s"


@lru_cache(1024)
def snake_case(name: str) -> str:
    """`RequestURL` as `request_url`, `SMSMessages` as `sms_messages`.

    Raises:
        Unreadable: It is longer than any name of Twilio's, and not kept.
    """
    if len(name) > _LONGEST:
        raise Unreadable(f"no answer of Twilio's: a name of {len(name):,} characters")
    return _WORD.sub("_", name).lower()


def json_address(uri: Any) -> Any:
    """The address of a resource with the `.json` that it has in JSON; anything else as it is."""
    if type(uri) is not str or not uri.startswith(_HAS_JSON):
        return uri
    return uri.replace("?", ".json?", 1) if "?" in uri else f"{uri}.json"
