"""The rows of the table: what is measured, against what, and the goal.

Each measurement is a fresh process. The contenders of a row take turns, so that a busy moment of the machine
meets all of them; a ratio is taken within each round, and the median of the rounds counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.history import DISTINCT, RECORDS
from benchmarks.server import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MB = 1024 * 1024
_CONTENDERS = ("ours", "bare", "official")


class Row(NamedTuple):
    """A row of the table, and how far its ratio went astray from round to round."""

    work: str
    ours: str
    baseline: str
    ratio: str
    goal: str
    official: str
    official_ratio: str
    spread: str


class Size(NamedTuple):
    """How much is done."""

    rounds: int
    messages: int
    """Sent in one measurement."""
    passes: int
    """Over the history in one measurement."""
    long: int
    """Pages of the long history whose memory is measured."""
    official_long: int
    """Pages of the one that the official client reads."""


FULL = Size(rounds=21, messages=1500, passes=2, long=1000, official_long=100)
QUICK = Size(rounds=3, messages=1500, passes=2, long=100, official_long=20)


def send(size: Size) -> Row:
    """One message."""
    figures = _timed(size, {name: (name, "send") for name in _CONTENDERS}, size.messages)
    return _row("send one message, CPU per request", "aiohttp + orjson by hand", figures, "<= 0.95")


def stream_json(size: Size) -> Row:
    """A history in JSON."""
    figures = _timed_history(size, {name: (name, "stream") for name in _CONTENDERS})
    return _row("stream a JSON history, CPU per record", "aiohttp + orjson, dicts only", figures, "<= 1.5")


def stream_xml(size: Size) -> Row:
    """The same history in XML."""
    figures = _timed_history(size, {name: (name, "stream_xml") for name in ("ours", "bare")})
    return _row("stream an XML history, CPU per record", "lxml to a dict by hand", figures, "<= 1.0")


def importing(size: Size) -> Row:
    """The import alone, without the interpreter's start."""
    statements = {
        "ours": "from twilio_async import Client",
        "bare": "import aiohttp",
        "official": "import twilio.rest, twilio.http.async_http_client",
    }
    with TemporaryDirectory() as bytecode:
        contenders = {name: partial(_import_cpu, text, bytecode) for name, text in statements.items()}
        _take_turns(1, contenders)  # Compiles, which an installation does once.
        figures = _take_turns(size.rounds, contenders)
    return _row("import of `Client`, CPU", "`import aiohttp`", figures, "<= 1.2")


def memory(size: Size) -> Row:
    """The peak of a long history less that of a short one; the official client's for its list as well."""
    short = f"{DISTINCT * RECORDS:,}"
    with serving(DISTINCT) as few, serving(size.long) as many, serving(size.official_long) as several:

        def growth(contender: str, work: str, base: str, pages: int) -> float:
            low = _peak(contender, work, few, DISTINCT)
            return _peak(contender, work, base, pages) - low

        grown = [growth("ours", "stream", many, size.long) for _ in range(3)]
        base_peak = _peak("ours", "stream", few, DISTINCT)
        streamed = growth("official", "stream", several, size.official_long)
        collected = growth("official", "collect", several, size.official_long)
    added = median(grown)
    return Row(
        work=f"peak memory of streaming {size.long * RECORDS:,} records",
        ours=f"{base_peak + added:.0f} MB",
        baseline=f"{base_peak:.0f} MB (itself, {short} records)",
        ratio=f"{added:+.1f} MB",
        goal="<= +10 MB",
        official=f"`stream_async`, `list_async` of {size.official_long * RECORDS:,} records",
        official_ratio=f"{streamed:+.1f} MB, {collected:+.0f} MB",
        spread=f"{min(grown):+.1f}..{max(grown):+.1f} MB",
    )


ROWS: tuple[Callable[[Size], Row], ...] = (send, stream_json, stream_xml, importing, memory)


def _timed_history(size: Size, works: Mapping[str, tuple[str, str]]) -> dict[str, list[float]]:
    return _timed(size, works, DISTINCT * RECORDS * size.passes, size.passes)


def _timed(
    size: Size, works: Mapping[str, tuple[str, str]], expected: int, times: int = 1
) -> dict[str, list[float]]:
    """Seconds of each contender's work, by what stands for it in the row."""
    with serving(DISTINCT) as base:
        contenders = {name: partial(_cpu, *work, base, expected, times) for name, work in works.items()}
        return _take_turns(size.rounds, contenders)


def _take_turns(rounds: int, contenders: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, measure in contenders.items():
            figures[name].append(measure())
    return figures


def _row(work: str, baseline: str, figures: Mapping[str, list[float]], goal: str) -> Row:
    ratios = _ratios(figures, "ours")
    official = "official" in figures
    return Row(
        work=work,
        ours=_time(median(figures["ours"])),
        baseline=f"{_time(median(figures['bare']))} ({baseline})",
        ratio=f"{median(ratios):.2f}",
        goal=goal,
        official=_time(median(figures["official"])) if official else "cannot",
        official_ratio=f"{median(_ratios(figures, 'official')):.2f}" if official else "-",
        spread=f"{min(ratios):.2f}..{max(ratios):.2f}",
    )


def _ratios(figures: Mapping[str, list[float]], name: str) -> list[float]:
    return [figure / baseline for figure, baseline in zip(figures[name], figures["bare"], strict=True)]


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.0f} ms" if seconds >= 0.01 else f"{seconds * 1e6:.1f} us"


def _cpu(contender: str, work: str, base: str, expected: int, times: int = 1) -> float:
    """Seconds for one of the `expected` requests or records, done in so many rounds."""
    figures = _measured(f"benchmarks.{contender}", work, base, expected // times, 1, times)
    assert figures["done"] == expected, (contender, work, figures)
    return float(figures["seconds"]) / expected


def _peak(contender: str, work: str, base: str, pages: int) -> float:
    """Megabytes of a process that reads a history once."""
    figures = _measured(f"benchmarks.{contender}", work, base, pages * RECORDS, 0, 1)
    assert figures["done"] == pages * RECORDS, (contender, work, figures)
    return float(figures["peak"]) / _MB


def _measured(module: str, *arguments: str | int) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(_python("-m", module, *map(str, arguments)))
    return figures


def _import_cpu(statement: str, bytecode: str) -> float:
    program = f"import time; t = time.process_time()\n{statement}\nprint(time.process_time() - t)"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    return float(_python("-c", program, environment=environment))


def _python(*arguments: str, environment: Mapping[str, str] | None = None) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - our own scripts
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
