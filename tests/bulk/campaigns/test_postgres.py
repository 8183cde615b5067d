"""The PostgreSQL of the tests ends with the tests, and where there is none, they say so."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import conftest
from tests.bulk.campaigns.conftest import DATABASES
from tests.support.journals import until

PROGRAM = """
import time
from tests.support.postgres import cluster

with cluster() as url:
    print(url, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL][: 3 * (len(DATABASES) > 1)])
async def test_a_cluster_ends_with_whoever_began_it(end: signal.Signals) -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    folder = Path((await process.stdout.readline()).decode().strip().partition("host=")[2])
    assert folder.joinpath("data", "postmaster.pid").exists()
    process.send_signal(end)
    await process.communicate()

    async def is_gone() -> bool:
        return not await asyncio.to_thread(folder.exists)

    await until(is_gone)


class Report:
    """What a test run says at its end."""

    def __init__(self) -> None:
        self.lines = list[str]()

    def section(self, title: str, **_: object) -> None:
        self.lines.append(title)

    def line(self, msg: str) -> None:
        self.lines.append(msg)


@pytest.mark.parametrize(("found", "said"), [(None, True), ({"initdb": "/bin/initdb"}, False)])
def test_a_run_without_postgresql_says_so(
    found: dict[str, str] | None, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def programs() -> dict[str, str] | None:
        return found

    monkeypatch.setattr(conftest, "programs", programs)
    report: Any = Report()
    conftest.pytest_terminal_summary(report)

    assert ("PostgreSQL IS NOT INSTALLED" in report.lines) is said
