"""Histories as Arrow tables, from which pandas, polars and DuckDB are one call away."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar

from twilio_async import Model
from twilio_async.history.selection import selection_of
from twilio_async.history.streams import Stream

if TYPE_CHECKING:
    from datetime import date, datetime

    import pyarrow as pa

    from twilio_async.history.sources import ListResource

M = TypeVar("M", bound=Model)


async def to_arrow(
    collection: ListResource[M],
    since: date | datetime,
    until: date | datetime | None = None,
    *,
    concurrency: int = 8,
    page_size: int | None = None,
    **filters: Any,
) -> pa.Table:
    """Every record of a stretch of time as a table, newest first; it needs the extra `parquet`.

    The schema is that of the Parquet files of an export, and the same whatever the records are: times in UTC,
    prices as decimals, what Twilio may add later as JSON in the column `extra`.

    Args:
        collection: As for `stream`.
        since: As for `stream`.
        until: As for `stream`.
        concurrency: How many requests are under way at a time.
        page_size: Records a request, 1 to 1000; None is 1000.
        **filters: Those of the collection's `list`.

    Raises:
        ConfigurationError: pyarrow is not installed.
        InvalidArgument: An argument cannot be; nothing was sent.
        DecodeError: A value does not fit its column.
        TwilioError: A page cannot be read.
    """
    from twilio_async.history.formats.arrow import table_of

    selection = selection_of(collection, since, until, filters, concurrency=concurrency, page_size=page_size)
    async with aclosing(Stream(selection, ordered=True, cursor=None).pages()) as pages:
        return await table_of(pages, selection.source.model)
