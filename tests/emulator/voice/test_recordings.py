"""Recordings: made, paused and stopped in a call, listed, deleted softly, loaded as audio."""

import io
import wave

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

from .conftest import CONNECTED, ENDED, Dial


@pytest.fixture
def recording(emulator: Emulator) -> str:
    """A complete recording of three seconds."""
    call = emulator.scenes.add_call(to="+15550100000", from_="+15558675310")
    return emulator.scenes.add_recording(call.sid, seconds=3).sid


async def test_a_live_call_is_recorded_until_it_ends(api: Api, clock: ManualClock, live: str) -> None:
    answer = await api.post(
        f"Calls/{live}/Recordings.json", RecordingChannels="dual", RecordingTrack="inbound"
    )
    sid = answer.json["sid"]
    seen: list[tuple[str, str | None]] = []
    for seconds in (10, 1, 0):
        clock.advance(seconds)
        found = (await api.get(f"Calls/{live}/Recordings/{sid}.json")).json
        seen.append((found["status"], found["duration"]))

    path = f"/2010-04-01/Accounts/{api.account_sid}/Calls/{live}/Recordings/{sid}.json"
    assert answer.status == 201
    assert answer.json == {
        "account_sid": api.account_sid,
        "api_version": "2010-04-01",
        "call_sid": live,
        "conference_sid": None,
        "date_created": "Sun, 01 Mar 2026 12:00:03 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:03 +0000",
        "start_time": "Sun, 01 Mar 2026 12:00:03 +0000",
        "duration": None,
        "sid": sid,
        "price": None,
        "uri": path,
        "encryption_details": None,
        "price_unit": "USD",
        "status": "in-progress",
        "channels": 2,
        "source": "StartCallRecordingAPI",
        "error_code": None,
        "track": "inbound",
    }
    assert seen == [("processing", None), ("completed", "10"), ("completed", "10")]
    assert (await api.get(f"Calls/{live}/Recordings/{sid}.json")).json["price"] == "-0.0025"


@pytest.mark.parametrize(("behavior", "duration"), [("skip", "4"), ("silence", "6"), (None, "6")])
async def test_pauses_are_left_out_or_silent(
    api: Api, clock: ManualClock, live: str, behavior: str | None, duration: str
) -> None:
    sid = (await api.post(f"Calls/{live}/Recordings.json")).json["sid"]
    path = f"Calls/{live}/Recordings/{sid}.json"
    clock.advance(1)
    paused = await api.post(path, {"Status": "paused"} | ({"PauseBehavior": behavior} if behavior else {}))
    clock.advance(2)
    resumed = await api.post(path, Status="in-progress")
    clock.advance(3)
    stopped = await api.post(f"Calls/{live}/Recordings/Twilio.CURRENT.json", Status="stopped")
    clock.advance(1)
    again = await api.post(path, Status="paused")

    assert [answer.json["status"] for answer in (paused, resumed, stopped)] == [
        "paused",
        "in-progress",
        "stopped",
    ]
    assert paused.json["date_updated"] == "Sun, 01 Mar 2026 12:00:04 +0000"
    assert (await api.get(path)).json["duration"] == duration
    assert (again.status, again.code) == (400, 21220)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"Status": "completed"}, 20001),
        ({"Status": "paused", "PauseBehavior": "loud"}, 20001),
        ({"Status": "off"}, 20422),
        ({}, 20001),
    ],
)
async def test_a_bad_change_is_refused(api: Api, live: str, form: dict[str, str], code: int) -> None:
    await api.post(f"Calls/{live}/Recordings.json")
    answer = await api.post(f"Calls/{live}/Recordings/Twilio.CURRENT.json", form)

    assert (answer.status, answer.code) == (400, code)


async def test_only_a_call_in_progress_is_recorded(api: Api, dial: Dial) -> None:
    answer = await api.post(f"Calls/{await dial()}/Recordings.json")

    assert (answer.status, answer.code) == (400, 21220)


async def test_a_call_may_be_recorded_from_its_beginning(api: Api, clock: ManualClock, dial: Dial) -> None:
    sid = await dial(Record="true")
    unanswered = await dial(Record="true", To="+15005550011")
    canceled = await dial(Record="true")
    await api.post(f"Calls/{canceled}.json", Status="canceled")
    early = (await api.get("Recordings.json")).json["recordings"]
    clock.advance(ENDED + 1)
    late = (await api.get("Recordings.json")).json["recordings"]

    assert early == []
    assert [(one["call_sid"], one["source"], one["duration"]) for one in late] == [(sid, "OutboundAPI", "10")]
    for call in (unanswered, canceled):
        assert (await api.get(f"Calls/{call}/Recordings.json")).json["recordings"] == []


async def test_metadata_come_as_json_and_xml(api: Api, emulator: Emulator, recording: str) -> None:
    found = (await api.get(f"Recordings/{recording}.json")).json
    xml = (await api.get(f"Recordings/{recording}.xml")).fields

    path = f"/2010-04-01/Accounts/{api.account_sid}/Recordings/{recording}"
    assert (found["duration"], found["price"], found["source"]) == ("3", "-0.00250", "RecordVerb")
    assert (found["uri"], found["media_url"]) == (f"{path}.json", emulator.url + path)
    assert found["subresource_uris"] == {
        "add_on_results": f"{path}/AddOnResults.json",
        "transcriptions": f"{path}/Transcriptions.json",
    }
    assert (xml["Sid"], xml["Duration"], xml["ErrorCode"]) == (recording, "3", None)


@pytest.mark.parametrize("suffix", ["", ".wav"])
async def test_audio_is_a_wav_of_the_length_of_the_recording(api: Api, recording: str, suffix: str) -> None:
    answer = await api.get(f"Recordings/{recording}{suffix}")

    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/x-wav")
    assert answer.headers["Accept-Ranges"] == "bytes"
    with wave.open(io.BytesIO(answer.body)) as reader:
        assert reader.getnframes() / reader.getframerate() == 3


async def test_audio_is_an_mp3_on_request(api: Api, recording: str) -> None:
    answer = await api.get(f"Recordings/{recording}.mp3")

    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/mpeg")
    assert answer.body.startswith(b"\xff\xfb")


async def test_audio_that_is_given_is_served(api: Api, emulator: Emulator, live: str) -> None:
    sid = emulator.scenes.add_recording(live, b"0123456789").sid

    for suffix in ("", ".wav", ".mp3"):
        assert (await api.get(f"Recordings/{sid}{suffix}")).body == b"0123456789"


@pytest.mark.parametrize(
    ("wanted", "status", "body", "content_range"),
    [
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=2-3", 206, b"23", "bytes 2-3/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-4", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=1-2,4-5", 200, b"0123456789", None),
        ("lines=1-", 200, b"0123456789", None),
    ],
)
async def test_a_download_can_go_on_where_it_stopped(
    api: Api,
    emulator: Emulator,
    live: str,
    *,
    wanted: str,
    status: int,
    body: bytes,
    content_range: str | None,
) -> None:
    sid = emulator.scenes.add_recording(live, b"0123456789").sid
    answer = await api.get(f"Recordings/{sid}.wav", Range=wanted)

    assert (answer.status, answer.body, answer.headers.get("Content-Range")) == (status, body, content_range)


async def test_other_answers_have_no_parts(api: Api, recording: str) -> None:
    assert (await api.get(f"Recordings/{recording}.json", Range="bytes=4-")).status == 200


async def test_there_is_no_audio_before_the_end_nor_in_other_formats(
    api: Api, live: str, recording: str
) -> None:
    unfinished = (await api.post(f"Calls/{live}/Recordings.json")).json["sid"]

    for path in (unfinished, f"{unfinished}.mp3", f"{recording}.ogg", f"RE{'0' * 32}.wav"):
        assert (await api.get(f"Recordings/{path}")).status == 404


async def test_a_deleted_recording_is_shown_only_on_request(api: Api, recording: str) -> None:
    deleted = await api.delete(f"Recordings/{recording}.json")
    path = f"Recordings/{recording}"
    shown = await api.get(f"{path}.json?IncludeSoftDeleted=true")
    listed = (await api.get("Recordings.json?IncludeSoftDeleted=true")).json["recordings"]

    assert (deleted.status, deleted.body) == (204, b"")
    for gone in (f"{path}.json", f"{path}.wav", f"{path}.json?IncludeSoftDeleted=false"):
        assert (await api.get(gone)).status == 404
    assert (await api.delete(f"{path}.json")).status == 404
    assert (await api.get("Recordings.json")).json["recordings"] == []
    assert (shown.status, shown.json["status"]) == (200, "deleted")
    assert [found["sid"] for found in listed] == [recording]


async def test_recordings_are_filtered(api: Api, emulator: Emulator, clock: ManualClock, dial: Dial) -> None:
    first = emulator.scenes.add_recording(await dial()).sid
    clock.advance(86_400)
    second_call = await dial()
    second = emulator.scenes.add_recording(second_call).sid

    async def listed(path: str) -> list[str]:
        return [found["sid"] for found in (await api.get(path)).json["recordings"]]

    assert await listed("Recordings.json") == [second, first]
    assert await listed(f"Recordings.json?CallSid={second_call}") == [second]
    assert await listed("Recordings.json?DateCreated=2026-03-01") == [first]
    assert await listed("Recordings.json?DateCreated%3E=2026-03-02") == [second]
    assert await listed("Recordings.json?DateCreated<=2026-03-02T00:00:00Z") == [first]
    assert await listed(f"Calls/{second_call}/Recordings.json?DateCreated=2026-03-02") == [second]
    assert await listed(f"Calls/{second_call}/Recordings.json?DateCreated=2026-03-01") == []


async def test_a_recording_is_deleted_below_its_call(
    api: Api, emulator: Emulator, live: str, dial: Dial
) -> None:
    sid = emulator.scenes.add_recording(live).sid
    stranger = await dial()
    wrong = await api.delete(f"Calls/{stranger}/Recordings/{sid}.json")
    right = await api.delete(f"Calls/{live}/Recordings/{sid}.json")

    assert (wrong.status, right.status) == (404, 204)
    assert (await api.get(f"Calls/{live}/Recordings/{sid}.json")).status == 404
    assert (await api.get(f"Recordings/{sid}.json")).status == 404


async def test_a_recording_outlives_its_call(
    api: Api, emulator: Emulator, clock: ManualClock, live: str
) -> None:
    sid = emulator.scenes.add_recording(live).sid
    clock.advance(CONNECTED + ENDED)
    await api.delete(f"Calls/{live}.json")

    assert (await api.get(f"Recordings/{sid}.json")).json["call_sid"] == live


async def test_recordings_belong_to_calls_that_exist(emulator: Emulator) -> None:
    with pytest.raises(KeyError):
        emulator.scenes.add_recording("CA" + "0" * 32)


async def test_a_call_that_nobody_answers_gets_no_recording(emulator: Emulator, dial: Dial) -> None:
    busy = await dial(To="+15005550011")
    with pytest.raises(ValueError, match="nobody answers"):
        emulator.scenes.add_recording(busy)
    with pytest.raises(KeyError):
        emulator.scenes.add_recording("CA" + "0" * 32)


async def test_both_sides_apart_are_those_of_a_recording_with_two_channels(
    api: Api, clock: ManualClock, live: str, recording: str
) -> None:
    sid = (await api.post(f"Calls/{live}/Recordings.json", RecordingChannels="dual")).json["sid"]
    clock.advance(100)

    for loaded, status, code in ((sid, 200, None), (recording, 400, 16113)):
        answer = await api.get(f"Recordings/{loaded}.wav?RequestedChannels=2")
        assert answer.status == status
        assert code is None or b"16113" in answer.body
    assert (await api.get(f"Recordings/{recording}.wav?RequestedChannels=3")).status == 400
