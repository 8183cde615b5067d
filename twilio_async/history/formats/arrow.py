"""Records as Arrow tables, with one schema for each model, whatever their values.

Importing this needs pyarrow. A decimal is a decimal128(38, 18), the widest that all readers know: 20 digits
before the point hold any integer of 64 bits, and 18 behind it are more than three times those of a price. A
value that has no room, or another type, is an error that names it, and no null.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec

from twilio_async import ConfigurationError, DecodeError, Model
from twilio_async.history.formats.columns import flat_columns_of, json_texts

try:
    import pyarrow as pa
except ModuleNotFoundError:
    raise ConfigurationError('Parquet and Arrow need pyarrow: pip install "twilio-async[parquet]"') from None

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Mapping, Sequence

    from twilio_async.history.formats.columns import Column

M = TypeVar("M", bound=Model)
_untyped = cast("Any", pa)  # Its stubs leave parts of these functions unknown.
POOL = pa.system_memory_pool()
"""Where batches are made: Arrow's own pool keeps for itself what it once had."""
_MOMENT = pa.timestamp("us", "UTC")
_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    datetime: _MOMENT,
    date: pa.date32(),
    Decimal: pa.decimal128(38, 18),
    list: pa.list_(pa.string()),
    dict: pa.string(),
}
"""The types of columns, by those of their values."""
_MISFITS = (ValueError, TypeError, OverflowError)
"""What pyarrow raises where a value does not fit its type."""


def schema_of(model: type[Model]) -> pa.Schema:
    """The schema of the records of a model."""
    return BatchMaker(flat_columns_of(model)).schema


async def table_of(pages: AsyncIterable[Sequence[M]], model: type[M]) -> pa.Table:
    """The table of the records of all pages, which holds none of the records themselves.

    Raises:
        DecodeError: A value does not fit its column; the text names both.
    """
    batches = BatchMaker[M](flat_columns_of(model))
    return pa.Table.from_batches([batches.batch(page) async for page in pages], batches.schema)


class BatchMaker(Generic[M]):
    """Makes record batches of pages of records.

    Attributes:
        columns: Their columns.
        schema: The schema of all of them.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.schema = pa.schema([(column.name, _TYPES[column.type]) for column in columns])

    def batch(self, records: Sequence[M]) -> pa.RecordBatch:
        """The batch of a page.

        Raises:
            DecodeError: A value does not fit its column; the text names both.
        """
        arrays = [self._array(column, records) for column in self.columns]
        batch: pa.RecordBatch = _untyped.RecordBatch.from_arrays(arrays, schema=self.schema)
        return batch

    def _array(self, column: Column, records: Sequence[M]) -> pa.Array[Any]:
        values = column.values(records)
        try:
            return _converted(column, values)
        except _MISFITS:
            for record, value in zip(records, values, strict=True):
                try:
                    _converted(column, [value])
                except _MISFITS as error:
                    raise _misfit(column, record) from error
            raise


def _converted(column: Column, values: list[Any]) -> pa.Array[Any]:
    kind = _TYPES[column.type]
    array: pa.Array[Any]
    if kind is _MOMENT:  # By way of text, in a quarter of the time.
        array = _untyped.array(msgspec.to_builtins(values), pa.string(), memory_pool=POOL).cast(
            kind, memory_pool=POOL
        )
    else:
        array = _untyped.array(json_texts(values) if column.type is dict else values, kind, memory_pool=POOL)
    return array


def _misfit(column: Column, record: Model) -> DecodeError:
    sid = getattr(record, "sid", None)
    whose = type(record).__name__ if sid is None else sid
    return DecodeError(
        f"{column.name} of {whose} does not fit the type of its column, {_TYPES[column.type]}: "
        "leave that column out, or take NDJSON or CSV"
    )
