"""Ten thousand messages through all faults at once: none is sent twice, and none is reported wrongly."""

import asyncio
from collections import Counter
from collections.abc import Iterator

from tests.support.clients import FROM, TO, client_of
from twilio_async import Client, Limits, TwilioError
from twilio_async.emulator import Emulator, Fault

COUNT = 10_000
CONCURRENCY = 50
PROBABILITY = 0.05
FAULTS = [
    Fault.rate_limited(),
    Fault.rate_limited(1),
    Fault.server_error(500),
    Fault.server_error(500, executed=True),
    Fault.server_error(503),
    Fault.server_error(503, executed=True),
    Fault.close_before_reading(),
    Fault.close_after_executing(),
    Fault.truncated_body(),
    Fault.garbage_body(),
    Fault.delay(0),
]


class Bulk:
    """What came of each body."""

    def __init__(self) -> None:
        self.sids: dict[str, str | None] = {}
        self.errors: dict[str, TwilioError] = {}

    async def send(self, client: Client, bodies: Iterator[str]) -> None:
        for body in bodies:
            try:
                message = await client.messages.create(to=TO, from_=FROM, body=body)
            except TwilioError as error:
                self.errors[body] = error
            else:
                self.sids[body] = message.sid


async def test_of_ten_thousand_messages_none_is_sent_twice_and_none_reported_wrongly() -> None:
    bulk = Bulk()
    async with Emulator() as emulator:
        emulator.faults.rates(dict.fromkeys(FAULTS, PROBABILITY))
        limits = Limits(concurrency=CONCURRENCY, start=CONCURRENCY)
        async with client_of(emulator, limits=limits) as client:
            bodies = iter([f"message {index}" for index in range(COUNT)])
            await asyncio.gather(*(bulk.send(client, bodies) for _ in range(CONCURRENCY)))
        stored = emulator.messages
        injected = emulator.faults.injected

    times = Counter(message.body for message in stored)
    assert len(bulk.sids) + len(bulk.errors) == COUNT
    assert max(times.values()) == 1
    assert bulk.sids == {message.body: message.sid for message in stored if message.body in bulk.sids}
    not_executed = {body for body, error in bulk.errors.items() if error.executed == "no"}
    assert not [body for body in not_executed if body in times]
    assert {error.executed for error in bulk.errors.values()} == {"unknown"} or not_executed
    assert injected.keys() == {fault.kind for fault in FAULTS}
    assert min(injected.values()) > COUNT * PROBABILITY / 2
    # All but the doubtful faults are made good.
    doubtful = sum(count for kind, count in injected.items() if kind not in {"rate_limited", "delay"})
    assert len(bulk.errors) - len(not_executed) == doubtful
