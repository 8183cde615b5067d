"""Models that have fields of every type, which no record of Twilio's has."""

from datetime import date, datetime
from decimal import Decimal
from enum import IntFlag
from typing import Any

from attrs import define

from twilio_async import Model, OpenEnum
from twilio_async.core.codec.scalars import OpenIntEnum


class Colour(OpenEnum):
    """An enumeration of words."""

    RED = "red"
    GREEN = "green"


class Level(OpenIntEnum):
    """An enumeration of numbers."""

    LOW = 0
    HIGH = 1


class Mark(IntFlag):
    """Flags."""

    NEW = 1
    OLD = 2


@define(kw_only=True)
class Part(Model):
    """What is inside of a record."""

    name: str
    voice: bool | None = None


@define(kw_only=True)
class AllOptional(Model):
    """A record without any field that it must have."""

    text: str | None = None
    from_: str | None = None
    enabled: bool | None = None
    count: int | None = None
    ratio: float | None = None
    price: Decimal | None = None
    day: date | None = None
    at: datetime | None = None
    until: datetime | None = None
    colour: Colour | None = None
    level: Level | None = None
    marks: Mark | None = None
    uris: dict[str, str] | None = None
    things: dict[str, Any] | None = None
    part: Part | None = None
    parts: list[Part] | None = None
    words: list[Colour] | None = None
    anything: Any = None


@define(kw_only=True)
class AllRequired(Model):
    """A record that must have all of its fields."""

    text: str
    from_: str
    enabled: bool
    count: int
    ratio: float
    price: Decimal
    day: date
    at: datetime
    until: datetime
    colour: Colour
    level: Level
    marks: Mark
    uris: dict[str, str]
    things: dict[str, Any]
    part: Part
    parts: list[Part]
    words: list[Colour]
    anything: Any


FULL: dict[str, Any] = {
    "text": "x",
    "from": "y",
    "enabled": "true",
    "count": "17",
    "ratio": 0.5,
    "price": "-0.00750",
    "day": "2026-01-01",
    "at": "Thu, 01 Jan 2026 00:00:10 +0000",
    "until": "2026-01-01T00:00:10Z",
    "colour": "red",
    "level": 1,
    "marks": "3",
    "uris": {"media": "/Media.json"},
    "things": {"a": [1, None, {"b": 0.5}]},
    "part": {"name": "p", "voice": True},
    "parts": [{"name": "q"}, {"name": "r", "voice": "false"}],
    "words": ["red", "blue"],
    "anything": {"kind": ["of", "thing"]},
}
"""A record of either, in JSON."""
