"""Formats of files of records: NDJSON, CSV and Parquet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import msgspec

from twilio_async import InvalidArgument, Model
from twilio_async.history.formats.columns import chosen, columns_of, flat_columns_of
from twilio_async.history.formats.objects import object_maker
from twilio_async.history.formats.parts import Layout as Layout, Part as Part, TextLayout, Written as Written
from twilio_async.history.formats.rows import csv_head, csv_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

M = TypeVar("M", bound=Model)
FormatName: TypeAlias = Literal["ndjson", "csv", "parquet"]
_COMPRESSIONS = {
    "ndjson": (None, "gzip"),
    "csv": (None, "gzip"),
    "parquet": ("zstd", "snappy", "gzip", "none"),
}
"""The compressions of each format; the first is that of files for which none is asked."""


def choose(
    format: FormatName | str,
    model: type[M],
    *,
    columns: Sequence[str] | None = None,
    compression: str | None = None,
) -> Layout[M]:
    """The layout of files in a format.

    NDJSON has Twilio's fields, also those that the model does not know where no columns are chosen. In CSV
    and Parquet the latter are JSON in the column `extra`, and a field that holds a record has a column for
    each of its fields, such as `capabilities.sms`.

    Args:
        format: ndjson, csv or parquet.
        model: What the records are.
        columns: The names of the columns, in their order; all where it is not given.
        compression: For NDJSON and CSV, gzip or none; for Parquet zstd, which it is where none is given,
            snappy, gzip or "none".

    Raises:
        InvalidArgument: There is no such format, column or compression.
        ConfigurationError: Parquet needs pyarrow, which is not installed.
    """
    if format not in _COMPRESSIONS:
        raise InvalidArgument(f"there is no format {format!r}: there are {', '.join(_COMPRESSIONS)}")
    known = _COMPRESSIONS[format]
    if compression is not None and compression not in known:
        others = ", ".join(filter(None, known))
        raise InvalidArgument(f"{format} has no compression {compression!r}: there is {others}")
    if format == "parquet":
        from twilio_async.history.formats.arrow import BatchMaker
        from twilio_async.history.formats.parquet import ParquetLayout

        batches = BatchMaker[M](chosen(flat_columns_of(model), columns))
        return ParquetLayout(batches, compression or "zstd")
    if format == "csv":
        table = chosen(flat_columns_of(model), columns)
        return TextLayout(
            suffix_of(format, compression),
            csv_head(table),
            partial(csv_rows, table),
            compression is not None,
        )
    fields = {column.name: column.path[0] for column in chosen(columns_of(model), columns)}
    objects = object_maker(model, fields, is_all=columns is None)
    return TextLayout(
        suffix_of(format, compression),
        b"",
        lambda records: _ENCODER.encode_lines(objects(records)),
        compression is not None,
    )


def copying(format: FormatName, head: Any, compression: str | None) -> Layout[Any]:
    """The layout of files that rows of part files are copied to, untouched.

    Args:
        format: As for `choose`.
        head: What these rows have in common.
        compression: As for `choose`.
    """
    if format == "parquet":
        from twilio_async.history.formats.parquet import Copies, ParquetLayout

        return ParquetLayout[Any](Copies(head), compression or "zstd")
    return TextLayout(suffix_of(format, compression), head, b"".join, compression is not None)


def suffix_of(format: FormatName | str, compression: str | None) -> str:
    """The end of the names of files."""
    return f".{format}" if format == "parquet" or compression is None else f".{format}.gz"


_ENCODER = msgspec.json.Encoder()
