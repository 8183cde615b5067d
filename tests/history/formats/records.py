"""Hypothesis strategies of records with values of every type, as far as a file can hold them."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.support.every_type import AllOptional, Colour, Level, Mark, Part

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "\r", "\n", "\r\n", '"', '""', ",", "a,b", "\0", "\u2028", "null", "=1+1", "😀", " ", "\ufeff"]
)
"""Texts with what is special to CSV or to a line in them often."""

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
_DECIMALS = st.decimals(Decimal(-(10**20) + 1), Decimal(10**20 - 1), places=18) | st.sampled_from(
    [
        Decimal("-0.00750"),
        Decimal("1E+19"),
        Decimal("1E-18"),
        Decimal("99999999999999999999.999999999999999999"),
    ]
)
_PARTS = st.builds(
    Part, name=TEXTS, voice=st.none() | st.booleans(), extra=st.none() | st.just({"fax": True})
)
_VALUES: dict[str, SearchStrategy[Any]] = {
    "text": TEXTS,
    "from_": TEXTS,
    "enabled": st.booleans(),
    "count": st.integers(-(2**63), 2**63 - 1),
    "ratio": st.floats(allow_nan=False, allow_infinity=False),
    "price": _DECIMALS,
    "day": st.dates(),
    "at": st.datetimes(timezones=st.just(UTC)),
    "until": st.datetimes(timezones=st.just(UTC)),
    "colour": st.sampled_from([*Colour, Colour("tomorrow's")]),
    "level": st.sampled_from([*Level, Level(7)]),
    "marks": st.sampled_from([Mark.NEW, Mark.OLD, Mark.NEW | Mark.OLD, Mark(0)]),
    "uris": st.dictionaries(TEXTS, TEXTS, max_size=2),
    "things": st.dictionaries(TEXTS, _JSON, max_size=2),
    "words": st.lists(st.sampled_from(Colour), max_size=3),
    "part": _PARTS,
    "parts": st.lists(_PARTS, max_size=2),
    "anything": _JSON,
    "extra": st.dictionaries(st.sampled_from(["new", "newer"]), _JSON, min_size=1),
}
RECORDS = st.fixed_dictionaries({}, optional=_VALUES).map(lambda values: AllOptional(**values))
PAGES = st.lists(st.lists(RECORDS, max_size=4), max_size=4)
JSON_NAMES = frozenset({"uris", "things", "part.extra", "parts", "anything", "extra"})
"""The columns whose values are JSON."""


def row(record: AllOptional) -> dict[str, Any]:
    """The names and the values of the columns of a record; those of JSON are what is to be read from it."""
    part = record.part
    return {
        "text": record.text,
        "from": record.from_,
        "enabled": record.enabled,
        "count": record.count,
        "ratio": record.ratio,
        "price": record.price,
        "day": record.day,
        "at": record.at,
        "until": record.until,
        "colour": record.colour,
        "level": record.level,
        "marks": record.marks,
        "uris": record.uris,
        "things": record.things,
        "part.name": None if part is None else part.name,
        "part.voice": None if part is None else part.voice,
        "part.extra": None if part is None else dict(part.extra) or None,
        "parts": None if record.parts is None else [each.to_dict() for each in record.parts],
        "words": record.words,
        "anything": record.anything,
        "extra": dict(record.extra) or None,
    }
