"""Queues and their members: who waits, in which place, and how they leave."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

from .conftest import URL


@pytest.fixture
async def queue(api: Api) -> str:
    sid: str = (await api.post("Queues.json", FriendlyName="Support")).json["sid"]
    return sid


@pytest.fixture
def callers(emulator: Emulator, clock: ManualClock, queue: str) -> list[str]:
    """Two calls; the first has waited a second longer."""
    sids: list[str] = []
    for number in range(2):
        sids.append(emulator.scenes.add_call(to="+15550100000", from_=f"+1555867531{number}").sid)
        emulator.scenes.enqueue(queue, sids[-1])
        clock.advance(1)
    return sids


async def test_the_longest_waiting_comes_first(api: Api, queue: str, callers: list[str]) -> None:
    page = (await api.get(f"Queues/{queue}/Members.json?PageSize=1")).json
    rest = (await api.get(page["next_page_uri"])).json
    front = (await api.get(f"Queues/{queue}/Members/Front.json")).json

    uri = f"/2010-04-01/Accounts/{api.account_sid}/Queues/{queue}/Members/{callers[0]}.json"
    assert page["queue_members"] == [front]
    assert front == {
        "call_sid": callers[0],
        "date_enqueued": "Sun, 01 Mar 2026 12:00:00 +0000",
        "position": 1,
        "uri": uri,
        "wait_time": 2,
        "queue_sid": queue,
    }
    assert [(member["call_sid"], member["position"]) for member in rest["queue_members"]] == [(callers[1], 2)]
    assert (await api.get(f"Queues/{queue}.json")).json["current_size"] == 2


async def test_a_dequeued_member_goes_on_elsewhere(api: Api, queue: str, callers: list[str]) -> None:
    path = f"Queues/{queue}/Members"
    nowhere = await api.post(f"{path}/Front.json")
    dequeued = await api.post(f"{path}/Front.json", Url=URL, Method="GET")
    again = await api.get(f"{path}/{callers[0]}.json")
    moved_up = (await api.get(f"{path}/{callers[1]}.json")).json
    event = (await api.get(f"Calls/{callers[0]}/Events.json")).json["events"][0]

    assert (nowhere.status, nowhere.code) == (400, 20001)
    assert (dequeued.status, dequeued.json["call_sid"]) == (200, callers[0])
    assert again.status == 404
    assert moved_up["position"] == 1
    assert (event["request"]["method"], event["request"]["url"]) == ("GET", URL)


async def test_those_who_hang_up_wait_no_longer(api: Api, queue: str, callers: list[str]) -> None:
    await api.post(f"Calls/{callers[0]}.json", Status="completed")
    members = (await api.get(f"Queues/{queue}/Members.json")).json["queue_members"]

    assert [member["call_sid"] for member in members] == callers[1:]


async def test_there_is_no_member_without_queue_and_call(
    api: Api, emulator: Emulator, queue: str, callers: list[str]
) -> None:
    other = (await api.post("Queues.json", FriendlyName="Sales")).json["sid"]

    for path in (f"{other}/Members/Front", f"{other}/Members/{callers[0]}", f"QU{'0' * 32}/Members"):
        assert (await api.get(f"Queues/{path}.json")).status == 404
    with pytest.raises(KeyError):
        emulator.scenes.enqueue("QU" + "0" * 32, callers[0])
    with pytest.raises(KeyError):
        emulator.scenes.enqueue(queue, "CA" + "0" * 32)


async def test_a_queue(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    created = await api.post("Queues.json", FriendlyName="Support")
    sid, path = created.json["sid"], f"Queues/{created.json['sid']}.json"
    call_sid = emulator.scenes.add_call(to="+15550100000", from_="+15558675310").sid
    emulator.scenes.enqueue(sid, call_sid)
    clock.advance(4)
    waiting = (await api.get(path)).json
    refused = await api.delete(path)
    await api.post(f"Queues/{sid}/Members/{call_sid}.json", Url=URL)
    changed = await api.post(path, MaxSize="5000")

    assert (created.json["max_size"], created.json["current_size"]) == (1000, 0)
    assert (waiting["current_size"], waiting["average_wait_time"]) == (1, 4)
    assert (refused.status, refused.code) == (409, 20409)
    assert (changed.json["max_size"], changed.json["current_size"]) == (5000, 0)
    assert (await api.post(path, MaxSize="5001")).code == 20001
    assert (await api.post(path, MaxSize="0")).code == 20001
    assert (await api.delete(path)).status == 204
    assert (await api.get(f"Queues/{sid}/Members.json")).status == 404
