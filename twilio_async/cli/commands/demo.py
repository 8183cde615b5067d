"""`demo`: the main job on a local emulator. Many messages are sent at once and streamed back in both formats.

The emulator refuses some requests with 429 and fails some reads with 503. A POST that meets a 503 is never
repeated, because the message may have been sent, so sending meets 429 alone. Every count has to tie in the
end: nothing lost, nothing sent twice.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import define, field

import twilio_async
from twilio_async.cli.printing.stdout import print_line, print_summary
from twilio_async.cli.program import FAILED
from twilio_async.cli.running import exit_statuses, run
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from twilio_async import Client, RetryEvent
    from twilio_async.emulator import Emulator

_CREATE = "POST Messages"
_SENDER = "+15550001111"
_MOST = 1_000_000
_WORKERS = 100
_PAGE_SIZE = 100


@define
class Tally:
    """The counts of the client's side: SIDs as they came, errors, repetitions by status, seconds."""

    sent: list[str | None] = field(factory=list[str | None])
    by_json: list[str | None] = field(factory=list[str | None])
    by_xml: list[str | None] = field(factory=list[str | None])
    statuses: Counter[str] = field(factory=Counter[str])
    retries: Counter[str] = field(factory=Counter[str])
    errors: list[Exception] = field(factory=list[Exception])
    seconds: dict[str, float] = field(factory=dict[str, float])

    def count_retry(self, event: RetryEvent) -> None:
        """Take note of a repetition."""
        self.retries["no answer" if event.status is None else str(event.status)] += 1


def demo(
    *,
    messages: Annotated[
        int, typer.Option(min=1, max=_MOST, metavar="N", help="How many messages to send.")
    ] = 1000,
    seed: Annotated[
        int, typer.Option(metavar="SEED", help="Another one gives other identifiers and other faults.")
    ] = 0,
) -> None:
    """Send many messages to a local emulator that fails now and then, and stream them back.

    The emulator refuses some requests with 429 and fails some reads with 503. The exit status is 0 if every
    count ties. Nothing leaves this machine.
    """
    with exit_statuses():
        broken = run(_demonstrate(messages, seed))
        for tie in broken:
            notices.complain(f"does not tie: {tie}")
        if broken:
            raise typer.Exit(FAILED)
        print_line("Every count ties.")


async def _demonstrate(count: int, seed: int) -> list[str]:
    """Do it all and print the summary; gives the ties that do not hold."""
    from twilio_async.emulator import Emulator

    tally = Tally()
    async with Emulator(seed=seed, sent_after=0.1, delivered_after=0.3) as emulator:
        _switch_faults_on(emulator)
        client = twilio_async.Client(
            emulator.account_sid,
            emulator.auth_token,
            base_url=emulator.url,
            retry=twilio_async.Retry(attempts=10, base=0.05, cap=1.0),
            on_retry=tally.count_retry,
        )
        async with client:
            await _work(client, count, tally)
        print_summary(_summary(tally, emulator))
    return _broken_ties(tally, emulator, count)


def _switch_faults_on(emulator: Emulator) -> None:
    from twilio_async.emulator import Fault

    refused, failed = Fault.rate_limited(), Fault.server_error(503)
    # The script sees to it that even the smallest demo meets both.
    for fault, rates, method in (
        (refused, {refused: 0.05}, "POST"),
        (failed, {refused: 0.1, failed: 0.1}, "GET"),
    ):
        emulator.faults.script(fault, match=_is(method))
        emulator.faults.rates(rates, match=_is(method))


def _is(wanted: str) -> Callable[[str, str], bool]:
    return lambda method, _: method == wanted


async def _work(client: Client, count: int, tally: Tally) -> None:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TimeElapsedColumn,
    )

    with notices.bars(BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as progress:

        def bar(description: str) -> Callable[[], None]:
            task = progress.add_task(description, total=count)
            return lambda: progress.advance(task)

        with _timed(tally, "send"):
            await _send_all(client, count, tally, bar("Sending"))
        with _timed(tally, "json"):
            advance = bar("Reading JSON (2010-04-01)")
            async for message in client.messages.list(page_size=_PAGE_SIZE):
                tally.by_json.append(message.sid)
                tally.statuses[str(message.status)] += 1
                advance()
        with _timed(tally, "xml"):
            advance = bar("Reading XML (2008-08-01)")
            async for sms in client.v2008.sms.messages.list(page_size=_PAGE_SIZE):
                tally.by_xml.append(sms.sid)
                advance()


@contextmanager
def _timed(tally: Tally, what: str) -> Generator[None, None, None]:
    started = perf_counter()
    yield
    tally.seconds[what] = perf_counter() - started


async def _send_all(client: Client, count: int, tally: Tally, advance: Callable[[], None]) -> None:
    """Send `count` messages by a bounded number of workers that share one sequence of numbers."""
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            to = f"+1555{number:07}"
            try:
                message = await client.messages.create(to=to, from_=_SENDER, body=f"Hello, number {number}")
            except twilio_async.TwilioError as error:
                tally.errors.append(error)
            else:
                tally.sent.append(message.sid)
            advance()

    async with asyncio.TaskGroup() as group:
        for _ in range(min(count, _WORKERS)):
            group.create_task(work())


def _summary(tally: Tally, emulator: Emulator) -> dict[str, str]:
    return {
        "Sent": _paced(len(tally.sent), tally.seconds["send"], "messages"),
        "Executed by the emulator": f"{emulator.executed[_CREATE]:,}",
        "Streamed as JSON (2010-04-01)": _paced(len(tally.by_json), tally.seconds["json"], "records"),
        "Streamed as XML (2008-08-01)": _paced(len(tally.by_xml), tally.seconds["xml"], "records"),
        "Status of the messages": _counted(tally.statuses),
        "Requests that failed on purpose": _counted(emulator.faults.injected),
        "Requests repeated after": _counted(tally.retries),
    }


def _paced(count: int, seconds: float, what: str) -> str:
    return f"{count:,} ({count / max(seconds, sys.float_info.epsilon):,.0f} {what} per second)"


def _counted(counter: Counter[str]) -> str:
    parts = (f"{name} {count:,}" for name, count in sorted(counter.items()))
    return f"{counter.total():,} ({', '.join(parts)})"


def _broken_ties(tally: Tally, emulator: Emulator, count: int) -> list[str]:
    """The ties that do not hold, each in words."""
    sent = set(tally.sent)
    repeated, injected = tally.retries.total(), emulator.faults.injected.total()
    executed = emulator.executed[_CREATE]
    ties = {
        f"{count} were to be sent and {len(tally.sent)} were": count == len(tally.sent),
        f"{len(tally.sent)} were sent and {executed} executed": len(tally.sent) == executed,
        f"{len(tally.by_json)} came back as JSON": len(tally.by_json) == executed,
        f"{len(tally.by_xml)} came back as XML": len(tally.by_xml) == executed,
        "the SIDs differ": sent == set(tally.by_json) == set(tally.by_xml) and len(sent) == len(tally.sent),
        f"{injected} requests failed on purpose and {repeated} were repeated": 0 < repeated == injected,
    }
    errors = [f"{len(tally.errors)} failed, the first one of: {tally.errors[0]}"] if tally.errors else []
    return errors + [words for words, holds in ties.items() if not holds]
