"""Calls, notifications and recordings of 2008-08-01: the same in the words of that time."""

import pytest
from lxml import etree

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

from .conftest import ENDED, URL, Dial

CALL = {"Caller": "555-010-0000", "Called": "5558675310", "Url": URL}


@pytest.fixture
def old(api: Api) -> str:
    return f"/2008-08-01/Accounts/{api.account_sid}"


async def sids(api: Api, path: str) -> list[str | None]:
    return [item.findtext("Sid") for item in (await api.get(path)).xml]


async def test_a_call_is_created_and_fetched(api: Api, old: str, clock: ManualClock) -> None:
    created = await api.post(f"{old}/Calls", CALL | {"IfMachine": "Continue", "Timeout": "30"})
    sid = created.fields["Sid"]
    clock.advance(ENDED)
    fetched = await api.get(f"{old}/Calls/{sid}")

    assert created.status == 201
    assert created.headers["Location"] == f"{old}/Calls/{sid}"
    assert created.body.startswith(b"<TwilioResponse><Call><Sid>CA")
    assert (created.fields["Status"], created.fields["StartTime"]) == ("0", None)
    assert list(fetched.fields.items()) == [
        ("Sid", sid),
        ("DateCreated", "Sun, 01 Mar 2026 05:00:00 -0700"),
        ("DateUpdated", "Sun, 01 Mar 2026 05:00:13 -0700"),
        ("CallSegmentSid", None),
        ("AccountSid", api.account_sid),
        ("Called", "5558675310"),
        ("Caller", "5550100000"),
        ("PhoneNumberSid", None),
        ("Status", "2"),
        ("StartTime", "Sun, 01 Mar 2026 05:00:01 -0700"),
        ("EndTime", "Sun, 01 Mar 2026 05:00:13 -0700"),
        ("Duration", "10"),
        ("Price", "-0.01400"),
        ("Flags", "2"),
    ]
    modern = (await api.get(f"Calls/{sid}.json")).json
    assert (modern["to"], modern["status"]) == ("+15558675310", "completed")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Called": ""}, "21201"),
        ({"Caller": ""}, "21213"),
        ({"Url": "example.com"}, "21205"),
        ({"Url": None}, "21205"),
        ({"Timeout": "1000"}, "20001"),
        ({"To": "5558675310"}, "20001"),
        ({"SendDigits": "one"}, "21206"),
    ],
)
async def test_a_bad_call_is_refused(api: Api, old: str, changes: dict[str, str | None], code: str) -> None:
    form = {name: value for name, value in (CALL | changes).items() if value is not None}
    answer = await api.post(f"{old}/Calls", form)

    assert (answer.status, answer.fields["Code"]) == (400, code)


@pytest.mark.parametrize(
    ("to", "status"),
    [("+15005550011", "3"), ("+15005550012", "5"), ("+15005550013", "4"), ("+15558675310", "2")],
)
async def test_a_status_is_a_number(
    api: Api, old: str, clock: ManualClock, dial: Dial, *, to: str, status: str
) -> None:
    sid = await dial(To=to)
    clock.advance(100)

    assert (await api.get(f"{old}/Calls/{sid}")).fields["Status"] == status


async def test_flags_tell_how_a_call_came_about(api: Api, old: str, emulator: Emulator, dial: Dial) -> None:
    api_call = await dial()
    inbound = emulator.scenes.add_call(to="+15550100000", from_="sip:ann@example.com").sid
    legs = [
        emulator.scenes.add_call(to="+15558675310", from_="+15550100000", parent_call_sid=parent).sid
        for parent in (inbound, api_call)
    ]
    calls = [(await api.get(f"{old}/Calls/{sid}")).fields for sid in (api_call, inbound, *legs)]

    assert [call["Flags"] for call in calls] == ["2", "1", "4", "6"]
    assert calls[1]["Caller"] == "sip:ann@example.com"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [2, 1, 0]),
        ("Called=5558675399", [1]),
        ("Caller=555-010-0009", [2]),
        ("Status=2", [1, 0]),
        ("Status=1", [2]),
        ("Status=0", []),
        ("StartTime=2026-03-01", [1, 0]),
        ("StartTime>=2026-03-01&StartTime<=2026-03-02", [1, 0]),
        ("StartTime%3E=2026-03-02", [2]),
    ],
)
async def test_calls_are_filtered(
    api: Api, old: str, clock: ManualClock, dial: Dial, *, query: str, numbers: list[int]
) -> None:
    placed = [await dial(), await dial(To="+15558675399")]
    clock.advance(86_400)
    placed.append(await dial(From="+15550100009"))
    clock.advance(3)

    assert await sids(api, f"{old}/Calls?{query}") == [placed[number] for number in numbers]


async def test_pages_are_numbered(api: Api, old: str, emulator: Emulator) -> None:
    emulator.scenes.seed_calls(5)
    page = (await api.get(f"{old}/Calls?num=2&Page=2")).xml

    assert (page.tag, page.get("total"), page.get("numpages"), len(page)) == ("Calls", "5", "3", 1)
    assert page.findtext("Call/Sid") == emulator.calls[0].sid


async def test_a_live_call_is_redirected(api: Api, old: str, clock: ManualClock, live: str) -> None:
    clock.advance(1)
    answer = await api.post(f"{old}/Calls/{live}", CurrentUrl=f"{URL}/2", CurrentMethod="GET")
    event = (await api.get(f"Calls/{live}/Events.json")).json["events"][0]
    nowhere = await api.post(f"{old}/Calls/{live}")
    clock.advance(ENDED)
    late = await api.post(f"{old}/Calls/{live}", CurrentUrl=URL)

    assert (answer.status, answer.fields["Status"]) == (200, "1")
    assert answer.fields["DateUpdated"] == "Sun, 01 Mar 2026 05:00:04 -0700"
    assert (event["request"]["method"], event["request"]["url"]) == ("GET", f"{URL}/2")
    assert (nowhere.status, nowhere.fields["Code"]) == (400, "21205")
    assert (late.status, late.fields["Code"]) == (400, "21220")


async def test_an_inbound_call_is_redirected_too(api: Api, old: str, emulator: Emulator) -> None:
    sid = emulator.scenes.add_call(to="+15550100000", from_="+15558675310").sid

    assert (await api.post(f"{old}/Calls/{sid}", CurrentUrl=URL)).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_calls_are_not_deleted(api: Api, old: str, live: str, method: str) -> None:
    answer = await api.ask(method, f"{old}/Calls/{live}", {"CurrentUrl": URL} if method == "PUT" else None)

    assert answer.status == {"PUT": 200, "DELETE": 405}[method]


async def test_recordings_are_audio_unless_xml_is_asked_for(
    api: Api, old: str, emulator: Emulator, clock: ManualClock, live: str
) -> None:
    sid = emulator.scenes.add_recording(live, b"RIFF", seconds=7).sid
    audio = [await api.get(f"{old}/Recordings/{sid}{suffix}") for suffix in ("", ".wav", ".mp3")]
    clock.advance(86_400)
    other = emulator.scenes.add_recording(
        emulator.scenes.add_call(to="+15550100000", from_="+15558675310").sid
    ).sid

    assert [answer.body for answer in audio] == [b"RIFF"] * 3
    assert [answer.headers["Content-Type"] for answer in audio] == ["audio/x-wav"] * 2 + ["audio/mpeg"]
    assert list((await api.get(f"{old}/Recordings/{sid}.xml")).fields.items()) == [
        ("Sid", sid),
        ("AccountSid", api.account_sid),
        ("CallSid", live),
        ("Duration", "7"),
        ("DateCreated", "Sun, 01 Mar 2026 04:59:55 -0700"),
        ("DateUpdated", "Sun, 01 Mar 2026 05:00:03 -0700"),
    ]
    assert await sids(api, f"{old}/Recordings") == [other, sid]
    assert await sids(api, f"{old}/Recordings?CallSid={live}") == [sid]
    assert await sids(api, f"{old}/Recordings?DateCreated>=2026-03-02") == [other]
    assert await sids(api, f"{old}/Calls/{live}/Recordings?DateCreated=2026-03-01") == [sid]
    assert (await api.delete(f"{old}/Recordings/{sid}")).status == 204
    assert (await api.get(f"{old}/Recordings/{sid}.xml")).status == 404


async def test_transcriptions_have_dates_in_seconds(
    api: Api, old: str, emulator: Emulator, live: str
) -> None:
    recording = emulator.scenes.add_recording(live, seconds=5).sid
    sid = emulator.scenes.add_transcription(recording, "Hello").sid
    emulator.scenes.add_transcription(emulator.scenes.add_recording(live).sid, "Bye")
    text = await api.get(f"{old}/Transcriptions/{sid}.txt")

    assert list((await api.get(f"{old}/Transcriptions/{sid}")).fields.items()) == [
        ("Sid", sid),
        ("DateCreated", "1772366403"),
        ("DateUpdated", "1772366403"),
        ("AccountSid", api.account_sid),
        ("Status", "completed"),
        ("RecordingSid", recording),
        ("Duration", "5"),
        ("TranscriptionText", "Hello"),
        ("Price", "-0.05000"),
    ]
    assert (text.body, text.headers["Content-Type"]) == (b"Hello", "text/plain; charset=utf-8")
    assert len(await sids(api, f"{old}/Transcriptions")) == 2
    assert await sids(api, f"{old}/Recordings/{recording}/Transcriptions") == [sid]
    assert (await api.delete(f"{old}/Transcriptions/{sid}")).status == 405


async def test_notifications_spell_the_url_their_own_way(
    api: Api, old: str, emulator: Emulator, live: str
) -> None:
    sid = emulator.scenes.add_notification(live).sid
    warning = emulator.scenes.add_notification(live, error_code=12200, message_text="Schema", log=1).sid
    listed = (await api.get(f"{old}/Notifications")).xml

    assert " ".join(str(child.tag) for child in listed[0]) == (
        "Sid DateCreated DateUpdated AccountSid CallSid Log ErrorCode MoreInfo RequestURL RequestMethod "
        "MessageText MessageDate"
    )
    single = (await api.get(f"{old}/Notifications/{sid}")).fields
    assert list(single)[-3:] == ["RequestVariables", "ResponseHeaders", "ResponseBody"]
    assert (single["RequestURL"], single["Log"]) == ("https://example.com/voice", "0")
    assert await sids(api, f"{old}/Notifications?Log=1") == [warning]
    assert await sids(api, f"{old}/Calls/{live}/Notifications?MessageDate=2026-03-01") == [warning, sid]


async def test_it_is_xml_and_nothing_else(api: Api, old: str, live: str) -> None:
    assert (await api.get(f"{old}/Calls/{live}.json")).status == 404
    assert etree.fromstring((await api.get(f"{old}/Calls/{live}.xml")).body)[0].tag == "Call"
