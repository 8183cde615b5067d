"""Reports on recordings, as a server hears them that checks who sent them."""

from tests.emulator.callbacks.conftest import Ear
from tests.support.clock import START, ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator
from twilio_async.webhooks import RecordingStatusCallback

CONNECTED = 3


def heard(ear: Ear) -> list[RecordingStatusCallback]:
    """The events of recordings; there are no others."""
    events = [event for event in ear.events if isinstance(event, RecordingStatusCallback)]
    assert len(events) == len(ear.events)
    return events


async def place(api: Api, **parameters: str) -> str:
    answer = await api.post("Calls.json", {"From": FROM, "To": TO, "Twiml": "<Response/>"} | parameters)
    assert answer.status == 201
    sid: str = answer.json["sid"]
    return sid


async def test_a_call_that_is_recorded(api: Api, emulator: Emulator, clock: ManualClock, ear: Ear) -> None:
    sid = await place(
        api,
        Record="true",
        RecordingChannels="dual",
        RecordingTrack="both",
        RecordingStatusCallback=f"{ear.url}/recording",
        RecordingStatusCallbackMethod="GET",
        RecordingStatusCallbackEvent="in-progress completed",
    )
    clock.advance(CONNECTED + 1)
    await emulator.deliver_callbacks()
    clock.advance(60)
    await emulator.deliver_callbacks()

    begun, completed = heard(ear)
    assert (begun.recording_status, begun.recording_duration) == ("in-progress", None)
    assert (completed.recording_status, completed.recording_duration) == ("completed", 10)
    assert begun.recording_sid == completed.recording_sid
    assert completed.call_sid == sid
    assert (completed.recording_source, completed.recording_channels) == ("OutboundAPI", 2)
    assert completed.recording_track == "both"
    assert completed.recording_start_time == START.replace(second=CONNECTED)
    assert completed.recording_url == (
        f"{emulator.url}/2010-04-01/Accounts/{emulator.account_sid}/Recordings/{completed.recording_sid}"
    )
    assert [(callback.purpose, callback.method) for callback in emulator.callbacks] == [
        ("recording-status", "GET")
    ] * 2


async def test_a_call_that_is_hung_up_and_one_that_nobody_takes(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    told = {"Record": "true", "RecordingStatusCallback": f"{ear.url}/recording"}
    sid = await place(api, **told)
    await place(api, **told, To="+15005550011")
    clock.advance(CONNECTED + 2)
    await api.post(f"Calls/{sid}.json", Status="completed")
    await emulator.deliver_callbacks()
    assert ear.events == []
    clock.advance(1)
    await emulator.deliver_callbacks()
    clock.advance(60)
    await emulator.deliver_callbacks()

    [event] = heard(ear)
    assert (event.call_sid, event.recording_status, event.recording_duration) == (sid, "completed", 2)


async def test_a_recording_that_is_begun_and_stopped(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    sid = await place(api)
    clock.advance(CONNECTED)
    path = f"Calls/{sid}/Recordings"
    begun = await api.post(f"{path}.json", RecordingStatusCallback=f"{ear.url}/recording")
    clock.advance(4)
    await api.post(f"{path}/Twilio.CURRENT.json", Status="stopped")
    clock.advance(1)
    await emulator.deliver_callbacks()

    [event] = heard(ear)
    assert (event.recording_sid, event.recording_duration) == (begun.json["sid"], 4)
    assert event.recording_source == "StartCallRecordingAPI"


async def test_a_conference_that_is_recorded(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    told = {"ConferenceRecord": "true", "ConferenceRecordingStatusCallback": f"{ear.url}/recording"}
    answer = await api.post("Conferences/room/Participants.json", {"From": FROM, "To": TO} | told)
    conference = answer.json["conference_sid"]
    clock.advance(CONNECTED + 5)
    await api.post(f"Conferences/{conference}.json", Status="completed")
    clock.advance(1)
    await emulator.deliver_callbacks()

    [event] = heard(ear)
    assert (event.conference_sid, event.call_sid) == (conference, None)
    assert (event.recording_source, event.recording_duration) == ("Conference", 5)


async def test_recordings_of_twiml(api: Api, emulator: Emulator, clock: ManualClock, ear: Ear) -> None:
    told = f'recordingStatusCallback="{ear.url}/told"'
    verbs = (
        f'<Dial record="record-from-answer" {told} recordingStatusCallbackEvent="in-progress completed">'
        "<Number>+15558675311</Number></Dial>"
        f'<Record {told} recordingStatusCallbackMethod="GET" maxLength="7"/>'
    )
    sid = await place(api, Twiml=f"<Response>{verbs}</Response>")
    walked = await emulator.scenes.answer_call(sid, record_seconds=9)
    room = f'<Dial><Conference record="record-from-start" {told}>room</Conference></Dial>'
    in_room = await place(api, Twiml=f"<Response>{room}</Response>")
    await emulator.scenes.answer_call(in_room)
    clock.advance(6)
    await api.post(f"Calls/{in_room}.json", Status="completed")
    clock.advance(1)
    await emulator.deliver_callbacks()

    told_of = [(event.recording_source, event.recording_status) for event in heard(ear)]
    assert sorted(told_of) == [
        ("Conference", "completed"),
        ("DialVerb", "completed"),
        ("DialVerb", "in-progress"),
        ("RecordVerb", "completed"),
    ]
    lengths = {event.recording_source: event.recording_duration for event in heard(ear)}
    assert lengths == {"Conference": 6, "DialVerb": 9, "RecordVerb": 7}
    dialed, recorded = walked.recordings
    assert {dialed.sid, recorded.sid} < {event.recording_sid for event in heard(ear)}
