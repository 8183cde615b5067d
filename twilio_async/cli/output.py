"""What commands print: JSON lines for programs, tables for people; each page as it comes.

A table that goes to a terminal is as wide as that; where room is short, the columns that matter least go
first. Elsewhere it has every column, and no codes for colors.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Generic, Literal, TypeVar

import orjson
from attrs import frozen
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twilio_async import Listing, Model
from twilio_async.cli.text import printable, without_raw_controls

M = TypeVar("M", bound=Model)
_GAP = 2
_LEAST = 12
_MOST = 60
_NO_TERMINAL = 1000


@frozen
class Column(Generic[M]):
    """One column of a table.

    Attributes:
        title: Its head.
        text: What it shows of a record.
        rank: The column with the highest rank is the first to go where room is short; 0 stays.
        cut: Whether a long text is cut to the room that there is.
    """

    title: str
    text: Callable[[M], object]
    rank: int = 0
    cut: bool = False


async def print_listing(listing: Listing[M], columns: Sequence[Column[M]], *, as_json: bool) -> None:
    """Print the records of a listing page by page."""
    found = False
    async with aclosing(listing.pages()) as pages:
        async for page in pages:
            found = found or bool(page.items)
            if as_json:
                print_json(*page.items)
            elif page.items:
                _print_page(page.items, columns)
    if not found and not as_json:
        sys.stderr.write("Nothing found.\n")


def print_json(*records: Model) -> None:
    """Print each record as a line of JSON."""
    lines = (without_raw_controls(orjson.dumps(record.to_dict())) + b"\n" for record in records)
    sys.stdout.flush()
    sys.stdout.buffer.write(b"".join(lines))
    sys.stdout.buffer.flush()


def print_line(text: str) -> None:
    """Print one line for people."""
    sys.stdout.write(f"{printable(text)}\n")
    sys.stdout.flush()


def print_record(record: Model) -> None:
    """Print the fields of one record that hold something, one below the other."""
    fields = record.to_dict().items()
    print_summary({name: str(value) for name, value in fields if _is_scalar(value)})


def print_summary(rows: Mapping[str, str]) -> None:
    """Print names and their values, one below the other."""
    table = _table(show_header=False)
    table.add_column(style="bold", overflow="fold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(_cell(name), _cell(value))
    _print(table)


def _print_page(records: Sequence[M], columns: Sequence[Column[M]]) -> None:
    cells = {column: [_cell(column.text(record)) for record in records] for column in columns}
    natural = {
        column: max(cell_len(column.title), *(text.cell_len for text in texts))
        for column, texts in cells.items()
    }
    widths = _fitted(natural, _console().width)
    table = _table(header_style="bold")
    for column, width in widths.items():
        overflow: Literal["ellipsis", "fold"] = "ellipsis" if column.cut else "fold"
        table.add_column(column.title, width=width, no_wrap=column.cut, overflow=overflow)
    for row in zip(*(cells[column] for column in widths), strict=True):
        table.add_row(*row)
    _print(table)


def _fitted(natural: Mapping[Column[M], int], room: int) -> dict[Column[M], int]:
    """The columns that fit into `room` cells, and how wide each of them is."""
    least = {column: min(width, _LEAST) if column.cut else width for column, width in natural.items()}
    while _total(least) > room and any(column.rank for column in least):
        del least[max(least, key=lambda column: column.rank)]
    spare = max(0, room - _total(least))
    return {
        column: min(natural[column], _MOST, width + spare) if column.cut else width
        for column, width in least.items()
    }


def _total(widths: Mapping[Column[M], int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _is_scalar(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _cell(value: object) -> Text:
    """A cell that holds just this text: a plain string would be read as markup."""
    return Text("" if value is None else printable(str(value)))


def _table(*, show_header: bool = True, header_style: str = "") -> Table:
    return Table(box=None, padding=(0, _GAP, 0, 0), show_header=show_header, header_style=header_style)


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _NO_TERMINAL
    return console


def _print(table: Table) -> None:
    """Print a table without blanks at the ends of its lines.

    Stdout is written to directly, because rich would end the process where nobody reads it any more.
    """
    console = _console()
    console.width += _GAP  # The blanks behind the last column.
    with console.capture() as capture:
        console.print(table)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in capture.get().splitlines())
    sys.stdout.flush()
