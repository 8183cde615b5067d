"""Bar charts made of characters: one line for each name, as long as the amount beside it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from attrs import frozen
from rich.cells import cell_len

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_ASCII = "#"
_NOTHING = "-"
_CENT = Decimal("0.01")
_LEAST = 4


@frozen
class Bar:
    """A line of a chart.

    Attributes:
        name: What it is of, without controls.
        amount: What the bar is as long as; None is an amount that there is not.
        end: The text behind the bar.
    """

    name: str
    amount: Decimal | None
    end: str


def bar_chart(amounts: Mapping[str, Decimal | None], *, unit: str, width: int, ascii_only: bool) -> list[str]:
    """The lines of a chart of amounts of money; None is an amount that there is not."""
    rows = [Bar(name, amount, _end(amount, unit)) for name, amount in amounts.items()]
    return bar_lines(rows, width=width, ascii_only=ascii_only)


def bar_lines(bars: Sequence[Bar], *, width: int, ascii_only: bool) -> list[str]:
    """The lines of a chart that is `width` characters wide."""
    names = max((cell_len(bar.name) for bar in bars), default=0)
    room = max(_LEAST, width - names - max((len(bar.end) for bar in bars), default=0) - 2)
    most = max((bar.amount for bar in bars if bar.amount is not None), default=Decimal(0))
    draw = _ascii_bar if ascii_only else _block_bar
    return [
        " ".join(
            filter(
                None,
                (
                    f"{bar.name}{' ' * (names - cell_len(bar.name))}",
                    draw(_length(bar.amount, most, room)),
                    bar.end,
                ),
            )
        )
        for bar in bars
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
