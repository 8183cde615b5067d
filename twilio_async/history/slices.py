"""Slices: the parts of a history that are read at the same time, and the remainder, which a cursor names."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve, field, frozen

from twilio_async import InvalidArgument
from twilio_async.history.spans import OPEN, Span, midnight, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_LONGEST_TEXT = 64 * 1024 * 1024


@frozen
class Slice:
    """A part of a history.

    Attributes:
        span: The time that its records are of.
        by_time: Whether it is asked for by times of day instead of by whole days.
        is_undated: Whether it is of those that have no date yet.
        cursor: Behind the last of its records that was given; None before and on its first page.
        given_sids: The SIDs of records that were given and may come again: a list grows at its beginning.
    """

    span: Span
    by_time: bool = False
    is_undated: bool = False
    cursor: str | None = None
    given_sids: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_begun(self) -> bool:
        """Whether some of it was given."""
        return self.cursor is not None or bool(self.given_sids)

    def filters(self, date: str) -> dict[str, Any]:
        """The filters that find its records, and a few more, whether the ends are taken in or not."""
        if self.is_undated:
            return {}
        since, until = self.span.since, self.span.until
        if self.by_time:
            filters: dict[str, Any] = {f"{date}_after": since.replace(microsecond=0) - _SECOND}
        else:
            filters = {f"{date}_after": since.date()}
        if until != OPEN:
            grain = _SECOND if self.by_time else _DAY
            start = until.replace(microsecond=0) if self.by_time else midnight(until)
            end = start if start == until else start + grain
            filters[f"{date}_before"] = end if self.by_time else end.date()
        return filters

    def to_json(self) -> list[Any]:
        """What `from_json` reads."""
        until = None if self.span.until == OPEN else self.span.until.isoformat()
        since, given_sids = self.span.since.isoformat(), sorted(self.given_sids)
        return [since, until, self.by_time, self.is_undated, self.cursor, given_sids]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Slice:
        """The slice that became `data`.

        Raises:
            ValueError, TypeError: None did.
        """
        since, until, by_time, is_undated, cursor, given_sids = data
        end = OPEN if until is None else moment_of("until", datetime.fromisoformat(until))
        if not isinstance(by_time, bool) or not isinstance(is_undated, bool):
            raise TypeError(data)
        if not isinstance(cursor, str | None) or not since.endswith("+00:00"):
            raise TypeError(data)
        sids = frozenset(map(str, _list(given_sids)))
        return cls(Span(datetime.fromisoformat(since), end), by_time, is_undated, cursor, sids)


@frozen
class Remainder:
    """What is left of a stream. As text it is the cursor: safe in files, and short but within a first page.

    Attributes:
        digest: Of the list, the range and the filters; it tells a mistaken cursor.
        present: When the stream was begun, which divides what has a date from what has none yet.
        slices: What is left, newest first.
        undated: The SIDs of records that were given without a date, as long as they may turn up with one.
    """

    digest: int
    present: datetime
    slices: Sequence[Slice]
    undated: frozenset[str] = field(default=frozenset(), repr=False)

    def __str__(self) -> str:
        data = {
            "version": 1,
            "digest": self.digest,
            "present": self.present.isoformat(),
            "slices": [each.to_json() for each in joined(self.slices)],
            "undated": sorted(self.undated),
        }
        text = zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, digest: int) -> Remainder:
        """The remainder that became `text`.

        Raises:
            InvalidArgument: None did, or it belongs to another stream or to a newer version.
        """
        data = _data(text)
        if data is None:
            raise InvalidArgument(f"cursor {text!r:.80} is none that a stream gave")
        if data.get("version") != 1:
            raise InvalidArgument("this cursor is of a newer twilio_async: use that one")
        if data.get("digest") != digest:
            raise InvalidArgument("this cursor belongs to another stream: repeat the call that gave it")
        try:
            slices = [Slice.from_json(each) for each in data["slices"]]
            present = datetime.fromisoformat(data["present"]).astimezone(UTC)
            return cls(digest, present, slices, frozenset(map(str, _list(data["undated"]))))
        except (LookupError, ValueError, TypeError, AttributeError, OverflowError):
            raise InvalidArgument(f"cursor {text!r:.80} is none that a stream gave") from None


def _data(text: object) -> Mapping[str, Any] | None:
    """The JSON object in the text of a cursor; None where there is none."""
    if not isinstance(text, str):
        return None
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        data = json.loads(zlib.decompressobj().decompress(packed, _LONGEST_TEXT))
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else None


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [*cast("Sequence[Any]", value)]


def joined(slices: Sequence[Slice]) -> Iterator[Slice]:
    """The same slices; neighbours that are not begun are one, which is cut again when it is read."""
    last: Slice | None = None
    for each in slices:
        if last is not None and _is_fresh(last) and _is_fresh(each) and each.span.until == last.span.since:
            last = evolve(last, span=Span(each.span.since, last.span.until), by_time=False)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _is_fresh(piece: Slice) -> bool:
    return not piece.is_begun and not piece.is_undated
