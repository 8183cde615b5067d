"""What the cells of tables say: moments and amounts; nothing where there is none."""

from datetime import datetime
from decimal import Decimal


def moment(when: datetime | None) -> str:
    """A moment to the second."""
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"


def money(amount: Decimal | None, unit: str | None) -> str:
    """An amount with its currency."""
    return "" if amount is None else f"{amount} {(unit or '').upper()}".rstrip()
