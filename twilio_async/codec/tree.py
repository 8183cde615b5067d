"""Bytes to a tree of dicts, lists and scalars with snake_case keys, whichever form they are in.

The form is told from the first byte that is not white space, not from a header, because proxies and old
error pages mislabel their bodies.
"""

from __future__ import annotations

from typing import Any

import orjson

from twilio_async.codec.unreadable import Unreadable
from twilio_async.codec.xml import parse_xml

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_XML = (b"<", b"\xff\xfe", b"\xfe\xff")


def parse(body: bytes) -> Any:
    """The tree in `body`; None for an empty one.

    Raises:
        Unreadable: It is neither JSON nor XML, or XML that is refused.
    """
    start = body[:64].removeprefix(_BYTE_ORDER_MARK).lstrip()
    if start.startswith(_XML):
        return parse_xml(body)
    if not start and not body.strip():
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"no JSON: {error}") from None
