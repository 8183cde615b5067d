"""The rows of a day's file: unpacked, cut into lines and read into models, in bounded memory.

A place in a file is the number of its last line that was taken, and a digest of all lines up to there: who
goes on from it has to read them again, and sees whether the file is still the same. The last page is given
once the file has proved to be whole.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Sequence
from contextlib import aclosing
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from attrs import field, frozen

from twilio_async.core.codec.answers import decode_page, decode_record
from twilio_async.core.codec.models import Model
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.http.encoding import Damaged, Inflater
from twilio_async.errors import ConnectionLost, DecodeError, InvalidArgument

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from twilio_async.core.http.body import Body

M = TypeVar("M", bound=Model)
_GZIP = b"\x1f\x8b"
_KEY = "rows"
_LONGEST_LINE = 1024 * 1024
_CURSOR = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{8})")


class Place(NamedTuple):
    """A place in a file: behind a line, which has this number, with the digest of all up to there."""

    line: int = 0
    digest: int = 0

    def __str__(self) -> str:
        return f"{self.line}-{self.digest:08x}"

    @classmethod
    def parse(cls, text: str | None) -> Place:
        """The place that became `text`; None is the beginning.

        Raises:
            InvalidArgument: None did.
        """
        if text is None:
            return cls()
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise InvalidArgument(f"cursor {text!r:.80} is none that a file of BulkExport gave")
        return cls(int(match[1]), int(match[2], 16))

    def behind(self, row: _Row) -> Place:
        """The place behind a row that follows here."""
        return Place(row.line, zlib.crc32(row.content, self.digest))


class _Row(NamedTuple):
    """A line that is not empty, and its number in the file."""

    line: int
    content: bytes


@frozen
class BulkExportPage(Generic[M]):
    """Some rows of a day's file.

    Attributes:
        items: The records, in the order of the file.
        restarts: How often the file had to be asked for again since the page before.
    """

    items: Sequence[M]
    _places: Sequence[Place] = field(repr=False)
    """The places before the first row and behind each."""
    _is_last: bool = field(repr=False)
    restarts: int = 0

    @property
    def cursor(self) -> str | None:
        """Where the file goes on behind this page; None at its end."""
        return None if self._is_last else str(self.end)

    @property
    def end(self) -> Place:
        """The place behind the last row."""
        return self._places[-1]

    def cursor_behind(self, count: int) -> str | None:
        """Where the file goes on behind the first `count` rows of this page; None at either end of it."""
        if count >= len(self.items):
            return self.cursor
        place = self._places[count]
        return str(place) if place.line else None


class Rows(Generic[M]):
    """What reads the rows of one file behind a place in it.

    Args:
        model: What they are.
        path: The path of its day.
        start: The place.
        page_size: Rows a page.
    """

    def __init__(self, model: type[M], path: str, start: Place, page_size: int) -> None:
        if page_size < 1:
            raise InvalidArgument(f"page_size must be at least 1, not {page_size}")
        *_, resource_type, _, day = path.split("/")
        self._model = model
        self._path = path
        self._name = f"the file of {day} ({resource_type})"
        self._start = start
        self._page_size = page_size
        self._place = Place()
        self._is_behind_start = False
        self._line = 0
        self._rest = b""

    async def pages(self, body: Body) -> AsyncGenerator[BulkExportPage[M], None]:
        """The pages of a file; the last one once it is whole.

        Raises:
            DecodeError: A line, or the compression, is damaged, or it is another file than before.
            TransportError: The file broke off.
        """
        waiting: list[_Row] = []
        async with aclosing(self._unpacked(body)) as pieces:
            async for piece in pieces:
                waiting += self._new_rows(piece)
                while len(waiting) > self._page_size:
                    yield self._page(waiting[: self._page_size])
                    del waiting[: self._page_size]
        self._check_start()
        yield self._page(waiting, is_last=True)

    async def _unpacked(self, body: Body) -> AsyncGenerator[bytes, None]:
        """The bytes of the file without gzip, which it may have lost on its way; its last line has an end."""
        inflater: Inflater | None = None
        is_first = True
        async for chunk in body:
            if is_first and chunk.startswith(_GZIP):
                inflater = Inflater("gzip")
            is_first = False
            if inflater is None:
                yield chunk
                continue
            inflater.feed(chunk)
            while piece := self._pulled(inflater):
                yield piece
                await asyncio.sleep(0)  # A small file may be large inside.
        if inflater is not None:
            try:
                inflater.finish()
            except Damaged as error:
                text = f"{self._name} broke off: {error}"
                raise ConnectionLost(text, method="GET", path=self._path, executed="unknown") from None
        yield b"\n"

    def _pulled(self, inflater: Inflater) -> bytes:
        try:
            return inflater.pull()
        except Damaged as error:
            raise self._damage(f"{self._name} is damaged behind line {self._line}: {error}") from None

    def _new_rows(self, piece: bytes) -> Iterator[_Row]:
        """The rows that end in a piece of the file, and were not taken before."""
        *contents, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            raise self._damage(
                f"line {self._line + len(contents) + 1} of {self._name} is too long for a record"
            )
        for content in contents:
            self._line += 1
            row = _Row(self._line, content)
            if not content.strip():
                continue
            if row.line <= self._start.line:
                self._place = self._place.behind(row)
                continue
            self._check_start()
            yield row

    def _check_start(self) -> None:
        """See that what was read again is what was read before."""
        if not self._is_behind_start and self._place != self._start:
            raise self._damage(f"{self._name} is another one than that which was begun: begin it anew")
        self._is_behind_start = True

    def _page(self, rows: Sequence[_Row], *, is_last: bool = False) -> BulkExportPage[M]:
        places = [*accumulate(rows, Place.behind, initial=self._place)]
        self._place = places[-1]
        return BulkExportPage(self._records(rows), places, is_last)

    def _records(self, rows: Sequence[_Row]) -> Sequence[M]:
        body = b",".join(row.content for row in rows)
        try:
            _, records = decode_page(self._model, _KEY, b'{"%s":[%s]}' % (_KEY.encode(), body))
        except Unreadable:
            records = []
        if len(records) == len(rows):
            return records
        return [self._record(row) for row in rows]

    def _record(self, row: _Row) -> M:
        try:
            return decode_record(self._model, row.content)
        except Unreadable as error:
            raise self._damage(f"line {row.line} of {self._name} is damaged: {error}") from None

    def _damage(self, text: str) -> DecodeError:
        return DecodeError(text, method="GET", path=self._path)
