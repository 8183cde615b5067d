"""Measure what the README promises, and print its table: `python benchmarks/run.py [--quick]`.

The ratios say how twilio_async compares with the baseline in the same run on the same machine; the figures
beside them are this machine's. A missed goal is no failure of the script, work left undone is.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.rows import FULL, QUICK, ROWS, Row
from benchmarks.server import NGINX

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADINGS = (
    "work",
    "twilio_async",
    "baseline",
    "ratio",
    "goal",
    "official async client",
    "its ratio",
)


def main() -> None:
    """Measure every row and print the table, and below it how steady the machine was."""
    signal.signal(signal.SIGTERM, _terminated)
    parser = argparse.ArgumentParser(description="Compare twilio_async with aiohttp by hand.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and shorter histories")
    size = QUICK if parser.parse_args().quick else FULL
    print(f"Server: {'nginx' if NGINX else 'the responder'}; {size.rounds} rounds.", file=sys.stderr)
    rows: list[Row] = []
    for measure in ROWS:
        rows.append(measure(size))
        print(f"done: {rows[-1].work}", file=sys.stderr)
    print(_line(_HEADINGS), _line(["---"] * len(_HEADINGS)), sep="\n")
    for row in rows:
        print(_line(row[: len(_HEADINGS)]))
    print("\nThe ratio from round to round, lowest to highest:\n")
    for row in rows:
        print(f"- {row.work}: {row.spread}")


def _terminated(_number: int, _frame: object) -> None:
    sys.exit(1)  # By the usual way out, so that the servers end too.


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
