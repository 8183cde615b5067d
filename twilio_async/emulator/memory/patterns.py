"""Patterns: records of a formula that differ from one another in nothing but their sids and moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen


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
    """A record that is of a pattern, until it is changed."""

    sid: str
    created_at: datetime
    pattern: Pattern | None


def detach(record: object) -> None:
    """Let a record be of no pattern any more, since it is changed."""
    if isinstance(record, Patterned):
        record.pattern = None
