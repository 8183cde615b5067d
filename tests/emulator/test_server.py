"""Starting and stopping, in a program."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import IPv4Address

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

EVERYWHERE = str(IPv4Address(0))
"""All addresses of the machine."""


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


async def test_what_tests_assert_on(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    await api.send(Body="a" * 161, StatusCallback="http://127.0.0.1:9/status")
    await api.send(StatusCallback="http://127.0.0.1:9/status")
    call = emulator.scenes.add_call(to="+15550100000", from_="+15558675310")
    long, message = emulator.messages

    assert (long.status, message.status, call.status) == ("queued", "queued", "in-progress")
    assert (long.segments, message.segments, message.sent_at, call.end_time) == (2, 1, None, None)
    assert emulator.requests[0].form["Body"] == long.body
    assert emulator.requests[0].form_pairs[-1] == ("StatusCallback", "http://127.0.0.1:9/status")
    clock.advance(60)
    assert (message.status, message.error_code, message.error_message) == ("delivered", None, None)
    assert (long.status, call.status, call.duration) == ("delivered", "completed", 10)
    assert message.sent_at == clock.utc() - timedelta(seconds=59)
    assert call.end_time == clock.utc() - timedelta(seconds=50)
    await emulator.deliver_callbacks()
    assert [one.form["MessageStatus"] for one in message.callbacks] == ["sent", "delivered"]
    assert len(emulator.callbacks) == 4
    assert (call.callbacks, emulator.calls) == ([], [call])
    assert repr(message) == f"<SeenMessage {message.sid} delivered>"


async def test_what_is_looked_at_has_no_inner_names(emulator: Emulator, api: Api) -> None:
    scenes = emulator.scenes
    scenes.seed_messages(1)
    call = scenes.add_call(to="+15550100000", from_="+15558675310")
    (message,) = emulator.messages
    queue = (await api.post("Queues.json", FriendlyName="A queue")).json["sid"]
    recording = scenes.add_recording(call.sid)
    made = [
        scenes.add_account(),
        scenes.add_media(message.sid, b"GIF89a", "image/gif"),
        recording,
        scenes.add_transcription(recording.sid, "Hi"),
        scenes.add_notification(call.sid),
        scenes.enqueue(queue, call.sid),
    ]

    for one in (message, call):
        names = {name for name in dir(one) if not name.startswith("_")}
        assert not names & {"serial", "position", "settles_at", "sends_at", "outcome", "connects_at"}
        assert all(getattr(type(one), name).__doc__ for name in names)
    for other in made:
        assert "serial" not in {name for name in dir(other) if not name.startswith("_")}
        assert not [name for name in ("serial=", "starts_at=") if name in repr(other)]


async def test_waiting_for_what_comes(emulator: Emulator) -> None:
    looks = iter([False, False, True])
    await emulator.wait_for(lambda: next(looks))
    assert next(looks, None) is None
    with pytest.raises(TimeoutError, match=r"within 0.02 s"):
        await emulator.wait_for(lambda: emulator.messages, timeout=0.02)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"host": "localhost"}, "127.0.0.1"),
        ({"host": EVERYWHERE}, "127.0.0.1"),
        ({"host": "127.0.0.2"}, "127.0.0.2"),
        ({"host": EVERYWHERE, "public_host": "twilio"}, "twilio"),
    ],
)
async def test_the_address_that_others_are_given(
    session: ClientSession, settings: dict[str, str], name: str
) -> None:
    async with Emulator(host=settings["host"], public_host=settings.get("public_host")) as emulator:
        assert emulator.url.startswith(f"http://{name}:")
        port = emulator.url.rpartition(":")[2]
        host = "127.0.0.2" if name == "127.0.0.2" else "127.0.0.1"
        async with session.get(f"http://{host}:{port}/healthz") as answer:
            assert answer.status == 200


def test_a_host_that_is_no_address() -> None:
    with pytest.raises(ValueError, match="everywhere"):
        Emulator(host="everywhere")


async def test_a_clock_that_is_moved_lets_callbacks_go(session: ClientSession) -> None:
    async with Emulator(clock="frozen") as emulator:
        api = Api(session, emulator)
        await api.send(StatusCallback="http://127.0.0.1:9/status")
        emulator.clock.move(minutes=5)
        await emulator.wait_for(lambda: len(emulator.callbacks) == 2)
        assert [one.form["MessageStatus"] for one in emulator.callbacks] == ["sent", "delivered"]
        emulator.reset()
        assert list(emulator.callbacks) == []
