"""Runs that are broken off, share a journal, wait for a sender's turn, or come back too late."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa
from sqlalchemy.event import listen, remove
from sqlalchemy.ext.asyncio import create_async_engine

from tests.bulk.campaigns.conftest import DATABASES
from tests.bulk.samples import outbound
from tests.support.clients import FROM, RECORD, client_for, client_of
from tests.support.journals import Journal, PresentClock, arrived, executed, until
from tests.support.server import ScriptedServer, answer, gated
from twilio_async import Client, InvalidArgument, bulk
from twilio_async.emulator import Emulator, Fault, SenderLimits

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Sequence
    from datetime import datetime
    from pathlib import Path

    from tests.support.clock import ManualClock

TIMEOUT = 1.0
SETTLE = (0.3, 1, 3)
SHARED = [name for name in DATABASES if name != "sqlite"]
PROGRAM = f"""
import asyncio, sys
from twilio_async import Client, bulk

async def main():
    address, url, schema = sys.argv[1:]
    async with (
        Client("AC" + "e0" * 16, "a1" * 16, base_url=address) as client,
        bulk.Campaign.open(
            url,
            client,
            schema=schema or None,
            pace={{"{FROM}": None}},
            timeout={TIMEOUT},
            settle={SETTLE},
            on_missing="resend",
        ) as campaign,
    ):
        await campaign.run(concurrency=5)

asyncio.run(main())
"""


STOPPING = """
import os, signal

def stop(message, moment, seen=[]):
    if not seen:
        seen.append(message)
        os.kill(os.getpid(), signal.SIGSTOP)
    return bulk.Send()
"""


def started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)


async def waits_for_a_lock(url: str) -> bool:
    """Whether somebody waits in a cluster for what somebody else has locked."""
    engine = create_async_engine(sa.make_url(url).set(drivername="postgresql+asyncpg"))
    query = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with engine.connect() as connection:
        count = (await connection.execute(query)).scalar_one()
    await engine.dispose()
    return bool(count)


@contextmanager
def commits() -> Generator[Sequence[object]]:
    """A list that gets an item for each transaction of a database in the block."""
    done: list[object] = []
    append = done.append
    listen(sa.Engine, "commit", append)
    try:
        yield done
    finally:
        remove(sa.Engine, "commit", append)


async def test_a_cancelled_run_drains_what_is_under_way(journal: Journal, emulator: Emulator) -> None:
    emulator.faults.script(*[Fault.delay(0.2)] * 2)
    async with client_of(emulator) as client, journal.open(client) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(5)])
        running = asyncio.ensure_future(campaign.run(concurrency=2))
        await arrived(emulator, 2)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        status = await campaign.status()

    assert (status.accepted, status.planned) == (2, 3)
    assert executed(emulator).total() == 2


async def test_a_run_that_is_cancelled_twice_stops_at_once_and_loses_nothing(
    journal: Journal, emulator: Emulator
) -> None:
    emulator.faults.script(Fault.delay(0.3))
    settle = [number / 2 for number in range(1, 20)]
    options: dict[str, Any] = {"timeout": TIMEOUT, "settle": settle, "on_missing": "resend"}
    async with client_of(emulator) as client:
        async with journal.open(client, **options) as campaign:
            await campaign.add([outbound(key="one"), outbound(2, key="two")])
            running = asyncio.ensure_future(campaign.run(concurrency=1))
            await arrived(emulator)
            running.cancel()
            await asyncio.sleep(0)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            assert (await campaign.status()).leased == 1
        async with journal.open(client, **options) as campaign:
            status = await campaign.run()

    assert (status.accepted, status.leased, status.repeated) == (2, 0, 0)
    assert set(executed(emulator).values()) == {1}


async def test_a_run_that_was_killed_is_gone_on_with(journal: Journal, emulator: Emulator) -> None:
    emulator.faults.rates({Fault.delay(0.1): 0.5, Fault.close_after_executing(): 0.1})
    async with client_of(emulator) as client:
        async with journal.open(client) as campaign:
            await campaign.add([outbound(number, key=str(number)) for number in range(60)])
        command = [sys.executable, "-c", PROGRAM, emulator.url, journal.url, journal.schema or ""]
        for kill in range(2):
            with started(command) as process:
                while len(emulator.messages) < 15 * (kill + 1):
                    assert process.poll() is None
                    await asyncio.sleep(0.01)
                process.kill()
        options: dict[str, Any] = {"timeout": TIMEOUT, "settle": SETTLE, "on_missing": "resend"}
        async with journal.open(client, **options) as campaign:
            status = await campaign.run()

    assert (status.accepted, status.total) == (60, 60)
    assert (len(executed(emulator)), executed(emulator).total()) == (60, 60)


@pytest.mark.parametrize("database", SHARED)
async def test_workers_share_a_journal(database: str, emulator: Emulator, postgres: str) -> None:
    journal = Journal(postgres, schema=f"shared_by_workers_{database}")
    async with client_of(emulator) as client, journal.open(client) as one, journal.open(client) as other:
        await one.add([outbound(number, key=str(number)) for number in range(100)])
        await one.add([outbound(1, body="again", key=f"again{number}") for number in range(5)])
        await asyncio.gather(one.run(concurrency=10), other.run(concurrency=10))
        status = await one.status()

    assert status.accepted == executed(emulator).total() == 105


@pytest.mark.parametrize("database", SHARED)
async def test_a_worker_that_was_stopped_beyond_its_lease_gives_its_messages_back(
    database: str, emulator: Emulator, postgres: str
) -> None:
    journal = Journal(postgres, schema=f"stopped_worker_{database}")
    emulator.faults.rates({Fault.delay(0.05): 1.0})
    async with client_of(emulator) as client, journal.open(client) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(200)])
        command = [sys.executable, "-c", PROGRAM, emulator.url, journal.url, journal.schema or ""]
        with started(command) as process, ExitStack() as stack:
            stack.callback(process.kill)
            await arrived(emulator, 3)
            process.send_signal(signal.SIGSTOP)
            options: dict[str, Any] = {"timeout": TIMEOUT, "settle": (30,), "on_missing": "resend"}
            async with journal.open(client, **options) as helper:
                helping = asyncio.ensure_future(helper.run())

                async def all_is_begun() -> bool:
                    status = await campaign.status()
                    return not (status.planned or status.leased)

                await until(all_is_begun)
                process.send_signal(signal.SIGCONT)
                status = await helping
            assert process.wait() == 0

    assert (status.accepted, status.repeated) == (200, 0)
    assert (len(executed(emulator)), executed(emulator).total()) == (200, 200)


@asynccontextmanager
async def waiting(
    journal: Journal, count: int = 1, **options: Any
) -> AsyncGenerator[tuple[Emulator, bulk.Campaign, asyncio.Future[bulk.Status], asyncio.Event]]:
    """An emulator, a campaign, its run, and the event before which none of its requests is answered."""
    gate = asyncio.Event()

    async def sleep(_: float) -> None:
        await gate.wait()

    async with (
        Emulator(sleep=sleep) as emulator,
        client_of(emulator) as client,
        journal.open(client, **options) as campaign,
    ):
        emulator.faults.script(*[Fault.delay(1)] * count)
        await campaign.add([outbound(number, key=str(number)) for number in range(count)])
        running = asyncio.ensure_future(campaign.run())
        await arrived(emulator, count)
        yield emulator, campaign, running, gate


@pytest.mark.parametrize("database", SHARED)
async def test_a_worker_that_was_stopped_within_a_transaction_holds_up_no_other(
    database: str, emulator: Emulator, postgres: str
) -> None:
    journal = Journal(postgres, schema=f"stopped_within_{database}")
    program = STOPPING + PROGRAM.replace("timeout=", "rules=[stop], timeout=")
    async with client_of(emulator) as client, journal.open(client) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(5)])
        command = [sys.executable, "-c", program, emulator.url, journal.url, journal.schema or ""]
        with started(command) as process, ExitStack() as stack:
            stack.callback(process.kill)
            await asyncio.to_thread(os.waitid, os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)

            status = await campaign.run()

            assert process.poll() is None
            process.send_signal(signal.SIGCONT)
            assert await asyncio.to_thread(process.wait) == 0

    assert (status.accepted, executed(emulator).total()) == (5, 5)


@pytest.mark.parametrize("database", SHARED)
async def test_what_is_being_claimed_when_it_is_canceled_is_not_sent_again(
    database: str, emulator: Emulator, postgres: str
) -> None:
    journal = Journal(postgres, schema=f"claimed_and_canceled_{database}")
    emulator.faults.script(Fault.server_error(500))  # Not executed, though nobody can tell.
    program = STOPPING + PROGRAM.replace("timeout=", "rules=[stop], timeout=")
    program = program.replace(f"settle={SETTLE}", "settle=(0.1,)")
    async with client_of(emulator) as client, journal.open(client) as campaign:
        await campaign.add([outbound(key="one")])
        command = [sys.executable, "-c", program, emulator.url, journal.url, journal.schema or ""]
        with started(command) as process, ExitStack() as stack:
            stack.callback(process.kill)
            await asyncio.to_thread(os.waitid, os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
            canceling = asyncio.ensure_future(campaign.cancel())
            await until(partial(waits_for_a_lock, postgres))
            process.send_signal(signal.SIGCONT)
            await canceling
            assert await asyncio.to_thread(process.wait) == 0
        status = await campaign.status()

    assert (status.canceled, executed(emulator).total()) == (1, 0)


@pytest.mark.parametrize("database", SHARED)
async def test_a_result_that_comes_after_another_attempt_is_kept_and_said_loudly(
    database: str, postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(postgres, schema=f"late_result_{database}")
    clock = PresentClock()
    async with waiting(journal) as (emulator, slow, running, gate), client_of(emulator) as client:
        # For this one the lease and all the waits are over at once.
        async with journal.open(client, clock=clock, settle=(60,), on_missing="resend") as fast:
            clock.advance(1000)
            assert (await fast.run()).accepted == 1
        gate.set()
        status = await running
        (entry,) = [entry async for entry in slow.outcomes()]

    assert (status.accepted, status.repeated) == (1, 1)
    assert {entry.sid, *entry.other_sids} == {message.sid for message in emulator.messages}
    assert "executed more than once" in caplog.text


async def test_of_many_results_one_may_be_of_a_message_that_changed_hands(journal: Journal) -> None:
    url, other = "http://127.0.0.1:9/status", "SM" + "2" * 32
    async with waiting(journal, 5, callback_url=url) as (emulator, campaign, running, gate):
        form = dict(emulator.requests[0].form)
        event = dict(parse_qsl(urlsplit(form["StatusCallback"]).query))
        assert await campaign.record({**event, "MessageSid": other, "MessageStatus": "sent"})
        gate.set()
        status = await running
        entries = {entry.outbound.to: entry async for entry in campaign.outcomes()}
        executed_as = {message.to: message.sid for message in emulator.messages}

    changed = entries.pop(form["To"])
    assert (status.accepted, status.repeated, len(executed_as)) == (5, 1, 5)
    assert (changed.sid, changed.other_sids, changed.delivery) == (other, (executed_as[form["To"]],), "sent")
    assert {(entry.state, entry.delivery, entry.other_sids) for entry in entries.values()} == {
        ("accepted", "queued", ())
    }
    assert all(entry.sid == executed_as[to] for to, entry in entries.items())


async def test_an_answer_behind_its_callback_keeps_what_that_told(
    journal: Journal, server: ScriptedServer
) -> None:
    gate = asyncio.Event()
    server.play(gated(gate, answer(201, RECORD)))
    url = "http://127.0.0.1:9/status"
    async with client_for(server.url) as client, journal.open(client, callback_url=url) as campaign:
        await campaign.add([outbound(key="one")])
        running = asyncio.ensure_future(campaign.run())
        await server.arrived(1)
        event = dict(parse_qsl(urlsplit(dict(server.requests[0].form)["StatusCallback"]).query))
        event |= {"MessageSid": RECORD["sid"], "MessageStatus": "undelivered", "ErrorCode": "30003"}
        assert await campaign.record(event)
        gate.set()
        await running
        (entry,) = [entry async for entry in campaign.outcomes()]

    assert (entry.state, entry.sid, entry.other_sids) == ("accepted", RECORD["sid"], ())
    assert (entry.delivery, entry.code) == ("undelivered", 30003)


@pytest.mark.parametrize("database", SHARED)
async def test_a_result_that_comes_late_settles_what_is_held(database: str, postgres: str) -> None:
    journal = Journal(postgres, schema=f"late_and_held_{database}")
    clock = PresentClock()
    async with waiting(journal) as (emulator, _, running, gate), client_of(emulator) as client:
        async with journal.open(client, clock=clock, settle=(60,)) as fast:
            clock.advance(1000)
            assert (await fast.run()).held == 1
        gate.set()
        status = await running

    assert (status.accepted, status.held, status.repeated, len(emulator.messages)) == (1, 0, 0, 1)


async def test_a_sender_keeps_its_pace(journal: Journal, clock: ManualClock) -> None:
    async with (
        Emulator(clock=clock.utc) as emulator,
        client_of(emulator) as client,
        journal.open(client, clock=clock, pace={FROM: 2.0}) as campaign,
    ):
        await campaign.add([outbound(number, key=str(number)) for number in range(4)])
        await campaign.add([outbound(9, key="long", body="x" * 161)])
        await campaign.add([outbound(10, key="last")])
        began = clock.passed
        await campaign.run()

    assert len(emulator.messages) == 6
    assert clock.passed - began >= 4 * 0.5 + 1.0


async def test_equal_messages_at_the_head_of_a_line_hold_up_no_others(
    journal: Journal, clock: ManualClock
) -> None:
    gate = asyncio.Event()

    async def sleep(_: float) -> None:
        await gate.wait()

    clock.gate.clear()
    async with (
        Emulator(sleep=sleep) as emulator,
        client_of(emulator) as client,
        journal.open(client, clock=clock) as campaign,
    ):
        emulator.faults.rates({Fault.delay(1): 1.0})
        await campaign.add([outbound(0)] * 10, repeats="send")
        await campaign.add([outbound(number) for number in range(1, 5)])
        running = asyncio.ensure_future(campaign.run(concurrency=5))
        await arrived(emulator, 5)
        gate.set()
        clock.gate.set()
        status = await running

    assert (status.accepted, len(executed(emulator))) == (14, 5)


async def test_messages_that_may_not_leave_yet_are_put_off_many_at_a_time(
    journal: Journal, client: Client, clock: ManualClock
) -> None:
    opening = clock.utc() + timedelta(seconds=30)

    def at_the_opening(_: bulk.OutboundMessage, now: datetime) -> bulk.Wait | bulk.Skip:
        return bulk.Wait(opening) if now < opening else bulk.Skip("invalid")

    async with journal.open(client, clock=clock, pace={FROM: 1.0}, rules=[at_the_opening]) as campaign:
        await campaign.add(outbound(number, key=str(number)) for number in range(600))
        with commits() as count:
            status = await campaign.run()

    assert status.reasons == {"invalid": 600}
    assert len(count) < 100


async def test_a_full_queue_lets_its_sender_pause_and_no_other(journal: Journal, clock: ManualClock) -> None:
    limits = SenderLimits(queue=2)
    async with (
        Emulator(clock=clock.utc, sender_limits=limits) as emulator,
        client_of(emulator, clock=clock) as client,
        journal.open(client, clock=clock, pace={FROM: None, "AB": None}) as campaign,
    ):
        await campaign.add([outbound(number, key=str(number)) for number in range(8)])
        await campaign.add([outbound(number, from_="AB", key=f"other{number}") for number in range(2)])
        status = await campaign.run()

    assert (status.accepted, len(emulator.messages)) == (10, 10)
    assert max(clock.waits) == 5.0  # What it took behind a pause makes the next pause a first one.
    created = {
        sender: sorted(one.created_at for one in emulator.messages if one.from_ == sender)
        for sender in (FROM, "AB")
    }
    assert (len(created[FROM]), len(created["AB"])) == (8, 2)
    assert created["AB"][-1] < created[FROM][limits.queue]


async def test_messages_wait_for_their_time_and_expire(journal: Journal, clock: ManualClock) -> None:
    now = clock.utc()
    async with (
        Emulator() as emulator,
        client_of(emulator) as client,
        journal.open(client, clock=clock) as campaign,
    ):
        await campaign.add(
            [
                outbound(1, key="later", not_before=now + timedelta(hours=1)),
                outbound(2, key="gone", not_after=now - timedelta(hours=1)),
                outbound(3, key="now"),
            ]
        )
        status = await campaign.run()

    assert (status.accepted, status.reasons) == (2, {"expired": 1})
    assert clock.passed >= 3500


async def test_rules_decide(journal: Journal, client: Client, emulator: Emulator) -> None:
    def none_to_even(message: bulk.OutboundMessage, _: datetime) -> bulk.Send | bulk.Skip | bulk.Wait:
        return bulk.Skip("invalid") if int(message.to[-1]) % 2 == 0 else bulk.Send()

    async with journal.open(client, rules=[none_to_even]) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(10)])
        status = await campaign.run()

    assert (status.accepted, status.reasons, executed(emulator).total()) == (5, {"invalid": 5}, 5)


async def test_a_rule_that_fails_ends_a_run_once_what_is_under_way_is_noted(
    journal: Journal, emulator: Emulator
) -> None:
    def failing(message: bulk.OutboundMessage, _: datetime) -> bulk.Send:
        if message.to.endswith("3"):
            raise ZeroDivisionError
        return bulk.Send()

    emulator.faults.script(Fault.delay(0.2), Fault.delay(0.1))
    async with client_of(emulator) as client, journal.open(client, rules=[failing]) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(5)])
        with pytest.raises(ZeroDivisionError):
            await campaign.run(concurrency=2)
        status = await campaign.status()

    assert (status.accepted, status.leased) == (executed(emulator).total(), 0)


@pytest.mark.parametrize("concurrency", [0, -1])
async def test_no_message_at_a_time_is_refused(concurrency: int, journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        with pytest.raises(InvalidArgument, match="concurrency"):
            await campaign.run(concurrency=concurrency)


async def test_a_doubt_from_before_a_clock_was_set_back_is_settled(
    tmp_path: Path, emulator: Emulator
) -> None:
    journal, ahead = Journal(f"sqlite:///{tmp_path}/spring.db"), PresentClock()
    ahead.advance(3600)
    ahead.gate.clear()
    emulator.faults.list_lag(1000)
    emulator.faults.script(Fault.close_after_executing())
    async with client_of(emulator) as client:
        async with journal.open(client, clock=ahead) as campaign:
            await campaign.add([outbound(key="one")])
            running = asyncio.ensure_future(campaign.run())
            await arrived(emulator, 2)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
        emulator.faults.list_lag(0)
        async with journal.open(client) as campaign:
            assert (await campaign.reconcile()).accepted == 1
