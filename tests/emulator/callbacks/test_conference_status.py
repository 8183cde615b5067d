"""Reports on conferences, as a server hears them that checks who sent them."""

from typing import Any

import pytest

from tests.emulator.callbacks.conftest import Ear
from tests.support.clock import START, ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator
from twilio_async.webhooks import CallStatusCallback, ConferenceStatusCallback

ALL = "start end join leave mute hold speaker"
PATH = "Conferences/standup/Participants.json"
CONNECTED = 3


def heard(ear: Ear) -> list[ConferenceStatusCallback]:
    """The events of conferences; there are no others."""
    events = [event for event in ear.events if isinstance(event, ConferenceStatusCallback)]
    assert len(events) == len(ear.events)
    return events


def names(ear: Ear) -> list[str]:
    return [event.status_callback_event for event in heard(ear)]


async def add(api: Api, **parameters: str) -> Any:
    answer = await api.post(PATH, {"From": FROM, "To": TO} | parameters)
    assert answer.status == 201
    return answer.json


async def test_all_that_happens_in_a_conference(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    told = {"ConferenceStatusCallback": f"{ear.url}/conference?a=%27b", "ConferenceStatusCallbackEvent": ALL}
    first = await add(api, **told, Label="host", EndConferenceOnExit="true")
    second = await add(api, ConferenceStatusCallback=f"{ear.url}/ignored", Muted="true")
    path = f"Conferences/{first['conference_sid']}/Participants"
    await api.post(f"{path}/{second['call_sid']}.json", Hold="true")  # Nobody is in there yet.
    clock.advance(CONNECTED)
    await api.post(f"{path}/{second['call_sid']}.json", Muted="false", Hold="true")
    await api.post(f"{path}/host.json", Muted="true")
    await api.post(f"{path}/host.json", Muted="true")
    clock.advance(4)
    await api.post(f"{path}/host.json", Muted="false")
    await api.delete(f"{path}/host.json")
    await emulator.deliver_callbacks()
    await emulator.deliver_callbacks()

    events = heard(ear)
    host, guest = first["call_sid"], second["call_sid"]
    assert [(event.status_callback_event, event.call_sid) for event in events] == [
        ("participant-join", host),
        ("conference-start", None),
        ("participant-join", guest),
        ("participant-unmute", guest),
        ("participant-mute", host),
        ("participant-unmute", host),
        ("participant-leave", host),
        ("participant-leave", guest),
        ("conference-end", None),
    ]
    assert [event.sequence_number for event in events] == [*range(1, 10)]
    assert {event.conference_sid for event in events} == {first["conference_sid"]}
    assert {event.friendly_name for event in events} == {"standup"}
    assert [event.muted for event in events if event.call_sid == host] == [False, True, False, False]
    joined, left = events[0], events[-1]
    assert (joined.participant_label, joined.end_conference_on_exit) == ("host", True)
    assert (joined.timestamp, joined.params["a"]) == (START.replace(second=CONNECTED), "'b")
    assert left.reason_conference_ended == "participant-with-end-conference-on-exit-kicked"
    assert (left.call_sid_ending_conference, left.participant_label_ending_conference) == (host, "host")
    assert len({event.deduplication_key for event in events}) == len(events)
    assert {(callback.purpose, callback.status) for callback in emulator.callbacks} == {
        ("conference-status", 200)
    }


async def test_who_asks_for_no_events_hears_of_start_and_end(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    participant = await add(
        api, ConferenceStatusCallback=f"{ear.url}/a", ConferenceStatusCallbackMethod="GET"
    )
    clock.advance(CONNECTED)
    await emulator.deliver_callbacks()
    assert names(ear) == ["conference-start"]
    await api.post(f"Conferences/{participant['conference_sid']}.json", Status="completed")
    await emulator.deliver_callbacks()

    assert names(ear) == ["conference-start", "conference-end"]
    assert heard(ear)[1].reason_conference_ended == "conference-ended-via-api"
    assert [callback.method for callback in emulator.callbacks] == ["GET", "GET"]


async def test_nothing_is_told_of_one_who_does_not_get_in(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    told = {"ConferenceStatusCallback": f"{ear.url}/a", "ConferenceStatusCallbackEvent": ALL}
    await add(api, **told, To="+15005550011")
    clock.advance(60)
    await emulator.deliver_callbacks()

    assert not emulator.callbacks


async def test_the_first_participant_has_a_status_callback_of_its_call(
    api: Api, emulator: Emulator, clock: ManualClock, ear: Ear
) -> None:
    await add(api, StatusCallback=f"{ear.url}/call", StatusCallbackEvent="answered")
    clock.advance(CONNECTED)
    await emulator.deliver_callbacks()

    [event] = ear.events
    assert isinstance(event, CallStatusCallback)
    assert event.call_status == "in-progress"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('statusCallbackEvent="join leave end"', ["participant-join"] * 2 + ["participant-leave"]),
        ("", []),
    ],
)
async def test_a_conference_of_twiml(
    api: Api, emulator: Emulator, ear: Ear, attributes: str, expected: list[str]
) -> None:
    noun = f'<Conference statusCallback="{ear.url}/told" {attributes}>room</Conference>'
    twiml = f"<Response><Dial>{noun}</Dial></Response>"
    calls: list[str] = []
    for _ in range(2):
        placed = await api.post("Calls.json", {"From": FROM, "To": TO}, Twiml=twiml)
        calls.append(placed.json["sid"])
        await emulator.scenes.answer_call(calls[-1])
    await api.post(f"Calls/{calls[0]}.json", Status="completed")
    await emulator.deliver_callbacks()

    assert names(ear) == expected
    assert [event.call_sid for event in heard(ear)] == (calls + calls[:1] if expected else [])


async def test_a_webhook_elsewhere_is_told_nothing(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    await add(api, ConferenceStatusCallback="https://example.com/conference")
    clock.advance(CONNECTED)
    await emulator.deliver_callbacks()

    [callback] = emulator.callbacks
    assert (callback.purpose, callback.attempts) == ("conference-status", 0)
    assert "loopback" in str(callback.error)
