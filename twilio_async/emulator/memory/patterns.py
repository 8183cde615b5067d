"""Patterns: records of a formula that differ from one another in nothing but their sids and moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import AttrsInstance, field, fields, frozen


@frozen(eq=False)
class Pattern:
    """What records have in common: one of them as a `prototype`, and the moments that are seen of each.

    Attributes:
        prototype: A record whose sid and moments occur nowhere else.
        moment: The moment of the prototype.
        offsets: The time from the moment of a record to each of those that its documents show, by a name.
        templates: Documents with gaps for sid and moments, by whatever they depend on besides.
    """

    prototype: Any
    moment: datetime
    offsets: Mapping[str, timedelta]
    templates: dict[object, Any] = field(factory=dict[object, Any], repr=False)


class Patterned:
    """A record that is of a pattern: what it has not of its own it has from the prototype.

    A list has a thousand of them for each page, so they are made without filling in what they share.
    """

    sid: str
    created_at: datetime
    pattern: Pattern | None

    def __getattr__(self, name: str) -> Any:
        """A field that is shared, which is one that was never set."""
        pattern = None if name == "pattern" else self.pattern
        if pattern is None:
            raise AttributeError(name)
        return getattr(pattern.prototype, name)


def detach(record: object) -> None:
    """Let a record have all fields of its own, since it is changed, and be of no pattern any more."""
    if isinstance(record, Patterned) and record.pattern is not None:
        prototype: AttrsInstance = record.pattern.prototype
        for shared in fields(type(prototype)):
            setattr(record, shared.name, getattr(record, shared.name))
        record.pattern = None
