"""Conferences and their participants: how they begin, what they show, how they end."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

from .conftest import CONNECTED

ROOM = "Conferences/Room%201/Participants.json"


async def add(api: Api, **parameters: str) -> tuple[str, str]:
    """Add a participant to the room; the sids of conference and call."""
    answer = await api.post(ROOM, {"To": TO, "From": FROM} | parameters)
    assert answer.status == 201
    return answer.json["conference_sid"], answer.json["call_sid"]


async def listed(api: Api, query: str) -> list[str]:
    return [found["sid"] for found in (await api.get(f"Conferences.json?{query}")).json["conferences"]]


async def conference_of(api: Api, sid: str) -> tuple[str, str | None, str | None]:
    found = (await api.get(f"Conferences/{sid}.json")).json
    return found["status"], found["reason_conference_ended"], found["call_sid_ending_conference"]


async def test_adding_a_participant_begins_a_conference(api: Api, emulator: Emulator) -> None:
    answer = await api.post(ROOM, To=TO, From=FROM, Label="ann", Muted="true")
    sid, call_sid = answer.json["conference_sid"], answer.json["call_sid"]
    conference = (await api.get(f"Conferences/{sid}.json")).json

    path = f"/2010-04-01/Accounts/{emulator.account_sid}/Conferences/{sid}"
    assert answer.status == 201
    assert answer.json == {
        "account_sid": emulator.account_sid,
        "call_sid": call_sid,
        "label": "ann",
        "call_sid_to_coach": None,
        "coaching": False,
        "conference_sid": sid,
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "end_conference_on_exit": False,
        "muted": True,
        "hold": False,
        "start_conference_on_enter": True,
        "status": "queued",
        "queue_time": "1000",
        "uri": f"{path}/Participants/{call_sid}.json",
    }
    assert conference == {
        "account_sid": emulator.account_sid,
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "api_version": "2010-04-01",
        "friendly_name": "Room 1",
        "region": "us1",
        "sid": sid,
        "status": "init",
        "uri": f"{path}.json",
        "subresource_uris": {
            "recordings": f"{path}/Recordings.json",
            "participants": f"{path}/Participants.json",
        },
        "reason_conference_ended": None,
        "call_sid_ending_conference": None,
    }


async def test_a_participant_as_xml_has_booleans_in_small_letters(api: Api) -> None:
    sid, call_sid = await add(api)
    fields = (await api.get(f"Conferences/{sid}/Participants/{call_sid}")).fields

    assert (fields["Muted"], fields["StartConferenceOnEnter"]) == ("false", "true")


async def test_a_conference_begins_and_ends_with_those_in_it(api: Api, clock: ManualClock) -> None:
    sid, first = await add(api)
    statuses = [(await conference_of(api, sid))[0]]
    clock.advance(CONNECTED)
    statuses.append((await conference_of(api, sid))[0])
    again, second = await add(api)
    clock.advance(CONNECTED)
    await api.post(f"Calls/{first}.json", Status="completed")
    statuses.append((await conference_of(api, sid))[0])
    clock.advance(1)
    await api.post(f"Calls/{second}.json", Status="completed")

    assert again == sid
    assert statuses == ["init", "in-progress", "in-progress"]
    assert await conference_of(api, sid) == ("completed", "last-participant-left", second)


async def test_those_who_may_not_start_a_conference_wait_for_one_who_may(
    api: Api, clock: ManualClock
) -> None:
    sid, _ = await add(api, StartConferenceOnEnter="false")
    clock.advance(CONNECTED)
    before = await conference_of(api, sid)
    await add(api)
    clock.advance(CONNECTED)

    assert before[0] == "init"
    assert (await conference_of(api, sid))[0] == "in-progress"


async def test_an_exit_may_end_the_conference_for_all(api: Api, clock: ManualClock) -> None:
    sid, host = await add(api, EndConferenceOnExit="true")
    _, guest = await add(api)
    clock.advance(CONNECTED)
    _, late = await add(api)
    clock.advance(2)
    await api.post(f"Calls/{host}.json", Status="completed")
    clock.advance(5)
    calls = [(await api.get(f"Calls/{call}.json")).json for call in (guest, late)]

    assert await conference_of(api, sid) == (
        "completed",
        "participant-with-end-conference-on-exit-left",
        host,
    )
    assert [(call["status"], call["duration"]) for call in calls] == [("completed", "2"), ("canceled", "0")]


async def test_a_kicked_participant_is_gone_and_the_call_over(api: Api, clock: ManualClock) -> None:
    sid, call_sid = await add(api, Label="ann", EndConferenceOnExit="true")
    clock.advance(CONNECTED)
    kicked = await api.delete(f"Conferences/{sid}/Participants/ann.json")
    gone = await api.get(f"Conferences/{sid}/Participants/{call_sid}.json")

    assert (kicked.status, gone.status) == (204, 404)
    assert (await api.get(f"Conferences/{sid}/Participants.json")).json["participants"] == []
    assert (await api.get(f"Calls/{call_sid}.json")).json["status"] == "completed"
    reason = "participant-with-end-conference-on-exit-kicked"
    assert await conference_of(api, sid) == ("completed", reason, call_sid)


async def test_the_last_one_may_be_kicked(api: Api, clock: ManualClock) -> None:
    sid, call_sid = await add(api)
    clock.advance(CONNECTED)
    await api.delete(f"Conferences/{sid}/Participants/{call_sid}.json")

    assert await conference_of(api, sid) == ("completed", "last-participant-kicked", call_sid)


async def test_a_conference_is_ended_by_request(api: Api, clock: ManualClock) -> None:
    sid, answered = await add(api)
    clock.advance(CONNECTED)
    _, ringing = await add(api)
    announced = await api.post(f"Conferences/{sid}.json", AnnounceUrl="https://example.com/soon")
    ended = await api.post(f"Conferences/{sid}.json", Status="completed")
    again = await api.post(f"Conferences/{sid}.json", Status="completed")
    calls = [(await api.get(f"Calls/{call}.json")).json["status"] for call in (answered, ringing)]

    assert announced.json["status"] == "in-progress"
    assert (ended.status, ended.json["status"]) == (200, "completed")
    assert ended.json["reason_conference_ended"] == "conference-ended-via-api"
    assert ended.json["call_sid_ending_conference"] is None
    assert (again.status, again.code) == (400, 21220)
    assert calls == ["completed", "canceled"]


async def test_a_name_is_used_again_after_the_end(api: Api) -> None:
    sid, _ = await add(api)
    await api.post(f"Conferences/{sid}.json", Status="completed")
    other, _ = await add(api)
    old = await api.post(f"Conferences/{sid}/Participants.json", To=TO, From=FROM)
    new = await api.post(f"Conferences/{other}/Participants.json", To=TO, From=FROM)

    assert other != sid
    assert (old.status, new.status, new.json["conference_sid"]) == (404, 201, other)


async def test_nobody_gets_in_who_cannot_be_called(api: Api, clock: ManualClock) -> None:
    refused = await api.post(ROOM, To="+15005550001", From=FROM)
    nameless = await api.post(ROOM, To=TO)
    before = await listed(api, "")
    sid, call_sid = await add(api, To="+15005550011")
    clock.advance(CONNECTED)
    participant = (await api.get(f"Conferences/{sid}/Participants/{call_sid}.json")).json

    assert (refused.status, refused.code) == (400, 21217)
    assert (nameless.status, nameless.code) == (400, 21213)
    assert before == []
    assert participant["status"] == "failed"
    assert (await conference_of(api, sid))[0] == "completed"


async def test_participants_have_the_status_of_their_calls(api: Api, clock: ManualClock) -> None:
    sid, call_sid = await add(api)
    seen: list[str] = []
    for seconds in (1, 2, 0):
        seen.append((await api.get(f"Conferences/{sid}/Participants/{call_sid}.json")).json["status"])
        clock.advance(seconds)
    await api.post(f"Calls/{call_sid}.json", Status="completed")
    left = (await api.get(f"Conferences/{sid}/Participants/{call_sid}.json")).json
    refused = await api.post(f"Conferences/{sid}/Participants/{call_sid}.json", Muted="true")

    assert seen == ["queued", "ringing", "connected"]
    assert left["status"] == "complete"
    assert (refused.status, refused.code) == (400, 21220)


async def test_participants_are_muted_held_and_coached(api: Api, clock: ManualClock) -> None:
    sid, first = await add(api)
    _, second = await add(api, Label="ben")
    clock.advance(CONNECTED)
    path = f"Conferences/{sid}/Participants"
    updated = await api.post(
        f"{path}/{first}.json", Muted="true", Hold="true", HoldUrl="https://example.com/h"
    )
    await api.post(f"{path}/ben.json", Coaching="true", CallSidToCoach=first)

    async def sids(query: str) -> list[str]:
        return [one["call_sid"] for one in (await api.get(f"{path}.json?{query}")).json["participants"]]

    assert (updated.json["muted"], updated.json["hold"]) == (True, True)
    assert updated.json["date_updated"] == "Sun, 01 Mar 2026 12:00:03 +0000"
    assert await sids("") == [second, first]
    assert await sids("Muted=true") == [first]
    assert await sids("Hold=false") == [second]
    assert await sids("Coaching=true") == [second]
    assert (await api.get(f"{path}/ben.json")).json["call_sid_to_coach"] == first


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 0]),
        ("FriendlyName=Room%201", [1, 0]),
        ("FriendlyName=Room", []),
        ("Status=completed", [0]),
        ("Status=in-progress", [1]),
        ("DateCreated=2026-03-01", [0]),
        ("DateCreated%3E=2026-03-02", [1]),
        ("DateCreated<=2026-03-01", []),
        ("DateUpdated=2026-03-01", [0]),
        ("DateUpdated>=2026-03-02", [1]),
        ("DateUpdated<=2026-03-02", [0]),
    ],
)
async def test_conferences_are_filtered(api: Api, clock: ManualClock, query: str, numbers: list[int]) -> None:
    first, _ = await add(api)
    clock.advance(60)
    await api.post(f"Conferences/{first}.json", Status="completed")
    clock.advance(86_400)
    second, _ = await add(api)
    clock.advance(CONNECTED)

    assert await listed(api, query) == [(first, second)[number] for number in numbers]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Conferences/CF00000000000000000000000000000000.json", 404),
        ("Conferences/CF00000000000000000000000000000000/Participants.json", 404),
        ("Conferences.json?Status=over", 400),
    ],
)
async def test_what_is_not_there_or_not_known_is_refused(api: Api, path: str, status: int) -> None:
    assert (await api.get(path)).status == status


async def test_a_conference_is_recorded_as_a_whole(api: Api, clock: ManualClock) -> None:
    sid, call_sid = await add(api, ConferenceRecord="record-from-start")
    await add(api, ConferenceRecord="true", Record="true")
    path = f"Conferences/{sid}/Recordings"
    early = (await api.get(f"{path}.json")).json["recordings"]
    clock.advance(CONNECTED)
    recording = (await api.get(f"{path}.json")).json["recordings"]
    clock.advance(7)
    await api.post(f"Conferences/{sid}.json", Status="completed")
    clock.advance(1)
    fetched = (await api.get(f"{path}/{recording[0]['sid']}.json")).json

    assert early == []
    assert len(recording) == 1
    assert (recording[0]["conference_sid"], recording[0]["call_sid"]) == (sid, call_sid)
    assert (recording[0]["source"], recording[0]["status"]) == ("Conference", "in-progress")
    assert (fetched["status"], fetched["duration"], fetched["price"]) == ("completed", "7", "-0.00250")
    by_filter = (await api.get(f"Recordings.json?ConferenceSid={sid}")).json["recordings"]
    assert [found["sid"] for found in by_filter] == [fetched["sid"]]
    assert len((await api.get("Recordings.json")).json["recordings"]) == 2


async def test_recordings_of_a_conference_are_paused_and_deleted(api: Api, clock: ManualClock) -> None:
    sid, _ = await add(api, ConferenceRecord="true")
    clock.advance(CONNECTED)
    path = f"Conferences/{sid}/Recordings/Twilio.CURRENT.json"
    paused = await api.post(path, Status="paused")
    stopped = await api.post(path, Status="stopped")
    deleted = await api.delete(f"Conferences/{sid}/Recordings/{stopped.json['sid']}.json")

    assert (paused.json["status"], stopped.json["status"], deleted.status) == ("paused", "stopped", 204)
    assert (await api.get(f"Conferences/{sid}/Recordings.json")).json["recordings"] == []
