"""JSON documents of records of one pattern: made once, and filled in with sid and moments for each record.

That is what lets a page of a computed history cost no more than one from memory. The first document of a
pattern goes the usual way, so that nothing about its form is known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twilio_async.emulator.memory.patterns import Patterned

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from twilio_async.emulator.memory.patterns import Pattern


def pattern_document(
    record: object, key: object, document: Callable[[Any], bytes], stamp: Callable[[datetime], str | None]
) -> bytes | None:
    """The document of a record that is of a pattern; None for any other.

    `document` makes that of the prototype, which is kept under `key`; `stamp` writes moments as it does.
    """
    if not isinstance(record, Patterned) or record.pattern is None:
        return None
    pattern = record.pattern
    template = pattern.templates.get(key)
    if template is None:
        template = pattern.templates[key] = _template(pattern, document, stamp)
    gaps: dict[str, str | None] = {"sid": record.sid}
    moment = record.created_at
    for name, offset in pattern.offsets.items():
        gaps[name] = stamp(moment + offset)
    return (template % gaps).encode()


def _template(
    pattern: Pattern, document: Callable[[Any], bytes], stamp: Callable[[datetime], str | None]
) -> str:
    text = document(pattern.prototype).decode().replace("%", "%%")
    text = text.replace(pattern.prototype.sid, "%(sid)s")
    for name, offset in pattern.offsets.items():
        text = text.replace(stamp(pattern.moment + offset) or "", f"%({name})s")
    return text
