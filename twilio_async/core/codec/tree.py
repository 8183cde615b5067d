"""Bytes to a tree of dicts, lists and scalars with snake_case keys, whichever form they are in.

The form is told from the first byte that is not white space, not from a header, because proxies and old
error pages mislabel their bodies.
"""

from __future__ import annotations

import codecs
from typing import Any

_XML = (b"<", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse(body: bytes) -> Any:
    """The tree in `body`, at most 64 levels deep; None for an empty one.

    Raises:
        Unreadable: It is neither JSON nor XML, or is refused: see `parse_json` and `parse_xml`.
    """
    if is_xml(body):
        from twilio_async.core.codec.xml.documents import parse_xml  # noqa: PLC0415 - brings lxml, which JSON can do without

        return parse_xml(body)
    if not body or body.isspace():
        return None
    from twilio_async.core.codec.json import parse_json  # noqa: PLC0415 - brings msgspec, with the first answer

    return parse_json(body)


def is_xml(body: bytes) -> bool:
    """Whether `body` begins as XML does."""
    return not body.startswith(b"{") and body[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(_XML)
