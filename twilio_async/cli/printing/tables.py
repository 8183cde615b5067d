"""Tables for people, streamed: one head, and widths that the first page settles for all that follow.

What is too long for its column is cut where that allows it, and folded into further lines elsewhere, so that
no SID and no amount is lost. Widths are those of terminals: an emoji takes two cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define, field
from rich.cells import cell_len, chop_cells, set_cell_size

from twilio_async.cli.printing.layout import GAP, Widths, fitted
from twilio_async.cli.printing.views import Column
from twilio_async.cli.terminal.text import printable

if TYPE_CHECKING:
    from twilio_async import Model

M = TypeVar("M", bound="Model")
_CUT = "…"
_LEAST = 10


@define
class Table(Generic[M]):
    """A table of records.

    Attributes:
        columns: Its columns, as far as there is room for them.
        fields: The attributes of the fields that the columns show.
        width: The cells of a line; None is without end, and long texts are cut to 60.
        emphasis: What makes of a title of a column what is printed.
        left_out: The fields of the columns that there is no room for.
    """

    columns: Sequence[Column[M]]
    fields: Mapping[str, str]
    width: int | None
    emphasis: Callable[[str], str]
    left_out: list[str] = field(factory=list[str], init=False)
    _widths: Widths[M] = field(factory=dict[Column[M], int], init=False)

    def lines(self, records: Sequence[M]) -> Iterator[str]:
        """The lines of these records, and that of the head before the first."""
        if not self._widths:
            self._settle(records)
            yield self._line([column.title for column in self._widths], self.emphasis)
        for record in records:
            yield from self._row([self._text(column, record) for column in self._widths])

    def _text(self, column: Column[M], record: M) -> str:
        value = column.text(record) if column.text else getattr(record, self.fields[column.field])
        return "" if value is None else printable(str(value))

    def _settle(self, records: Sequence[M]) -> None:
        """Choose the columns and their widths by what these records need."""

        @cache
        def natural(column: Column[M]) -> int:
            texts = (self._text(column, record) for record in records)
            return max(cell_len(column.title), *map(cell_len, texts))

        self._widths = fitted(self.columns, natural, self.width)
        shown = {column.field for column in self._widths}
        self.left_out = [column.field for column in self.columns if column.field not in shown]

    def _row(self, texts: Sequence[str]) -> Iterator[str]:
        parts = [
            _parts(text, width, column)
            for text, (column, width) in zip(texts, self._widths.items(), strict=True)
        ]
        for line in zip_longest(*parts, fillvalue=""):
            yield self._line(line, str)

    def _line(self, texts: Sequence[str], emphasis: Callable[[str], str]) -> str:
        cells: list[str] = []
        for text, (column, width) in zip(texts, self._widths.items(), strict=True):
            blanks = " " * (width - cell_len(text))
            shown = emphasis(text) if text else ""
            cells.append(f"{blanks}{shown}" if column.right else f"{shown}{blanks}")
        return GAP.join(cells).rstrip()


def _parts(text: str, width: int, column: Column[M]) -> list[str]:
    """A text in lines of this width."""
    if cell_len(text) <= width:
        return [text]
    if column.least is None:
        return chop_cells(text, width)
    return [set_cell_size(text, width - 1).rstrip() + _CUT]


def _wrapped(text: str, width: int) -> Iterator[str]:
    """A text in lines that are at most so wide, broken at blanks where that goes."""
    while cell_len(text) > width:
        line = chop_cells(text, width)[0]
        end = line.rfind(" ")
        if end > 0 and text[len(line)] != " ":
            line = line[:end]
        yield line.rstrip()
        text = text[len(line) :].lstrip()
    yield text


def name_lines(rows: Mapping[str, str], width: int | None, emphasis: Callable[[str], str]) -> Iterator[str]:
    """Names and their values, one below the other; a value that is too long goes on below itself."""
    names = max(map(cell_len, rows), default=0)
    room = None if width is None else max(_LEAST, width - names - len(GAP))
    for name, value in rows.items():
        text = printable(value)
        first, *others = [text] if room is None else _wrapped(text, room)
        yield f"{emphasis(name)}{' ' * (names - cell_len(name))}{GAP}{first}".rstrip()
        yield from (f"{' ' * names}{GAP}{line}" for line in others)
