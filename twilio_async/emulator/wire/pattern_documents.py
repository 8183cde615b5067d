"""JSON documents of records of one pattern: made once, and filled in with sid and moments for each record.

That is what lets a page of a computed history cost less than one from memory. The first document of a pattern
goes the usual way, so that nothing about its form is known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import frozen

from twilio_async.emulator.memory.patterns import Patterned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from twilio_async.emulator.memory.patterns import Pattern


@frozen
class _Template:
    """A document in pieces, and the gaps among them: where each is, and the name of what it takes."""

    pieces: list[str]
    gaps: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, document: str, names: Mapping[str, str]) -> _Template:
        """The template of a document in which some texts are gaps; `names` has their names."""
        anything = "|".join(re.escape(text) for text in names)
        pieces = re.split(f"({anything})", document)
        return cls(pieces, tuple((index, names[pieces[index]]) for index in range(1, len(pieces), 2)))

    def filled(self, values: Mapping[str, str]) -> bytes:
        pieces = self.pieces.copy()
        for index, name in self.gaps:
            pieces[index] = values[name]
        return "".join(pieces).encode()


def pattern_document(
    record: object, key: object, document: Callable[[Any], bytes], stamp: Callable[[datetime], str]
) -> bytes | None:
    """The document of a record that is of a pattern; None for any other.

    `document` makes that of the prototype, which is kept under `key`; `stamp` writes moments as it does.
    """
    if not isinstance(record, Patterned) or record.pattern is None:
        return None
    pattern = record.pattern
    template: _Template | None = pattern.templates.get(key)
    if template is None:
        template = pattern.templates[key] = _template(pattern, document, stamp)
    moment = record.created_at
    values = {name: stamp(moment + offset) for name, offset in pattern.offsets.items()}
    values["sid"] = record.sid
    return template.filled(values)


def _template(
    pattern: Pattern, document: Callable[[Any], bytes], stamp: Callable[[datetime], str]
) -> _Template:
    names = {stamp(pattern.moment + offset): name for name, offset in pattern.offsets.items()}
    return _Template.of(document(pattern.prototype).decode(), {**names, pattern.prototype.sid: "sid"})
