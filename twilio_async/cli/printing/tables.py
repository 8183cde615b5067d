"""Tables for people, streamed: one head, and widths that the first page settles for all that follow.

Where room is short, the columns that matter least go first; what then still is too long is cut where its
column allows that, and folded into further lines elsewhere, so that no SID and no amount is lost. Widths are
those of terminals: an emoji takes two cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define, field
from rich.cells import cell_len, chop_cells, set_cell_size

from twilio_async.cli.printing.text import printable
from twilio_async.cli.printing.views import Column

if TYPE_CHECKING:
    from twilio_async import Model

M = TypeVar("M", bound="Model")
_GAP = "  "
_CUT = "…"
_MOST = 60
_LEAST = 10


@define
class Table(Generic[M]):
    """A table of records.

    Attributes:
        columns: Its columns; those that there is no room for are gone once there are rows.
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
    _widths: list[int] = field(factory=list[int], init=False)

    def lines(self, records: Sequence[M]) -> Iterator[str]:
        """The lines of these records, and that of the head before the first."""
        texts = [[self._text(column, record) for column in self.columns] for record in records]
        if not self._widths:
            texts = self._settle(texts)
            yield self._line([column.title for column in self.columns], self.emphasis)
        for row in texts:
            yield from self._row(row)

    def _text(self, column: Column[M], record: M) -> str:
        value = column.text(record) if column.text else getattr(record, self.fields[column.field])
        return "" if value is None else printable(str(value))

    def _settle(self, rows: list[list[str]]) -> list[list[str]]:
        """Choose the columns and their widths; gives the rows without the columns that go."""
        natural = {
            column: max(cell_len(column.title), *(cell_len(row[place]) for row in rows))
            for place, column in enumerate(self.columns)
        }
        widths = _fitted(natural, self.width)
        kept = [place for place, column in enumerate(self.columns) if column in widths]
        self.left_out = [column.field for column in self.columns if column not in widths]
        self.columns = [self.columns[place] for place in kept]
        self._widths = list(widths.values())
        return [[row[place] for place in kept] for row in rows]

    def _row(self, texts: Sequence[str]) -> Iterator[str]:
        parts = [
            _parts(text, width, column)
            for text, width, column in zip(texts, self._widths, self.columns, strict=True)
        ]
        for line in zip_longest(*parts, fillvalue=""):
            yield self._line(line, str)

    def _line(self, texts: Sequence[str], emphasis: Callable[[str], str]) -> str:
        cells: list[str] = []
        for text, width, column in zip(texts, self._widths, self.columns, strict=True):
            blanks = " " * (width - cell_len(text))
            shown = emphasis(text) if text else ""
            cells.append(f"{blanks}{shown}" if column.right else f"{shown}{blanks}")
        return _GAP.join(cells).rstrip()


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


def _fitted(natural: Mapping[Column[M], int], room: int | None) -> dict[Column[M], int]:
    """The columns that fit into the room, and how wide each of them is."""
    if room is None:
        return {
            column: width if column.least is None else min(width, _MOST) for column, width in natural.items()
        }
    widths = {
        column: width if column.least is None else min(width, max(column.least, cell_len(column.title)))
        for column, width in natural.items()
    }
    while _total(widths) > room and any(column.rank for column in widths):
        del widths[max(widths, key=lambda column: column.rank)]
    while _total(widths) > room and max(widths.values()) > 1:
        widths[max(widths, key=widths.__getitem__)] -= 1
    for column in sorted(widths, key=lambda column: column.rank):
        if column.least is not None:
            widths[column] = min(natural[column], widths[column] + max(0, room - _total(widths)))
    last = [*widths][-1]
    if last.least is not None:  # A later page may need the room, and nothing is behind it.
        widths[last] += max(0, room - _total(widths))
    return widths


def _total(widths: Mapping[Column[M], int]) -> int:
    return sum(widths.values()) + len(_GAP) * (len(widths) - 1)


def name_lines(rows: Mapping[str, str], width: int | None, emphasis: Callable[[str], str]) -> Iterator[str]:
    """Names and their values, one below the other; a value that is too long goes on below itself."""
    names = max(map(cell_len, rows), default=0)
    room = None if width is None else max(_LEAST, width - names - len(_GAP))
    for name, value in rows.items():
        text = printable(value)
        first, *others = [text] if room is None else _wrapped(text, room)
        yield f"{emphasis(name)}{' ' * (names - cell_len(name))}{_GAP}{first}".rstrip()
        yield from (f"{' ' * names}{_GAP}{line}" for line in others)
