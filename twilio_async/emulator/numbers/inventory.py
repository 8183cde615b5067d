"""The numbers that can be bought: a fixed stock, the same in every run.

Knows nothing of requests and accounts.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.numbers.countries import (
    AMERICAN,
    CANADIAN,
    COUNTRIES,
    TOLL_FREE,
    Country,
    Place,
    Range,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twilio_async.emulator.memory.history import Position

_EPOCH = datetime(2010, 4, 1, tzinfo=UTC)
_NO_TEXTS = ("MachineToMachine", "National", "SharedCost", "Voip")


@frozen
class Offer:
    """A number that can be bought; `index` is its place in its range."""

    number: str
    index: int
    country: Country
    type: str
    place: Place
    serial: int

    @property
    def sid(self) -> str:
        """The name of an offer in lists."""
        return self.number

    @property
    def position(self) -> Position:
        """Offers are listed in the order of the stock."""
        return _EPOCH, -self.serial

    @property
    def capabilities(self) -> dict[str, bool]:
        """Every fourth number has no texts, every second one of North America takes pictures."""
        has_texts = self.type not in _NO_TEXTS and (self.index + 1) % 4 != 0
        is_pictured = has_texts and self.type == "Local" and self.index % 2 == 0
        return {
            "voice": self.type != "MachineToMachine",
            "sms": has_texts or self.type == "MachineToMachine",
            "mms": is_pictured and self.country.code in {"US", "CA"},
            "fax": False,
        }

    @property
    def is_beta(self) -> bool:
        """Every tenth number is new to the platform."""
        return (self.index + 1) % 10 == 0


def _of_area(area_code: str) -> Range:
    return Range(f"1{area_code}555", 4)


def offers(country: Country, kind: str, *, area_code: str | None = None) -> Iterator[Offer]:
    """The stock of one type in order; with an area code that of the area, in North America."""
    ranges = country.ranges[kind]
    if area_code is not None:
        known = tuple(each for each in ranges if each.stem.startswith(f"1{area_code}"))
        ranges = known or (_of_area(area_code),)
    serial = 0
    for index in range(10 ** max(each.width for each in ranges)):
        for each in ranges:
            number = f"+{each.stem}{index:0{each.width}d}"
            yield Offer(number, index, country, kind, each.place, serial)
            serial += 1


def offer_of(number: str) -> Offer | None:
    """The number as it is, or was, in the stock; None where it never was."""
    kind = type_of(number)
    stock = [(country, each) for country in COUNTRIES.values() for each in country.ranges.get(kind, ())]
    if kind == "Local":
        stock.append((COUNTRIES["US"], _of_area(number[2:5])))
    for country, each in stock:
        rest = number.removeprefix(f"+{each.stem}")
        if len(rest) == each.width:
            return Offer(number, int(rest), country, kind, each.place, 0)
    return None


def place_of(number: str) -> Place | None:
    """The place where a North American number is at home, as far as it is known here."""
    return (AMERICAN | CANADIAN).get(number[2:5]) if number.startswith("+1") else None


def type_of(number: str) -> str:
    """`Mobile`, `TollFree` or `Local`, by how a number begins."""
    for kind in ("Mobile", "TollFree"):
        if number[1:].startswith(tuple(_stems(kind))):
            return kind
    return "Local"


def _stems(kind: str) -> Iterable[str]:
    yield from (f"1{code}" for code in TOLL_FREE if kind == "TollFree")
    for country in COUNTRIES.values():
        yield from (each.stem for each in country.ranges.get(kind, ()))
