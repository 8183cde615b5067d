"""The texts of cells in tables: moments and amounts; nothing where there is none."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol


class Priced(Protocol):
    """A record with a price."""

    price: Decimal | None
    price_unit: str | None


def moment(when: datetime | None) -> str:
    """A moment to the second."""
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"


def money(record: Priced) -> str:
    """The price of a record with its currency."""
    return "" if record.price is None else f"{record.price} {(record.price_unit or '').upper()}".rstrip()
