"""The newest row of each SID in an export: that of the latest run that has it, which has it once.

Which rows these are a temporary SQLite database tells, which sorts the SIDs of all rows on the disk; then the
parts are read once more. So memory holds some thousands of rows, however many there are. An export of a
single run needs none of that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.history.errors import ExportError
from twilio_async.history.exports.manifest import PartFile
from twilio_async.history.exports.parts.files import rows_in
from twilio_async.history.formats.reading import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.formats import FormatName


@frozen
class RowsOfPart:
    """Some rows of a part, and whether each is the newest of its SID."""

    part: PartFile
    rows: Rows
    is_newest: Sequence[bool]


def newest_rows(
    destination: Destination,
    parts: Sequence[PartFile],
    format: FormatName,
    columns: Sequence[str] | None = None,
    *,
    have_sids: bool = True,
    on_rows: Callable[[], object] = lambda: None,
) -> Iterator[RowsOfPart]:
    """The rows of parts, in their order; blocks.

    Args:
        destination: Where they are.
        parts: The parts, in the order in which their rows come.
        format: Of their files.
        columns: The columns that are needed; None is all.
        have_sids: Whether they have a column `sid`; else each row is the only one of its record.
        on_rows: Called with some thousands of rows each time; what it raises is raised.

    Raises:
        ExportError: A part is missing or damaged, or there is no room for temporary files.
    """

    def read(columns: Sequence[str] | None) -> Iterator[tuple[PartFile, Rows]]:
        for part in parts:
            for rows in rows_in(destination, part, format, columns):
                on_rows()
                yield part, rows

    if not have_sids or len({part.run for part in parts}) <= 1:
        for part, rows in read(columns):
            yield RowsOfPart(part, rows, [True] * len(rows))
        return
    try:
        with closing(sqlite3.connect("")) as database:
            newest = _newest(database, read(["sid"]))
            first, following = 0, next(newest, None)
            for part, rows in read(columns):
                end, is_newest = first + len(rows), [False] * len(rows)
                while following is not None and following < end:
                    is_newest[following - first] = True
                    following = next(newest, None)
                first = end
                yield RowsOfPart(part, rows, is_newest)
    except sqlite3.Error as error:
        raise ExportError(
            f"the directory for temporary files: {error}. Make room there, or name another by SQLITE_TMPDIR; "
            "nothing was changed"
        ) from error


def _newest(database: sqlite3.Connection, parts: Iterator[tuple[PartFile, Rows]]) -> Iterator[int]:
    """The numbers of the newest rows, in order. Rows are numbered as they are read."""
    database.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, sid TEXT, run INTEGER)")
    number = 0
    for part, rows in parts:
        values = ((at, sid, part.run) for at, sid in enumerate(rows.sids(), number))
        database.executemany("INSERT INTO rows VALUES (?, ?, ?)", values)
        number += len(rows)
    # Beside max(), SQLite takes the other columns from the row that has it.
    newest = database.execute("SELECT number, max(run) FROM rows GROUP BY sid ORDER BY number")
    return (at for at, _ in newest)
