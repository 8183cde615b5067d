"""Calls of 2010-04-01: create, life cycle, list, update, delete, and what is refused."""

import re

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

from .conftest import CONNECTED, ENDED, URL, Dial


async def test_a_created_call_is_answered_in_full_and_kept(api: Api, emulator: Emulator) -> None:
    answer = await api.post("Calls.json", To=TO, From=FROM, Url=URL)

    sid = answer.json["sid"]
    path = f"/2010-04-01/Accounts/{emulator.account_sid}/Calls/{sid}"
    assert answer.status == 201
    assert re.fullmatch("CA[0-9a-f]{32}", sid)
    assert answer.json == {
        "sid": sid,
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "parent_call_sid": None,
        "account_sid": emulator.account_sid,
        "to": TO,
        "to_formatted": "(555) 867-5310",
        "from": FROM,
        "from_formatted": "(555) 010-0000",
        "phone_number_sid": None,
        "status": "queued",
        "start_time": None,
        "end_time": None,
        "duration": None,
        "price": None,
        "price_unit": "USD",
        "direction": "outbound-api",
        "answered_by": None,
        "api_version": "2010-04-01",
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "1000",
        "trunk_sid": None,
        "uri": f"{path}.json",
        "subresource_uris": {
            "events": f"{path}/Events.json",
            "notifications": f"{path}/Notifications.json",
            "recordings": f"{path}/Recordings.json",
            "payments": f"{path}/Payments.json",
            "siprec": f"{path}/Siprec.json",
            "streams": f"{path}/Streams.json",
            "transcriptions": f"{path}/Transcriptions.json",
            "user_defined_messages": f"{path}/UserDefinedMessages.json",
            "user_defined_message_subscriptions": f"{path}/UserDefinedMessageSubscriptions.json",
        },
    }
    assert [call.sid for call in emulator.calls] == [sid]
    assert emulator.executed == {"POST Calls": 1}


async def test_a_call_has_the_elements_of_xml_in_their_order(api: Api, dial: Dial) -> None:
    sid = await dial()
    fetched = await api.get(f"Calls/{sid}")

    assert fetched.xml.tag == "Call"
    assert " ".join(fetched.fields) == (
        "Sid DateCreated DateUpdated ParentCallSid AccountSid To ToFormatted From FromFormatted "
        "PhoneNumberSid Status StartTime EndTime Duration Price PriceUnit Direction AnsweredBy ApiVersion "
        "ForwardedFrom GroupSid CallerName QueueTime TrunkSid Uri SubresourceUris"
    )
    assert fetched.xml.findtext("SubresourceUris/Recordings") == f"{fetched.fields['Uri']}/Recordings"


async def test_a_call_is_queued_rings_is_answered_and_ends(api: Api, clock: ManualClock, dial: Dial) -> None:
    sid = await dial()
    seen: list[tuple[str | None, ...]] = []
    for seconds in (1, 2, 10, 0):
        call = (await api.get(f"Calls/{sid}.json")).json
        times = (None if call[name] is None else call[name][-14:-6] for name in ("start_time", "end_time"))
        seen.append((call["status"], *times, call["duration"], call["price"]))
        clock.advance(seconds)

    assert seen == [
        ("queued", None, None, None, None),
        ("ringing", "12:00:01", None, None, None),
        ("in-progress", "12:00:01", None, None, None),
        ("completed", "12:00:01", "12:00:13", "10", "-0.01400"),
    ]


async def test_a_call_lasts_as_long_as_the_emulator_is_told(
    session: ClientSession, clock: ManualClock
) -> None:
    async with Emulator(clock=clock.utc, call_seconds=61) as emulator:
        api = Api(session, emulator)
        form = {"To": TO, "From": FROM, "Url": URL}
        sids = [
            (await api.post("Calls.json", form | limit)).json["sid"] for limit in ({}, {"TimeLimit": "30"})
        ]
        clock.advance(100)
        calls = [(await api.get(f"Calls/{sid}.json")).json for sid in sids]

    assert [(call["duration"], call["price"]) for call in calls] == [("61", "-0.02800"), ("30", "-0.01400")]


@pytest.mark.parametrize(
    ("to", "status", "seconds"),
    [
        ("+15005550011", "busy", 3),
        ("+15005550012", "no-answer", 21),
        ("+15005550013", "failed", 3),
    ],
)
async def test_some_numbers_do_not_answer(
    api: Api, clock: ManualClock, dial: Dial, *, to: str, status: str, seconds: int
) -> None:
    sid = await dial(To=to, Timeout="20")
    clock.advance(seconds - 1)
    before = (await api.get(f"Calls/{sid}.json")).json
    clock.advance(1)
    after = (await api.get(f"Calls/{sid}.json")).json

    assert before["status"] == "ringing"
    assert (after["status"], after["duration"], after["price"]) == (status, "0", None)
    assert after["end_time"] is not None


async def test_machines_are_told_from_people(api: Api, clock: ManualClock, dial: Dial) -> None:
    sids = [
        await dial(MachineDetection="Enable"),
        await dial(To="+15005550014", IfMachine="Continue"),
        await dial(To="+15005550014", IfMachine="Hangup"),
        await dial(),
    ]
    clock.advance(CONNECTED)
    calls = [(await api.get(f"Calls/{sid}.json")).json for sid in sids]

    assert [(call["answered_by"], call["status"]) for call in calls] == [
        ("human", "in-progress"),
        ("machine_start", "in-progress"),
        ("machine_start", "completed"),
        (None, "in-progress"),
    ]


@pytest.mark.parametrize("address", ["sip:ann@example.com", "client:ann"])
async def test_addresses_that_are_no_numbers_are_called_too(api: Api, dial: Dial, address: str) -> None:
    call = (await api.get(f"Calls/{await dial(To=address)}.json")).json

    assert (call["to"], call["to_formatted"]) == (address, address)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21201),
        ({"From": ""}, 21213),
        ({"To": "nobody"}, 21217),
        ({"From": "nobody"}, 21212),
        ({"Url": ""}, 21205),
        ({"Url": "example.com"}, 21205),
        ({"StatusCallback": "example.com"}, 21205),
        ({"SendDigits": "one"}, 21206),
        ({"ApplicationSid": "AP1"}, 21218),
        ({"Method": "PATCH"}, 20422),
        ({"IfMachine": "Dance"}, 20422),
        ({"RecordingChannels": "three"}, 20001),
        ({"Timeout": "soon"}, 20001),
        ({"Color": "red"}, 20001),
        ({"To": "+15005550001"}, 21217),
        ({"To": "+15005550002"}, 21214),
        ({"To": "+15005550003"}, 21215),
        ({"To": "+15005550004"}, 21216),
        ({"From": "+15005550001"}, 21212),
    ],
)
async def test_a_bad_call_is_refused(
    api: Api, emulator: Emulator, changes: dict[str, str], code: int
) -> None:
    answer = await api.post("Calls.json", {"To": TO, "From": FROM, "Url": URL} | changes)

    assert (answer.status, answer.code) == (400, code)
    assert emulator.calls == []


@pytest.mark.parametrize(("name", "code"), [("To", 21201), ("From", 21213), ("Url", 21205)])
async def test_a_call_without_an_essential_parameter_is_refused(api: Api, name: str, code: int) -> None:
    form = {"To": TO, "From": FROM, "Url": URL}
    del form[name]

    assert (await api.post("Calls.json", form)).code == code


@pytest.mark.parametrize("what", [{"Twiml": "<Response/>"}, {"ApplicationSid": "AP" + "1" * 32}])
async def test_an_application_or_twiml_does_instead_of_a_url(api: Api, what: dict[str, str]) -> None:
    assert (await api.post("Calls.json", {"To": TO, "From": FROM} | what)).status == 201


async def test_test_credentials_place_no_calls(api: Api, emulator: Emulator) -> None:
    api.use(emulator.test_account_sid, emulator.test_auth_token)
    api.account_sid = emulator.test_account_sid
    good = await api.post("Calls.json", To=TO, From="+15005550006", Url=URL, Record="true")
    other = await api.post("Calls.json", To=TO, From=FROM, Url=URL)
    listed = await api.get("Calls.json")

    assert (good.status, good.json["status"]) == (201, "queued")
    assert (other.status, other.code) == (400, 21210)
    assert (listed.status, listed.code) == (403, 20008)
    assert emulator.calls == []


async def test_pages_are_cut_by_tokens_the_last_dialed_first(api: Api, emulator: Emulator) -> None:
    emulator.scenes.seed_calls(5)
    path, seen = "Calls.json?PageSize=2", list[str]()
    while path:
        page = (await api.get(path)).json
        seen += [call["sid"] for call in page["calls"]]
        path = page["next_page_uri"]

    assert seen == [call.sid for call in reversed(emulator.calls)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [3, 2, 1, 0]),
        (f"To=%2B{TO[1:]}", [3, 2, 0]),
        ("To=555-867-5399", [1]),
        ("From=%2B15550100009", [2]),
        ("Status=completed", [1, 0]),
        ("Status=in-progress", [2]),
        ("Status=queued", [3]),
        ("StartTime=2026-03-01", [1, 0]),
        ("StartTime%3E=2026-03-02", [2]),
        ("StartTime<=2026-03-02", [1, 0]),
        ("StartTime%3C=2026-03-01T12:00:01Z", [0]),
        ("StartTime%3E=2026-03-01T12:00:02Z&StartTime%3C=2026-03-02T00:00:00Z", [1]),
        ("EndTime=2026-03-01", [1, 0]),
        ("EndTime%3E=2026-03-01T12:00:14Z", [1]),
        ("EndTime<=2026-03-01", []),
        ("Status=completed&EndTime%3C=2026-03-01T12:00:13Z", [0]),
    ],
)
async def test_lists_are_filtered(
    api: Api, clock: ManualClock, dial: Dial, query: str, numbers: list[int]
) -> None:
    sids = [await dial()]
    clock.advance(3600)
    sids.append(await dial(To="+15558675399"))
    clock.advance(86_400)
    sids.append(await dial(From="+15550100009"))
    clock.advance(CONNECTED)
    sids.append(await dial())
    listed = (await api.get(f"Calls.json?{query}")).json["calls"]

    assert [call["sid"] for call in listed] == [sids[number] for number in numbers]


async def test_legs_are_found_by_their_parent(api: Api, emulator: Emulator) -> None:
    parent = emulator.scenes.add_call(to=FROM, from_=TO)
    leg = emulator.scenes.add_call(to="+15558675399", from_=FROM, parent_call_sid=parent.sid)
    listed = (await api.get(f"Calls.json?ParentCallSid={parent.sid}")).json["calls"]

    assert [call["sid"] for call in listed] == [leg.sid]
    assert (listed[0]["direction"], listed[0]["parent_call_sid"]) == ("outbound-dial", parent.sid)
    assert (await api.get(f"Calls/{parent.sid}.json")).json["direction"] == "inbound"
    with pytest.raises(KeyError):
        emulator.scenes.add_call(to=TO, from_=FROM, parent_call_sid="CA" + "0" * 32)


@pytest.mark.parametrize("seconds", [0, 1])
@pytest.mark.parametrize("status", ["canceled", "completed"])
async def test_a_call_that_is_not_answered_yet_is_canceled(
    api: Api, clock: ManualClock, dial: Dial, seconds: int, status: str
) -> None:
    sid = await dial()
    clock.advance(seconds)
    canceled = await api.post(f"Calls/{sid}.json", Status=status)
    clock.advance(ENDED)
    later = (await api.get(f"Calls/{sid}.json")).json

    assert (canceled.status, canceled.json["status"]) == (200, "canceled")
    assert (later["status"], later["price"]) == ("canceled", None)
    assert (later["start_time"] is None) == (seconds == 0)
    assert len((await api.get("Calls.json?StartTime=2026-03-01")).json["calls"]) == seconds


async def test_a_live_call_is_hung_up(api: Api, clock: ManualClock, live: str) -> None:
    clock.advance(4)
    refused = await api.post(f"Calls/{live}.json", Status="canceled")
    ended = await api.post(f"Calls/{live}.json", Status="completed")
    again = await api.post(f"Calls/{live}.json", Status="completed")

    assert (refused.status, refused.code) == (400, 21220)
    assert (ended.json["status"], ended.json["duration"]) == ("completed", "4")
    assert (again.status, again.code) == (400, 21220)


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_live_call_is_redirected(api: Api, clock: ManualClock, live: str, method: str) -> None:
    clock.advance(1)
    answer = await api.ask(method, f"Calls/{live}.json", {"Url": f"{URL}/2", "Method": "GET"})
    event = (await api.get(f"Calls/{live}/Events.json")).json["events"][0]

    assert (answer.status, answer.json["status"]) == (200, "in-progress")
    assert answer.json["date_updated"] == "Sun, 01 Mar 2026 12:00:04 +0000"
    assert (event["request"]["method"], event["request"]["url"]) == ("GET", f"{URL}/2")


async def test_the_time_of_a_live_call_is_limited(api: Api, clock: ManualClock, live: str) -> None:
    await api.post(f"Calls/{live}.json", TimeLimit="5")
    clock.advance(60)

    assert (await api.get(f"Calls/{live}.json")).json["duration"] == "5"


async def test_updates_that_make_no_sense_are_refused(api: Api, dial: Dial) -> None:
    sid = await dial()
    early = await api.post(f"Calls/{sid}.json", Twiml="<Response/>")
    empty = await api.post(f"Calls/{sid}.json")
    unknown = await api.post(f"Calls/{sid}.json", Status="busy")
    missing = await api.post(f"Calls/CA{'0' * 32}.json", Status="completed")

    assert (early.status, early.code) == (400, 21220)
    assert (empty.status, empty.code) == (400, 20001)
    assert (unknown.status, unknown.code) == (400, 20422)
    assert missing.status == 404


async def test_only_a_call_that_has_ended_can_be_deleted(api: Api, clock: ManualClock, live: str) -> None:
    early = await api.delete(f"Calls/{live}.json")
    clock.advance(ENDED)
    deleted = await api.delete(f"Calls/{live}.json")
    gone = [await api.get(f"Calls/{live}.json"), await api.delete(f"Calls/{live}.json")]

    assert (early.status, early.code) == (409, 20009)
    assert (deleted.status, deleted.body) == (204, b"")
    assert [answer.status for answer in gone] == [404, 404]
    assert (await api.get("Calls.json")).json["calls"] == []
    assert (await api.get(f"Calls/{live}/Recordings.json")).status == 404


async def test_accounts_do_not_see_each_others_calls(api: Api, emulator: Emulator, live: str) -> None:
    other = emulator.scenes.add_account()
    api.account_sid = other.sid

    assert (await api.get(f"Calls/{live}.json")).status == 404
    assert (await api.get("Calls.json")).json["calls"] == []


async def test_events_tell_what_was_fetched_and_reported(api: Api, clock: ManualClock, dial: Dial) -> None:
    callback = "https://example.com/status"
    sid = await dial(StatusCallback=callback, StatusCallbackMethod="GET")
    none = (await api.get(f"Calls/{sid}/Events.json")).json["events"]
    clock.advance(ENDED)
    page = (await api.get(f"Calls/{sid}/Events.json?PageSize=1")).json
    rest = (await api.get(page["next_page_uri"])).json["events"]

    requests = [event["request"] for event in (*page["events"], *rest)]
    assert none == []
    assert [(request["method"], request["url"]) for request in requests] == [("GET", callback), ("POST", URL)]
    assert requests[0]["parameters"]["call_status"] == "completed"
    assert rest[0]["response"]["response_code"] == 200
    assert rest[0]["response"]["date_created"] == "Sun, 01 Mar 2026 12:00:03 +0000"


async def test_events_come_as_xml_too(api: Api, clock: ManualClock, dial: Dial) -> None:
    sid = await dial()
    clock.advance(CONNECTED)
    events = (await api.get(f"Calls/{sid}/Events")).xml

    assert events.tag == "Events"
    assert events.findtext("Event/Request/Parameters/CallSid") == sid
    assert events.findtext("Event/Response/ResponseCode") == "200"


async def test_calls_that_nobody_gave_instructions_have_no_events(api: Api, emulator: Emulator) -> None:
    call = emulator.scenes.add_call(to=FROM, from_=TO)

    assert (await api.get(f"Calls/{call.sid}/Events.json")).json["events"] == []
