"""Bar charts made of characters: one line for each name, as long as the amount beside it."""

from collections.abc import Mapping
from decimal import Decimal

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_ASCII = "#"
_NOTHING = "-"
_CENT = Decimal("0.01")
_LEAST = 4


def bar_chart(amounts: Mapping[str, Decimal | None], *, unit: str, width: int, ascii_only: bool) -> list[str]:
    """The lines of a chart that is `width` characters wide; None is an amount that there is not."""
    ends = {name: _end(amount, unit) for name, amount in amounts.items()}
    names = max(map(len, amounts), default=0)
    room = max(_LEAST, width - names - max(map(len, ends.values()), default=0) - 2)
    most = max((amount for amount in amounts.values() if amount is not None), default=Decimal(0))
    draw = _ascii_bar if ascii_only else _block_bar
    return [
        " ".join(filter(None, (name.ljust(names), draw(_length(amount, most, room)), ends[name])))
        for name, amount in amounts.items()
    ]


def can_draw_blocks(encoding: str) -> bool:
    """Whether an encoding has the characters of the bars."""
    try:
        f"{_EIGHTHS}{_FULL}".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _end(amount: Decimal | None, unit: str) -> str:
    if amount is None:
        return _NOTHING
    text = f"{amount:,.2f}" if not amount or abs(amount) >= _CENT else f"{amount.normalize():f}"
    return f"{text} {unit}".rstrip()


def _length(amount: Decimal | None, most: Decimal, room: int) -> int:
    """Eighths of a character; what is more than nothing is seen."""
    if amount is None or amount <= 0:
        return 0
    return max(1, round(amount / most * room * len(_EIGHTHS)))


def _block_bar(eighths: int) -> str:
    full, rest = divmod(eighths, len(_EIGHTHS))
    return f"{_FULL * full}{_EIGHTHS[rest]}".rstrip()


def _ascii_bar(eighths: int) -> str:
    return _ASCII * -(-eighths // len(_EIGHTHS))
