"""Documents as comma-separated values: a header row, and a row for each record.

What is no text, number or boolean (`SubresourceUris` and its like) has no column.
Where a list goes on is not said.

Source: https://www.twilio.com/docs/usage/troubleshooting/data-types
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from twilio_async.emulator.wire.names import element_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from twilio_async.emulator.wire.fields import FieldKind, Fields, FieldValue

_NESTED = {"uri-map", "any"}


def csv_document(columns: Iterable[str], records: Iterable[Fields]) -> bytes:
    """The document of records; `columns` are the JSON keys of what is shown of them."""
    keys, text = list(columns), StringIO()
    writer = csv.writer(text)
    writer.writerow(map(element_name, keys))
    writer.writerows([_cell(record[key]) for key in keys] for record in records)
    return text.getvalue().encode()


def columns_of(kinds: Mapping[str, FieldKind]) -> list[str]:
    """The keys of what fits into a cell, of fields of these kinds."""
    return [
        key
        for key, kind in kinds.items()
        if isinstance(kind, str) and kind not in _NESTED and not kind.startswith("[")
    ]


def _cell(value: FieldValue) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
