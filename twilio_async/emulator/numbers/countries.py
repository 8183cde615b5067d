"""The countries in which numbers can be bought, with their types of numbers and the ranges of these.

Ranges are taken from the blocks kept for fiction where a country has any; elsewhere they are made up, and
begin with the codes of the country and of its capital.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.emulator.memory.history import Position

TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
_EPOCH = datetime(2010, 4, 1, tzinfo=UTC)


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


AMERICAN = {
    "212": Place("NY", "New York", "10001", "132", "NWYRCYZN01", 40.7484, -73.9967),
    "312": Place("IL", "Chicago", "60601", "358", "CHICAGOZN1", 41.8858, -87.6181),
    "415": Place("CA", "San Francisco", "94105", "722", "SNFC CNTRL", 37.7898, -122.3942),
    "510": Place("CA", "Oakland", "94612", "722", "OKLD FRTVL", 37.8085, -122.2686),
    "512": Place("TX", "Austin", "78701", "558", "AUSTIN", 30.2713, -97.7426),
    "555": Place("MO", "Kansas City", "64105", "524", "KANSASCITY", 39.1024, -94.5986),
}
CANADIAN = {
    "416": Place("ON", "Toronto", "M5H", "888", "TORONTO", 43.6500, -79.3800),
    "604": Place("BC", "Vancouver", "V6B", "888", "VANCOUVER", 49.2800, -123.1200),
}
_TOLL_FREE_RANGES = tuple(Range(f"1{code}555", 4) for code in TOLL_FREE)


def _local(places: Mapping[str, Place]) -> tuple[Range, ...]:
    return tuple(Range(f"1{area}555", 4, place) for area, place in places.items())


_DETAILED = (
    Country(
        "AU",
        "Australia",
        {
            "Local": (Range("6125550", 4, Place(locality="Sydney")),),
            "Mobile": (Range("61491570", 3),),
            "TollFree": (Range("611800160", 3),),
        },
        address_requirements="any",
    ),
    Country("CA", "Canada", {"Local": _local(CANADIAN), "TollFree": _TOLL_FREE_RANGES}),
    Country(
        "FR",
        "France",
        {"Local": (Range("3319900", 4, Place(locality="Paris")),), "Mobile": (Range("3363998", 4),)},
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
        address_requirements="foreign",
    ),
    Country("US", "United States", {"Local": _local(AMERICAN), "TollFree": _TOLL_FREE_RANGES}),
)

_OTHERS = """
AR  Argentina           Buenos Aires   54  Local 1155550  TollFree 8005550
AT  Austria             Vienna         43  Local 1555550  Mobile 67655550  TollFree 8005550  National 7205550
BE  Belgium             Brussels       32  Local 25550    Mobile 46055550  TollFree 80055
BG  Bulgaria            Sofia          359 Local 25550    Mobile 99955550
BR  Brazil              Sao Paulo      55  Local 1135550  Mobile 119555550 TollFree 8005550
CH  Switzerland         Bern           41  Local 315550   Mobile 77555550  TollFree 80055
CL  Chile               Santiago       56  Local 225550   Mobile 955550    TollFree 8005
CO  Colombia            Bogota         57  Local 6015550  TollFree 8005550
CZ  Czechia             Prague         420 Local 25550    Mobile 73655     TollFree 80055
DE  Germany             Berlin         49  Local 30231250 Mobile 17139200  TollFree 8005550  National 325550
DK  Denmark             Copenhagen     45  Local 3255     Mobile 6155      TollFree 8055
EE  Estonia             Tallinn        372 Local 655      Mobile 5555
ES  Spain               Madrid         34  Local 91555    Mobile 60055     TollFree 90055
FI  Finland             Helsinki       358 Local 95550    Mobile 4575550   TollFree 8005550
GR  Greece              Athens         30  Local 215550   TollFree 8005550
HK  Hong Kong           Hong Kong      852 Local 3555     Mobile 5555      TollFree 80055
HU  Hungary             Budapest       36  Local 15550    Mobile 205550    TollFree 8055
IE  Ireland             Dublin         353 Local 20915    Mobile 89555     TollFree 18005
IL  Israel              Jerusalem      972 Local 25550    Mobile 5255      TollFree 18095
IT  Italy               Rome           39  Local 0655550  Mobile 37955     TollFree 80055
JP  Japan               Tokyo          81  Local 35550    National 5055550 TollFree 1205
LT  Lithuania           Vilnius        370 Local 5255     Mobile 6455      TollFree 8005
LV  Latvia              Riga           371 Local 6755     Mobile 2555      TollFree 8055
MX  Mexico              Mexico City    52  Local 555550   TollFree 8005550
MY  Malaysia            Kuala Lumpur   60  Local 35550    TollFree 1800555
NL  Netherlands         Amsterdam      31  Local 20555    Mobile 97015555  TollFree 8005     National 85555
NO  Norway              Oslo           47  Local 2155     Mobile 5955      TollFree 8055
NZ  New Zealand         Wellington     64  Local 4555     TollFree 8005550
PE  Peru                Lima           51  Local 1555     TollFree 80055
PH  Philippines         Manila         63  Local 25550    TollFree 1800555
PL  Poland              Warsaw         48  Local 22555    Mobile 73255     TollFree 80055
PT  Portugal            Lisbon         351 Local 21555    Mobile 92555     TollFree 80055
RO  Romania             Bucharest      40  Local 31555    TollFree 80055
SE  Sweden              Stockholm      46  Local 84650    Mobile 7017406   TollFree 2055
SG  Singapore           Singapore      65  Local 3155     Mobile 8955      TollFree 800555
SI  Slovenia            Ljubljana      386 Local 1555     TollFree 805
SK  Slovakia            Bratislava     421 Local 25550    Mobile 95055     TollFree 80055
TH  Thailand            Bangkok        66  Local 2555     Mobile 6555      TollFree 18005
TW  Taiwan              Taipei         886 Local 25550    TollFree 8055
ZA  South Africa        Johannesburg   27  Local 10555    Mobile 6055      TollFree 80055
"""
"""Code, name, capital or largest city, calling code, and the types with the digits before the last four."""


def _others() -> Iterator[Country]:
    for line in _OTHERS.strip().splitlines():
        code, name, city, calling_code, *types = line[:4].split() + _columns(line[4:])
        ranges = {
            kind: (Range(calling_code + digits, 4, Place(locality=city) if kind == "Local" else Place()),)
            for kind, digits in zip(types[::2], types[1::2], strict=True)
        }
        yield Country(code, name, ranges, address_requirements="any")


def _columns(line: str) -> list[str]:
    """The name, the city, and the words behind them."""
    return [line[:20].strip(), line[20:35].strip(), *line[35:].split()]


COUNTRIES: Mapping[str, Country] = {
    country.code: evolve(country, serial=serial)
    for serial, country in enumerate(sorted([*_DETAILED, *_others()], key=lambda each: each.code))
}
