"""The output of commands: JSON lines for programs, tables for people; each page as it comes.

A table that goes to a terminal is as wide as that; where room is short, the columns that matter least go
first. Elsewhere it has every column, and no codes for colors.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Generic, TypeVar

import msgspec
from attrs import frozen
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twilio_async import Listing, Model
from twilio_async.cli.text import printable, printable_lines, without_raw_controls

M = TypeVar("M", bound=Model)
_GAP = 2
_LEAST = 12
_MOST = 60
_NO_TERMINAL = 1000
_SECRETS = frozenset({"auth_token"})


@frozen
class Column(Generic[M]):
    """One column of a table.

    Attributes:
        title: Its head.
        text: What it shows of a record.
        rank: The column with the highest rank is the first to go where room is short; 0 stays.
        cut: Whether a long text is cut to the room that there is.
        right: Whether it shows numbers, which end at the same place.
    """

    title: str
    text: Callable[[M], object]
    rank: int = 0
    cut: bool = False
    right: bool = False


async def print_listing(
    listing: Listing[M],
    columns: Sequence[Column[M]],
    *,
    as_json: bool,
    worth_a_row: Callable[[M], bool] = lambda _: True,
) -> None:
    """Print the records of a listing page by page; a table has those that are worth a row."""
    found = False
    async with aclosing(listing.pages()) as pages:
        async for page in pages:
            if as_json:
                print_json(*page.items)
            elif rows := list(filter(worth_a_row, page.items)):
                _print_page(rows, columns)
                found = True
    if not found and not as_json:
        sys.stderr.write("Nothing found.\n")


def print_json(*records: Model) -> None:
    """Print each record as a line of JSON, without the secrets in it."""
    print_json_lines(_shown(record) for record in records)


def print_json_lines(objects: Iterable[object]) -> None:
    """Print each object as a line of JSON."""
    print_bytes(b"".join(without_raw_controls(msgspec.json.encode(each)) + b"\n" for each in objects))


def print_bytes(content: bytes) -> None:
    """Print these bytes, whatever the encoding of stdout."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def print_done(record: Model, text: str, *, as_json: bool) -> None:
    """Print what was done: the record of it as a line of JSON, or `text`."""
    if as_json:
        print_json(record)
    else:
        print_line(text)


def print_line(text: str) -> None:
    """Print one line for people."""
    _write_lines([printable(text)])


def print_record(record: Model, *, as_json: bool) -> None:
    """Print one record: the fields that hold something, one below the other, or a line of JSON."""
    if as_json:
        print_json(record)
    else:
        print_summary({name: str(value) for name, value in _shown(record).items() if _is_scalar(value)})


def print_body(body: bytes) -> None:
    """Print the body of an answer: JSON in a form that people can read, anything else as it came.

    On a terminal, what could command that is shown as its escape.
    """
    try:
        tree = msgspec.json.decode(body)
    except msgspec.DecodeError:
        if body and sys.stdout.isatty():
            _write_lines([printable_lines(body.decode(errors="backslashreplace"))])
        else:
            print_bytes(body)
    else:
        print_bytes(without_raw_controls(msgspec.json.format(msgspec.json.encode(tree))) + b"\n")


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
    table = _table(show_header=True)
    for column, width in widths.items():
        table.add_column(
            Text(column.title, style="bold"),  # A style of the whole head would take in the blanks behind it.
            width=width,
            no_wrap=column.cut,
            overflow="ellipsis" if column.cut else "fold",
            justify="right" if column.right else "left",
        )
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


def line_width() -> int:
    """The most characters of a line: as many as the terminal has, and 80 where there is none."""
    return Console().width


def _shown(record: Model) -> dict[str, Any]:
    """The fields of a record but for those that open an account."""
    return {name: value for name, value in record.to_dict().items() if name not in _SECRETS}


def _is_scalar(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _cell(value: object) -> Text:
    """A cell that holds just this text: a plain string would be read as markup."""
    return Text("" if value is None else printable(str(value)))


def _table(*, show_header: bool) -> Table:
    return Table(box=None, padding=(0, _GAP, 0, 0), show_header=show_header, header_style="none")


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
    _write_lines(line.rstrip() for line in capture.get().splitlines())


def _write_lines(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
