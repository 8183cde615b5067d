"""Checks of what tests hand over: a mistake is said at once, in a sentence, and not by what it leads to."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORDS: Mapping[type, str] = {
    str: "a text (str)",
    bytes: "content (bytes)",
    int: "a whole number (int)",
    float: "a number",
    bool: "True or False",
    date: "a day (datetime.date)",
    datetime: "a moment (datetime)",
    timedelta: "a timedelta (a number has a unit, as in minutes=5)",
}


def expect(kind: type, **arguments: object) -> None:
    """Check that arguments, by their names, are of a kind; a whole number is a number too.

    Raises:
        TypeError: One is of another kind.
        ValueError: One is not a number.
    """
    words = _WORDS.get(kind) or f"a {kind.__name__}"
    for name, value in arguments.items():
        is_odd_boolean = isinstance(value, bool) and kind is not bool
        if not isinstance(value, (int, float) if kind is float else kind) or is_odd_boolean:
            raise TypeError(f"{name} is {words}, not {type(value).__name__}")
        if isinstance(value, float) and math.isnan(value):
            raise ValueError(f"{name} is {words}, not {value}")


def expect_if_any(kind: type, **arguments: object) -> None:
    """Check that arguments are of a kind, or None.

    Raises:
        TypeError: One is of another kind.
    """
    expect(kind, **{name: value for name, value in arguments.items() if value is not None})


def expect_texts(advice: str = "", **arguments: Iterable[object]) -> None:
    """Check that arguments are several texts each; `advice` follows the sentence that refuses one.

    Raises:
        TypeError: One is something else.
    """
    for name, value in arguments.items():
        if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
            raise TypeError(f"{name} is a list of texts, not {type(value).__name__}{advice}")
        for one in value:
            if not isinstance(one, str):
                raise TypeError(f"{name} is a list of texts, not of {type(one).__name__}{advice}")


def expect_amounts(kind: type, **arguments: object) -> None:
    """Check that arguments are numbers of a kind, 0 or more.

    Raises:
        TypeError: One is of another kind.
        ValueError: One is negative, infinite or not a number.
    """
    expect(kind, **arguments)
    for name, value in arguments.items():
        if isinstance(value, int | float) and not 0 <= value < math.inf:
            raise ValueError(f"{name} is 0 or more, not {value}")
