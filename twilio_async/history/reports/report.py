"""Reports: the totals of the records of an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import compress
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from attrs import frozen

from twilio_async.history.errors import ExportError
from twilio_async.history.exports.destinations import destination_of
from twilio_async.history.exports.manifest import NAME, Manifest, manifest_in
from twilio_async.history.exports.newest import newest_rows
from twilio_async.history.formats.columns import flat_columns_of
from twilio_async.history.reports.error_codes import MEANINGS
from twilio_async.history.sources import dated_model
from twilio_async.history.spans import OPEN

if TYPE_CHECKING:
    from os import PathLike

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.reports.tallies import Tally

K = TypeVar("K", str, int)
_WANTED = ("sid", "status", "direction", "from", "to", "error_code", "price", "price_unit")
"""The columns that totals need, besides those of the date."""
_MISFITS = (ValueError, TypeError, AttributeError, ArithmeticError, msgspec.MsgspecError)
"""What reading and counting a row raise whose values are not of their columns."""


@frozen
class ErrorCode:
    """An error code that records have.

    Attributes:
        code: Twilio's number.
        count: How many have it.
        meaning: What the records say of it, or else a few words for a well-known one.
    """

    code: int
    count: int
    meaning: str | None


@frozen
class Cost:
    """What records cost in one currency: their prices without the sign that marks a charge.

    Attributes:
        total: Of all of them.
        days: Of those of each UTC day.
    """

    total: Decimal
    days: Mapping[date, Decimal]


@frozen
class Report:
    """What an export comes to. A total is None where the list has no such field, or the columns left it out.

    Attributes:
        list: The name of the list, such as "messages".
        since: Where the export begins.
        until: Where it ends; None where it has no end.
        is_complete: Whether all of it is there; else the totals are those of what is.
        records: How many there are; of those with the same SID only the newest row counts.
        first: The earliest date of a record, which is the one that the list is dated by, or else that of its
            creation.
        last: The latest one.
        undated: How many have neither.
        statuses: How many have each, the most frequent first.
        directions: Likewise.
        days: How many there are of each UTC day, the earliest first.
        countries: How many have the other party in each country, such as `+49 DE`: the recipient, and of what
            is inbound the sender. What is in no country is told apart: clients, SIP, short codes.
        errors: The codes, the most frequent first.
        costs: What they cost, by currency.
        unpriced: How many have no price, or none yet.
        missing: The columns that the export was made without and that totals need.
    """

    list: str
    since: datetime
    until: datetime | None
    is_complete: bool
    records: int
    first: datetime | None
    last: datetime | None
    undated: int | None
    statuses: Mapping[str, int] | None
    directions: Mapping[str, int] | None
    days: Mapping[date, int] | None
    countries: Mapping[str, int] | None
    errors: Sequence[ErrorCode] | None
    costs: Mapping[str, Cost] | None
    unpriced: int | None
    missing: Sequence[str]

    def to_html(self) -> str:
        """The report as a page with charts, which needs nothing else: no network, no script, no font.

        Raises:
            ConfigurationError: vl-convert is not installed.
        """
        from twilio_async.history.reports.page import page

        return page(self)


def report(folder: str | PathLike[str]) -> Report:
    """What an export comes to; reads its files and blocks meanwhile.

    An export that is under way, or was interrupted, has a report too. One that was brought up to date needs
    some 200 bytes a row in the directory for temporary files.

    Args:
        folder: That of an export, or `s3://bucket/prefix`.

    Raises:
        ExportError: There is no export, or a file of it is missing or damaged.
        ConfigurationError: phonenumbers is not installed, or pyarrow for an export in Parquet.
    """
    from twilio_async.history.reports.tallies import Tally

    destination = destination_of(folder)
    with destination.opened():
        manifest = manifest_in(destination)
        about = _About.of(manifest, destination)
        tally = Tally(about.dates)
        form, have_sids = manifest.export["format"], "sid" in about.columns
        for each in newest_rows(destination, manifest.parts, form, about.needed, have_sids=have_sids):
            try:
                for row in compress(each.rows.mappings(), each.is_newest):
                    tally.add(row)
            except _MISFITS as error:
                raise ExportError(
                    f"{destination}/{each.part.name} has a row that is none of {about.name}: bring the file "
                    "back from a copy, or export into another folder"
                ) from error
        return _report(about, tally, manifest)


@frozen
class _About:
    """What an export has that its report needs.

    Attributes:
        name: The name of its list.
        dates: The columns that date a record, as far as they are there.
        columns: Those that are there.
        needed: Those of them that the totals are made of.
        missing: Those that the list has and the export not.
    """

    name: str
    dates: Sequence[str]
    columns: frozenset[str]
    needed: Sequence[str]
    missing: Sequence[str]

    @classmethod
    def of(cls, manifest: Manifest, destination: Destination) -> _About:
        """Find out.

        Raises:
            ExportError: The list is none that is known.
        """
        name = str(manifest.export.get("list"))
        known = dated_model(name)
        if known is None:
            raise ExportError(f"{destination}/{NAME} is of {name!r}, which this twilio_async does not know")
        model, dated_by = known
        there = frozenset(column.name for column in flat_columns_of(model))
        chosen: Sequence[str] | None = manifest.export.get("columns")
        columns = there if chosen is None else there.intersection(chosen)
        dates = dict.fromkeys((dated_by, "date_created"))
        wanted = (*_WANTED, *dates)
        needed = [each for each in (*wanted, "error_message") if each in columns]
        missing = [each for each in wanted if each in there - columns]
        return cls(name, [each for each in dates if each in columns], columns, needed, missing)


def _ranked(counts: Mapping[K, int]) -> dict[K, int]:
    """Counts, the largest first, and those that are equal by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _short(amount: Decimal) -> Decimal:
    """An amount without the zeros that say nothing."""
    digits = f"{amount:f}"
    return Decimal(digits.rstrip("0").rstrip(".")) if "." in digits else amount


def _report(about: _About, tally: Tally, manifest: Manifest) -> Report:
    def given(value: Any, *columns: str) -> Any:
        """A total, where there are the columns that it needs."""
        return value if about.columns.issuperset(columns) else None

    dated = bool(about.dates)
    end = manifest.runs[-1].span.until if manifest.runs else OPEN
    errors = [
        ErrorCode(code, count, tally.messages.get(code) or MEANINGS.get(code))
        for code, count in _ranked(tally.errors).items()
    ]
    costs = {
        currency: Cost(_short(cost.total), {day: _short(amount) for day, amount in sorted(cost.days.items())})
        for currency, cost in sorted(tally.costs.items())
    }
    return Report(
        list=about.name,
        since=manifest.span.since,
        until=None if end == OPEN else end,
        is_complete=manifest.is_complete,
        records=tally.records,
        first=tally.first,
        last=tally.last,
        undated=tally.undated if dated else None,
        statuses=given(_ranked(tally.statuses), "status"),
        directions=given(_ranked(tally.directions), "direction"),
        days=dict(sorted(tally.days.items())) if dated else None,
        countries=given(_ranked(tally.countries), "direction", "from", "to"),
        errors=given(errors, "error_code"),
        costs=given(costs, "price", "price_unit"),
        unpriced=given(tally.unpriced, "price", "price_unit"),
        missing=about.missing,
    )
