"""The texts of cells in tables, whole and short: moments, amounts, SIDs; nothing where there is none."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol

_SHORT = 10


class Priced(Protocol):
    """A record with a price."""

    price: Decimal | None
    price_unit: str | None


def moment(when: datetime | None) -> str:
    """A moment to the second."""
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"


def minute(when: datetime | None) -> str:
    """A moment to the minute."""
    return "" if when is None else f"{when:%Y-%m-%d %H:%M}"


def short_sid(sid: str) -> str:
    """The beginning of a SID, which tells one row from another."""
    return f"{sid[:_SHORT]}…"


def amount(record: Priced) -> object:
    """The price of a record alone."""
    return record.price


def money(record: Priced) -> str:
    """The price of a record with its currency."""
    return "" if record.price is None else f"{record.price} {(record.price_unit or '').upper()}".rstrip()
