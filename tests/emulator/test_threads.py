"""An emulator on a thread of its own, used by programs that block theirs."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.emulator_api import FROM, TO
from tests.support.leaks import open_sockets
from twilio_async.emulator import Fault
from twilio_async.testing import ThreadedEmulator


@pytest.fixture
def threaded() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator(seed=3) as running:
        yield running


def send(emulator: ThreadedEmulator, body: str = "Hi") -> requests.Response:
    path = f"/2010-04-01/Accounts/{emulator.account_sid}/Messages.json"
    return requests.post(
        emulator.url + path,
        {"To": TO, "From": FROM, "Body": body},
        auth=(emulator.account_sid, emulator.auth_token),
        timeout=60,
    )


def test_a_program_that_blocks(threaded: ThreadedEmulator) -> None:
    assert send(threaded).status_code == 201
    assert [message.body for message in threaded.messages] == ["Hi"]
    assert threaded.executed == {"POST Messages": 1}
    assert threaded.requests[-1].path.endswith("/Messages.json")


def test_faults_scenes_and_the_clock_of_another_thread(threaded: ThreadedEmulator) -> None:
    threaded.faults.script(Fault.server_error(503))
    call = threaded.scenes.add_call(to=FROM, from_=TO)
    before = threaded.clock()
    threaded.clock.move(minutes=5)

    assert send(threaded).status_code == 503
    assert threaded.faults.injected == {"server_error": 1}
    assert threaded.calls == [call]
    assert (threaded.clock() - before).total_seconds() >= 300
    assert "Faults" in repr(threaded.faults)


def test_a_condition_of_a_fault_may_look_at_the_emulator(threaded: ThreadedEmulator) -> None:
    threaded.faults.script(Fault.server_error(), match=lambda _, __: len(threaded.messages) == 1)

    assert [send(threaded).status_code for _ in range(3)] == [201, 500, 201]


def test_what_is_asynchronous_runs_on_its_thread(threaded: ThreadedEmulator) -> None:
    message = threaded.scenes.receive_message(
        from_=TO, to=FROM, body="Hello", account_sid=threaded.account_sid
    )
    received = threaded.run(message)
    threaded.deliver_callbacks()
    threaded.wait_for(lambda: received.message.status == "received")

    with pytest.raises(TimeoutError, match=r"within 0\.02 s"):
        threaded.wait_for(lambda: len(threaded.messages) == 2, timeout=0.02)
    assert threaded.messages == [received.message]
    with pytest.raises(RuntimeError, match="not running"):
        ThreadedEmulator().deliver_callbacks()


def test_many_threads_at_a_time(threaded: ThreadedEmulator) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(send, threaded, str(number)) for number in range(100)]
        for number in range(100):
            threaded.scenes.add_call(to=FROM, from_=f"+1555867{number:04d}")
        assert {one.result().status_code for one in sent} == {201}

    assert {message.body for message in threaded.messages} == {str(number) for number in range(100)}
    assert len(threaded.calls) == 100


def test_reset_begins_anew(threaded: ThreadedEmulator) -> None:
    first, url = send(threaded).json()["sid"], threaded.url
    threaded.faults.rates({Fault.server_error(): 1})
    threaded.clock.freeze()
    threaded.reset()

    assert (threaded.messages, list(threaded.requests), threaded.clock.is_frozen) == ([], [], False)
    assert threaded.url == url
    assert send(threaded).json()["sid"] == first


def test_it_ends_without_a_trace_and_can_begin_again() -> None:
    sockets, threads = open_sockets(), threading.active_count()
    emulator = ThreadedEmulator()
    for _ in range(2):
        with emulator:
            send(emulator)
            with pytest.raises(RuntimeError, match="running already"):
                emulator.__enter__()
        assert (open_sockets() - sockets, threading.active_count()) == (set(), threads)

    assert len(emulator.messages) == 2
    emulator.__exit__(None, None, None)


def test_a_taken_port_leaves_no_thread(threaded: ThreadedEmulator) -> None:
    threads = threading.active_count()
    with (
        pytest.raises(OSError, match="address already in use"),
        ThreadedEmulator(content_port=int(threaded.url.rpartition(":")[2])),
    ):
        pass
    assert threading.active_count() == threads
