"""Starting and stopping, in a program."""

import socket
from collections.abc import Iterator

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        yield port


async def test_start_and_stop() -> None:
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="not running"):
        _ = emulator.url
    await emulator.start()
    with pytest.raises(RuntimeError, match="running already"):
        await emulator.start()
    first = emulator.url
    await emulator.stop()
    await emulator.stop()
    async with emulator:
        assert emulator.url.startswith("http://127.0.0.1:")
        assert first.startswith("http://127.0.0.1:")


async def test_a_taken_port(taken_port: int) -> None:
    emulator = Emulator(port=taken_port)
    with pytest.raises(OSError, match="address already in use"):
        await emulator.start()
    with pytest.raises(RuntimeError, match="not running"):
        _ = emulator.url


def test_settings_that_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="sent_after"):
        Emulator(sent_after=5, delivered_after=4)


def test_secrets_stay_out_of_the_repr() -> None:
    emulator = Emulator()

    assert emulator.auth_token not in repr(emulator)
    assert emulator.account_sid in repr(emulator)


async def test_the_status_of_a_record(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    await api.send()
    call = emulator.scenes.add_call(to="+15550100000", from_="+15558675310")
    [message] = emulator.messages
    assert (emulator.status_of(message), emulator.status_of(call)) == ("queued", "in-progress")
    clock.advance(60)
    assert (emulator.status_of(message), emulator.status_of(call)) == ("delivered", "completed")


async def test_waiting_for_what_comes(emulator: Emulator) -> None:
    looks = iter([False, False, True])
    await emulator.wait_for(lambda: next(looks))
    assert next(looks, None) is None
    with pytest.raises(TimeoutError, match=r"within 0.02 s"):
        await emulator.wait_for(lambda: emulator.messages, timeout=0.02)
