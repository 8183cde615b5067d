"""Records as the rows of CSV (RFC 4180), column by column.

The csv module looks at each character, which takes five times as long for records of Twilio's: most of their
columns have nothing to quote, and a search in the whole column tells. What is written stays what Twilio said:
a cell may begin with the + of a phone number, or with another sign that a spreadsheet takes for a formula, so
let that read the columns as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from twilio_async.history.formats.columns import json_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async import Model
    from twilio_async.history.formats.columns import Column


def cells(columns: Sequence[Column], records: Sequence[Model]) -> list[list[str]]:
    """The texts of the cells of each column: dates and prices as JSON has them, and nothing for null."""
    return [_texts(column, column.values(records)) for column in columns]


def csv_lines(table: list[list[str]], *, line_end: str = "\r\n") -> bytes:
    """The rows of a table, whose cells come by columns; what can do without quotes has none."""
    if len(table) == 1:  # An empty line is no row to most readers.
        table = [[cell or '""' for cell in _quoted(table[0])]]
    else:
        table = list(map(_quoted, table))
    return "".join([f"{','.join(row)}{line_end}" for row in zip(*table, strict=True)]).encode()


def _texts(column: Column, values: list[Any]) -> list[str]:
    if column.type is bool:
        return ["" if each is None else "true" if each else "false" for each in values]
    if column.type in {int, float}:
        return ["" if each is None else str(each) for each in values]
    if column.type in {list, dict}:
        values = json_texts(values)
    elif column.type is not str:
        values = msgspec.to_builtins(values)
    return ["" if each is None else each for each in values]


def _quoted(cells: list[str]) -> list[str]:
    """The cells of a column, with quotes around those that need them."""
    if not _is_special("\0".join(cells)):
        return cells
    return [f'"{cell.replace(_QUOTE, _TWO_QUOTES)}"' if _is_special(cell) else cell for cell in cells]


def _is_special(text: str) -> bool:
    return "," in text or _QUOTE in text or "\n" in text or "\r" in text


_QUOTE, _TWO_QUOTES = '"', '""'
