"""Records as the rows of CSV (RFC 4180), column by column.

The csv module looks at each character, which takes five times as long for records of Twilio's: most of their
columns have nothing to quote, and a search in the whole column tells. What is written stays what Twilio said:
a cell may begin with the + of a phone number, or with another sign that a spreadsheet takes for a formula, so
let that read the columns as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from twilio_async.history.formats.columns import JSON, json_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async import Model
    from twilio_async.history.formats.columns import Column


def cells(columns: Sequence[Column], records: Sequence[Model]) -> list[list[str]]:
    """The cells of each column: what JSON has, without the quotes of a text, and nothing for null."""
    return [_texts(column, column.values(records)) for column in columns]


def csv_head(columns: Sequence[Column], *, line_end: str = "\r\n") -> bytes:
    """The row with the names of the columns."""
    return _lines([[column.name] for column in columns], line_end)


def csv_rows(columns: Sequence[Column], records: Sequence[Model], *, line_end: str = "\r\n") -> bytes:
    """A row for each record; what can do without quotes has none."""
    table = [_quoted(column, texts) for column, texts in zip(columns, cells(columns, records), strict=True)]
    if len(columns) == 1:  # An empty line is no row to most readers.
        table = [[cell or '""' for cell in table[0]]]
    return _lines(table, line_end)


def _lines(table: list[list[str]], line_end: str) -> bytes:
    """The rows of a table, whose cells come by columns."""
    end = line_end.encode()
    # Row by row: one emoji would make a text of them all four times as large.
    rows = [",".join(row).encode() for row in zip(*table, strict=True)]
    return end.join([*rows, b""])


def _texts(column: Column, values: list[Any]) -> list[str]:
    if column.type is bool:
        return ["" if each is None else "true" if each else "false" for each in values]
    if column.type in {int, float}:
        return ["" if each is None else str(each) for each in values]
    if column.type in JSON:
        values = json_texts(values)
    elif column.type is not str:
        values = msgspec.to_builtins(values)
    return ["" if each is None else each for each in values]


def _quoted(column: Column, texts: list[str]) -> list[str]:
    """The cells of a column with quotes around those that need them, which are all of JSON."""
    if column.type in JSON:
        return [text and f'"{text.replace(_QUOTE, _TWO_QUOTES)}"' for text in texts]
    if column.type is not str or not _is_special("\0".join(texts)):
        return texts
    return [f'"{text.replace(_QUOTE, _TWO_QUOTES)}"' if _is_special(text) else text for text in texts]


def _is_special(text: str) -> bool:
    return _QUOTE in text or "," in text or "\n" in text or "\r" in text


_QUOTE, _TWO_QUOTES = '"', '""'
