"""Kill campaigns, again and again: each message must be executed exactly once.

An emulator answers, of whose requests 5 % each meet a 429, a 500 behind an executed message, a connection
that is closed behind one, and an answer that breaks off. A campaign runs as a process of its own, is killed
(SIGKILL) at a random moment and begun again, until it was killed so often; then it is left to end. Four
workers share a journal in PostgreSQL, two of which are killed and one is stopped (SIGSTOP) until its leases
are over.

- A list that does not lag, and `on_missing="resend"`: each message is executed once.
- A list that lags for longer than is waited, and "hold": none is executed twice, and what is not executed is
  held.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.postgres import cluster, programs
from twilio_async import Client, bulk
from twilio_async.emulator import Emulator, Fault

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, Iterator

_SENDER = "+15550100000"
_SHARE = 0.05
_TIMEOUT = 2.0
_SETTLE = (0.5, 1.5, 3.0)
_SETTLE_BEHIND_A_STOP = (1.0, 4.0, 12.0)
"""Longer than a worker is stopped, as the campaign assumes."""
_STOPPED = 6.0
_LAG = 3600.0


class Case(NamedTuple):
    """A soak: where the journal is, how many work on it, and what is asked of it."""

    name: str
    database: Literal["sqlite", "postgresql"]
    on_missing: Literal["resend", "hold"]
    workers: int = 1


class Plan(NamedTuple):
    """How long a case is soaked."""

    kills: int
    messages: int
    random: Random
    folder: str


CASES = (
    Case("SQLite, resend", "sqlite", "resend"),
    Case("SQLite, a list that lags, hold", "sqlite", "hold"),
    Case("PostgreSQL, resend", "postgresql", "resend"),
    Case("PostgreSQL, a list that lags, hold", "postgresql", "hold"),
    Case("PostgreSQL, 4 workers, 2 killed and 1 stopped", "postgresql", "resend", workers=4),
)


async def main() -> None:
    """Soak each case, and print a line for each."""
    parser = argparse.ArgumentParser(description="Kill campaigns, go on, and compare with what was executed.")
    parser.add_argument("--kills", type=int, default=100, help="for each case")
    parser.add_argument("--messages", type=int, default=2000, help="of a campaign")
    parser.add_argument("--seed", type=int, default=None, help="of the moments; shown where it is not given")
    parser.add_argument("--only", default="", help="the cases whose names have this in them")
    parser.add_argument("--run", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        await _work(*options.run)
        return
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"{options.messages:,} messages, {options.kills} kills for each case, seed {seed}", flush=True)
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        server = None
        if programs() is None:
            print("PostgreSQL IS NOT INSTALLED: ITS CASES ARE LEFT OUT", flush=True)
        else:
            server = stack.enter_context(cluster())
        for case in CASES:
            if options.only in case.name and (case.database == "sqlite" or server is not None):
                moments = Random(seed)  # noqa: S311 - of when they are killed
                await _soak(case, Plan(options.kills, options.messages, moments, folder), server or "")


async def _work(address: str, journal: str, on_missing: Any, messages: str, settle: str) -> None:
    """Be one of the processes: add the messages and run the campaign."""
    url, _, schema = journal.partition(" ")
    waits = tuple(map(float, settle.split(",")))
    async with (
        Client(base_url=address) as client,
        bulk.Campaign.open(
            url,
            client,
            schema=schema or None,
            on_missing=on_missing,
            settle=waits,
            timeout=_TIMEOUT,
            pace={_SENDER: None},
        ) as campaign,
    ):
        await campaign.add(_messages(int(messages)))
        await campaign.run(concurrency=20)


def _messages(count: int) -> Iterator[bulk.OutboundMessage]:
    return (
        bulk.OutboundMessage(to=f"+1555{number:07}", from_=_SENDER, body=f"Hello {number}", key=str(number))
        for number in range(count)
    )


class Soak:
    """The processes of a campaign, and what became of it."""

    def __init__(self, case: Case, emulator: Emulator, journal: str, messages: int) -> None:
        settle = _SETTLE_BEHIND_A_STOP if case.workers > 1 else _SETTLE
        self._case = case
        self._emulator = emulator
        self._journal = journal
        self._messages = messages
        self._arguments = (
            emulator.url,
            journal,
            case.on_missing,
            str(messages),
            ",".join(map(str, settle)),
        )
        self.held = 0

    async def begin(self) -> Process:
        """Begin a process."""
        return await asyncio.create_subprocess_exec(sys.executable, __file__, "--run", *self._arguments)

    async def end(self) -> None:
        """Let a process go to the end of the campaign."""
        status = await (await self.begin()).wait()
        if status:
            raise SystemExit(f"{self._case.name}: the campaign ended with {status}")

    async def compare(self, client: Client) -> None:
        """See that nothing was lost or doubled."""
        executed = Counter(message.to for message in self._emulator.messages)
        url, _, schema = self._journal.partition(" ")
        async with bulk.Campaign.open(url, client, schema=schema or None, readonly=True) as campaign:
            states = {entry.outbound.to: entry.state async for entry in campaign.outcomes()}
            status = await campaign.status()
        twice = [to for to, times in executed.items() if times > 1]
        lost = [to for to, state in states.items() if executed[to] != 1 and state != "held"]
        untold = [to for to, state in states.items() if executed[to] and state not in {"accepted", "held"}]
        if self._case.on_missing == "resend":
            lost += [to for to, state in states.items() if state != "accepted"]
        if twice or lost or untold or len(states) != self._messages:
            raise SystemExit(
                f"{self._case.name}: {len(twice)} executed twice, {len(lost)} lost, {len(untold)} executed "
                f"and not told, {self._messages - len(states)} forgotten; {status}"
            )
        self.held += status.held


async def _soak(case: Case, plan: Plan, server: str) -> None:
    start, killed, campaigns, held = time.monotonic(), 0, 0, 0
    faults: Counter[str] = Counter()
    executed = 0
    while killed < plan.kills:
        campaigns += 1
        name = f"soak_{uuid4().hex}"
        journal = f"sqlite:///{plan.folder}/{name}.db" if case.database == "sqlite" else f"{server} {name}"
        async with _emulator(case, plan.random) as emulator:
            soak = Soak(case, emulator, journal, plan.messages)
            live = _team if case.workers > 1 else _lives
            killed += await live(soak, plan.kills - killed, plan.random)
            await soak.end()
            async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as client:
                await soak.compare(client)
            faults += emulator.faults.injected
            executed += len(emulator.messages)
            held += soak.held
    print(
        f"{case.name}: {killed} kills in {campaigns} campaigns, {executed:,} of "
        f"{campaigns * plan.messages:,} messages executed, none twice, {held} held, none lost; met "
        f"{dict(faults)}; {time.monotonic() - start:.0f} s",
        flush=True,
    )


async def _lives(soak: Soak, kills: int, random: Random) -> int:
    """Kill a process so often, or until the campaign is over; how often it was."""
    for killed in range(kills):
        process = await soak.begin()
        try:
            await asyncio.wait_for(process.wait(), random.uniform(0.5, 1.6))
        except TimeoutError:
            await _kill(process)
        else:
            return killed
    return kills


async def _team(soak: Soak, kills: int, random: Random) -> int:
    """Let four work, of whom two are killed and replaced, and one is stopped for a while, again and again."""
    killed, team = 0, [await soak.begin() for _ in range(4)]
    try:
        while killed < kills and all(one.returncode is None for one in team):
            await asyncio.sleep(random.uniform(0.8, 2.0))
            stopped, *victims = random.sample(range(4), 3)
            with suppress(ProcessLookupError):
                team[stopped].send_signal(signal.SIGSTOP)
            for victim in victims:
                await asyncio.sleep(random.uniform(0, 0.5))
                await _kill(team[victim])
                killed += 1
                team[victim] = await soak.begin()
            await asyncio.sleep(_STOPPED)
            with suppress(ProcessLookupError):
                team[stopped].send_signal(signal.SIGCONT)
        await asyncio.gather(*(one.wait() for one in team))
    finally:
        for one in team:
            await _kill(one)
    return killed


async def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


@asynccontextmanager
async def _emulator(case: Case, random: Random) -> AsyncGenerator[Emulator]:
    async with Emulator(latency=0.02 if case.workers == 1 else 0.1, seed=random.getrandbits(32)) as emulator:
        emulator.faults.rates(
            {
                Fault.rate_limited(): _SHARE,
                Fault.server_error(500, executed=True): _SHARE,
                Fault.close_after_executing(): _SHARE,
                Fault.truncated_body(): _SHARE,
            }
        )
        if case.on_missing == "hold":
            emulator.faults.list_lag(_LAG)
        os.environ["TWILIO_ACCOUNT_SID"] = emulator.account_sid
        os.environ["TWILIO_AUTH_TOKEN"] = emulator.auth_token
        yield emulator


if __name__ == "__main__":
    asyncio.run(main())
