"""Rows of a file of recipients: each with its line and its fields, or with what is wrong about it.

CSV has a line with the names of its columns first. What stands between its cells is found out: a comma, a
semicolon, a tab or a bar. NDJSON is an object a line. Empty lines, and rows of empty cells, are none.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from attrs import frozen

from twilio_async.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence, Set as AbstractSet

    from twilio_async.cli.recipients.files import RecipientsFile

_DELIMITERS = ",;\t|"


@frozen
class Row:
    """A row: `line` is where it begins, counted from 1."""

    line: int
    fields: Mapping[str, str]


@frozen
class BadRow:
    """A row that no message can be made of, and why."""

    line: int
    problem: str


AnyRow: TypeAlias = Row | BadRow


def rows(file: RecipientsFile, needed: AbstractSet[str]) -> Generator[AnyRow, None, None]:
    """The rows of a file.

    Args:
        file: The file.
        needed: The columns that a table has to have.

    Raises:
        CommandError: Nothing of it can be read: it is not UTF-8, or columns are missing.
    """
    return _objects(file) if file.is_ndjson else _table(file, needed)


def column_names(file: RecipientsFile) -> Sequence[str]:
    """The names of the columns of a file; of objects, those that the first one has."""
    if not file.is_ndjson:
        return [name for name in _head(file, frozenset())[1] if name]
    return next(([*row.fields] for row in _objects(file) if isinstance(row, Row)), list[str]())


def _table(file: RecipientsFile, needed: AbstractSet[str]) -> Generator[AnyRow, None, None]:
    delimiter, columns = _head(file, needed)
    reader = csv.reader(file.decoded_lines(), delimiter=delimiter, strict=True)
    is_head, line = True, 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield BadRow(line, _in_plain_words(error))
            cells = []
        if cells is None:
            return
        if is_head:
            is_head = not any(cells)
        elif len(cells) != len(columns) and any(cells):
            yield BadRow(line, f"it has {len(cells)} cells, and there are {len(columns)} columns")
        elif any(cells):
            yield Row(line, dict(zip(columns, cells, strict=True)))
        line = reader.line_num + 1


def _head(file: RecipientsFile, needed: AbstractSet[str]) -> tuple[str, Sequence[str]]:
    """The delimiter for which the first row has most of the columns that are needed, and its columns."""
    heads = {delimiter: _first_row(file, delimiter) for delimiter in _DELIMITERS}
    delimiter = max(heads, key=lambda each: (len(needed & {*heads[each]}), len(heads[each])))
    columns = heads[delimiter]
    missing = [name for name in sorted(needed) if name not in columns]
    if missing:
        found = ", ".join(filter(None, columns))
        raise CommandError(f"{file.name}, line 1: there is no column {missing[0]!r}; there are: {found}")
    twice = [name for name in sorted(needed) if columns.count(name) > 1]
    if twice:
        raise CommandError(f"{file.name}, line 1: {columns.count(twice[0])} columns are called {twice[0]!r}")
    return delimiter, columns


def _first_row(file: RecipientsFile, delimiter: str) -> list[str]:
    try:
        for cells in csv.reader(file.decoded_lines(), delimiter=delimiter, strict=True):
            if any(cells):
                return [cell.strip() for cell in cells]
    except csv.Error:
        return []
    return []


def _in_plain_words(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text or "field limit" in text:
        return "a quotation mark opens here, and none closes it"
    if "expected after" in text:
        return "something stands behind a quotation mark that closes: write two of them for one in a text"
    return f"it cannot be read: {text}"


def _objects(file: RecipientsFile) -> Generator[AnyRow, None, None]:
    for number, line in enumerate(file.decoded_lines(), 1):
        if line.strip():
            yield _object(number, line)


def _object(number: int, line: str) -> AnyRow:
    try:
        value: Any = json.loads(line, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return BadRow(number, "it is no JSON")
    if not isinstance(value, dict):
        return BadRow(number, "it is no object of JSON")
    fields = cast("dict[str, Any]", value)
    return Row(number, {name: text for name, each in fields.items() if (text := _text(each)) is not None})


def _text(value: Any) -> str | None:
    """What a value is in a text; nothing where it is none that could stand there."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    return value if isinstance(value, str) else None
