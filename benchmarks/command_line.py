"""What the command line costs: CPU and memory of whole processes, start included.

A history that is listed as NDJSON is held against streaming its models, in turns; `--help` against its goal.
"""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.history import ACCOUNT, RECORDS
from benchmarks.server import ROOT, serving
from benchmarks.worker import AUTH_TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROUNDS: Final = 5
_PROGRAM: Final = (sys.executable, "-m", "twilio_async")
_NDJSON: Final = (*_PROGRAM, "messages", "list", "--all", "--json", "--quiet")
_STREAM: Final = (
    sys.executable,
    "-c",
    """
from twilio_async import Client

try:
    from uvloop import run
except ImportError:
    from asyncio import run

async def main():
    async with Client() as client:
        async for _ in client.messages.list():
            pass

run(main())
""",
)
_HELPS: Final = ((), ("messages", "list"), ("send",), ("usage", "months"), ("numbers", "search"))


class Cost(NamedTuple):
    """What a process cost: seconds of CPU, and megabytes at its peak."""

    seconds: float
    peak: float


def main() -> None:
    """Print the figures."""
    for pages in (20, 200):
        with serving(pages) as base:
            environment = {
                **os.environ,
                "TWILIO_BASE_URL": base,
                "TWILIO_ACCOUNT_SID": ACCOUNT,
                "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            }
            pairs = [(_cost(_STREAM, environment), _cost(_NDJSON, environment)) for _ in range(_ROUNDS)]
        ratio = median(listed.seconds / streamed.seconds for streamed, listed in pairs)
        seconds = median(listed.seconds for _, listed in pairs)
        peak = max(listed.peak for _, listed in pairs)
        print(
            f"{pages * RECORDS:,} records as NDJSON: {seconds:.2f} s CPU, {ratio:.2f} x streaming them "
            f"(goal <= 1.5), peak {peak:.0f} MB"
        )
    for path in _HELPS:
        seconds = median(_cost((*_PROGRAM, *path, "--help"), os.environ).seconds for _ in range(_ROUNDS))
        print(f"{' '.join(('twilio-async', *path))} --help: {seconds:.2f} s CPU (goal <= 0.35)")


def _cost(command: tuple[str, ...], environment: Mapping[str, str]) -> Cost:
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
