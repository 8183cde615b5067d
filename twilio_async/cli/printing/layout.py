"""The layout of tables: which columns there is room for, in which form, and how wide each of them is.

Where room is short, those that matter least take their short form first, then go; what then still is too
long gets the room that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from rich.cells import cell_len

from twilio_async.cli.printing.views import Column

if TYPE_CHECKING:
    from twilio_async import Model

M = TypeVar("M", bound="Model")
GAP = "  "
_MOST = 60
_ENOUGH = 24
"""The cells of a long text for which others take their short form."""
Widths: TypeAlias = Mapping[Column[M], int]


def fitted(columns: Sequence[Column[M]], natural: Callable[[Column[M]], int], room: int | None) -> Widths[M]:
    """The columns that fit into the room, each in its whole or its short form, with their widths.

    Args:
        columns: The columns.
        natural: Tells the cells that the texts of a column take.
        room: The cells of a line; None is without end, and long texts get 60.
    """
    if room is None:
        return {column: _bounded(column, natural(column), _MOST) for column in columns}
    kept = _kept(columns, natural, room)
    widths = {column: _least(column, natural) for column in kept}
    while _total(widths) > room and max(widths.values()) > 1:
        widths[max(widths, key=widths.__getitem__)] -= 1
    for column in sorted(widths, key=lambda column: column.rank):
        if column.least is not None:
            widths[column] = min(natural(column), widths[column] + max(0, room - _total(widths)))
    last = [*widths][-1]
    if last.least is not None:  # A later page may need the room, and nothing is behind it.
        widths[last] += max(0, room - _total(widths))
    return widths


def _kept(
    columns: Sequence[Column[M]], natural: Callable[[Column[M]], int], room: int
) -> Sequence[Column[M]]:
    """The columns that stay, those that have to in their short form."""
    kept = list(columns)
    for column in sorted(columns, key=lambda column: -column.rank):
        wanted = {each: _bounded(each, natural(each), _ENOUGH) for each in kept}
        if column.short is not None and _total(wanted) > room:
            kept[kept.index(column)] = column.shortened
    while _total({each: _least(each, natural) for each in kept}) > room and any(each.rank for each in kept):
        kept.remove(max(kept, key=lambda column: column.rank))
    for column in columns:  # What went may have left room, if nothing else wants it.
        whole = [column if each == column.shortened else each for each in kept]
        if _total({each: natural(each) for each in whole}) <= room:
            kept = whole
    return kept


def _least(column: Column[M], natural: Callable[[Column[M]], int]) -> int:
    """The cells that a column needs at least: all of its texts, where they are not cut."""
    return _bounded(column, natural(column), max(column.least or 0, cell_len(column.title)))


def _bounded(column: Column[M], width: int, most: int) -> int:
    return width if column.least is None else min(width, most)


def _total(widths: Widths[M]) -> int:
    return sum(widths.values()) + len(GAP) * (len(widths) - 1)
