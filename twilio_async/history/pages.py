"""Pages of a slice, whatever they are read from: here, those of its list."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from attrs import frozen

from twilio_async import Model
from twilio_async.history.slices import Slice

if TYPE_CHECKING:
    from twilio_async.history.sources import Source

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)


class Items(Protocol[M_co]):
    """Some records of a list or of a file, and the places behind them."""

    @property
    def items(self) -> Sequence[M_co]:
        """The records."""
        ...

    @property
    def cursor(self) -> str | None:
        """The place behind all of them; None at the end."""
        ...

    def cursor_behind(self, count: int) -> str | None:
        """The place behind the first `count` of them; None at either end."""
        ...


@frozen
class SlicePage(Generic[M]):
    """A page of a slice.

    Attributes:
        items: Its records, and maybe some that do not belong to the slice.
        cursor: Where the slice goes on behind it; None at its end.
        cursor_behind: Where it goes on behind the first so many records of this page.
        retries: How many requests it took besides the first.
    """

    items: Sequence[M]
    cursor: str | None
    cursor_behind: Callable[[int], str | None]
    retries: int

    @classmethod
    def of(cls, page: Items[M], retries: int) -> SlicePage[M]:
        """The page with these records."""
        return cls(page.items, page.cursor, page.cursor_behind, retries)


Pages: TypeAlias = Callable[[Slice], AsyncGenerator[SlicePage[M], None]]
"""What reads the pages of a slice, of which there is one at least."""


def pages_of_list(source: Source[M], filters: Mapping[str, Any], page_size: int | None) -> Pages[M]:
    """What asks the list for them.

    Args:
        source: The list.
        filters: Filters besides the date.
        page_size: Records a page; None is as many as possible.
    """

    async def read(part: Slice) -> AsyncGenerator[SlicePage[M], None]:
        all_filters = {**filters, **part.filters(source.date)}
        listing = source.collection.list(
            **all_filters, page_size=page_size, cursor=part.cursor, prefetch=False
        )
        async with aclosing(listing.pages()) as pages:
            async for page in pages:
                yield SlicePage[M].of(page, page.response.attempts - 1)

    return read
