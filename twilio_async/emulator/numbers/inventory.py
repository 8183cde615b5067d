"""The numbers that can be bought: a fixed stock, the same in every run.

Countries hold ranges of numbers, which are taken from the blocks kept for fiction where a country has any.
Knows nothing of requests and accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twilio_async.emulator.memory.history import Position

_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
_EPOCH = datetime(2010, 4, 1, tzinfo=UTC)
_NO_TEXTS = ("MachineToMachine", "National", "SharedCost", "Voip")


@frozen
class Place:
    """The place where a number is at home."""

    region: str | None = None
    locality: str | None = None
    postal_code: str | None = None
    lata: str | None = None
    rate_center: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@frozen
class Range:
    """Numbers that begin alike: `stem` and `width` more digits."""

    stem: str
    width: int
    place: Place = Place()


@frozen
class Country:
    """A country with its ranges by type of number."""

    code: str
    name: str
    ranges: Mapping[str, tuple[Range, ...]]
    serial: int = 0
    address_requirements: str = "none"

    @property
    def sid(self) -> str:
        """The name of a country in lists."""
        return self.code

    @property
    def position(self) -> Position:
        """Countries are listed in alphabetical order."""
        return _EPOCH, -self.serial


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


_AMERICAN = {
    "212": Place("NY", "New York", "10001", "132", "NWYRCYZN01", 40.7484, -73.9967),
    "312": Place("IL", "Chicago", "60601", "358", "CHICAGOZN1", 41.8858, -87.6181),
    "415": Place("CA", "San Francisco", "94105", "722", "SNFC CNTRL", 37.7898, -122.3942),
    "510": Place("CA", "Oakland", "94612", "722", "OKLD FRTVL", 37.8085, -122.2686),
    "512": Place("TX", "Austin", "78701", "558", "AUSTIN", 30.2713, -97.7426),
    "555": Place("MO", "Kansas City", "64105", "524", "KANSASCITY", 39.1024, -94.5986),
}
_CANADIAN = {
    "416": Place("ON", "Toronto", "M5H", "888", "TORONTO", 43.6500, -79.3800),
    "604": Place("BC", "Vancouver", "V6B", "888", "VANCOUVER", 49.2800, -123.1200),
}
_TOLL_FREE_RANGES = tuple(Range(f"1{code}555", 4) for code in _TOLL_FREE)


def _of_area(area_code: str) -> Range:
    return Range(f"1{area_code}555", 4)


def _local(places: Mapping[str, Place]) -> tuple[Range, ...]:
    return tuple(Range(f"1{area}555", 4, place) for area, place in places.items())


COUNTRIES: Mapping[str, Country] = {
    country.code: country
    for country in (
        Country(
            "AU",
            "Australia",
            {
                "Local": (Range("6125550", 4, Place(locality="Sydney")),),
                "Mobile": (Range("61491570", 3),),
                "TollFree": (Range("611800160", 3),),
            },
            serial=0,
            address_requirements="any",
        ),
        Country("CA", "Canada", {"Local": _local(_CANADIAN), "TollFree": _TOLL_FREE_RANGES}, serial=1),
        Country(
            "FR",
            "France",
            {"Local": (Range("3319900", 4, Place(locality="Paris")),), "Mobile": (Range("3363998", 4),)},
            serial=2,
            address_requirements="local",
        ),
        Country(
            "GB",
            "United Kingdom",
            {
                "Local": (Range("441632960", 3),),
                "MachineToMachine": (Range("44770090095", 1),),
                "Mobile": (Range("447700900", 3),),
                "National": (Range("443069990", 3),),
                "SharedCost": (Range("449098790", 3),),
                "TollFree": (Range("448081570", 3),),
                "Voip": (Range("445555500", 3),),
            },
            serial=3,
            address_requirements="foreign",
        ),
        Country("US", "United States", {"Local": _local(_AMERICAN), "TollFree": _TOLL_FREE_RANGES}, serial=4),
    )
}


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
    return (_AMERICAN | _CANADIAN).get(number[2:5]) if number.startswith("+1") else None


def type_of(number: str) -> str:
    """`Mobile`, `TollFree` or `Local`, by how a number begins."""
    for kind in ("Mobile", "TollFree"):
        if number[1:].startswith(tuple(_stems(kind))):
            return kind
    return "Local"


def _stems(kind: str) -> Iterable[str]:
    yield from (f"1{code}" for code in _TOLL_FREE if kind == "TollFree")
    for country in COUNTRIES.values():
        yield from (each.stem for each in country.ranges.get(kind, ()))
