"""Control: what is seen of the emulator, and what is changed, over HTTP as in Python."""

import re
from io import BytesIO

import pytest

from tests.emulator.control.conftest import Control
from tests.support.clock import START
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator, Fault

OTHER = "+15558675399"


async def test_the_emulator_is_healthy(control: Control) -> None:
    assert await control.get("/healthz") == {"status": "ok"}


async def test_the_state_in_numbers(control: Control, api: Api, emulator: Emulator) -> None:
    await api.send()
    emulator.scenes.add_call(to=FROM, from_=TO)
    emulator.scenes.seed_messages(4)

    state = await control.get("state")

    assert state["counts"] == {"accounts": 2, "messages": 5, "calls": 1, "requests": 1, "callbacks": 0}
    assert state["kept"] == {"messages": None, "calls": None, "requests": 1000, "callbacks": 1000}
    assert (state["url"], state["account_sid"]) == (emulator.url, emulator.account_sid)


async def test_a_message_with_its_statuses_in_time(control: Control, api: Api, emulator: Emulator) -> None:
    sid = (await api.send(Body="Ünïcode 😀")).json["sid"]
    emulator.clock.move(seconds=2)

    message = await control.get(f"messages/{sid}")

    assert (message["status"], message["encoding"], message["num_segments"]) == ("sent", "UCS-2", 1)
    assert [(step["status"], step["at"]) for step in message["steps"]] == [
        ("queued", "2026-03-01T12:00:00Z"),
        ("sent", "2026-03-01T12:00:01Z"),
        ("delivered", "2026-03-01T12:00:03Z"),
    ]
    assert (await control.get("messages"))["messages"] == [message]


async def test_messages_are_filtered_and_cut_into_pages(
    control: Control, api: Api, emulator: Emulator
) -> None:
    sids = [
        (await api.send(To=to, Body=body)).json["sid"]
        for to, body in ((TO, "Hello"), (OTHER, "hello again"), (TO, "Bye"), (TO, "Bye"))
    ]
    emulator.scenes.add_call(to=FROM, from_=TO)

    async def found(**query: object) -> list[int]:
        page = await control.get("messages", **query)
        return [sids.index(message["sid"]) for message in page["messages"]]

    assert await found() == [3, 2, 1, 0]
    assert await found(search="HELLO") == [1, 0]
    assert await found(number=TO, **{"with": FROM}, search="bye") == [3, 2]
    assert await found(number=OTHER) == [1]
    assert await found(status="queued", direction="outbound-api", account_sid=emulator.account_sid) == [
        3,
        2,
        1,
        0,
    ]
    assert await found(direction="inbound") == []
    first = await control.get("messages", limit=3)
    assert await found(before=first["next"]) == [0]
    assert (await control.get("messages", limit=4))["next"] is None
    calls = (await control.get("calls", number=TO))["calls"]
    assert await control.get(f"calls/{calls[0]['sid']}") == calls[0]
    assert [step["status"] for step in calls[0]["steps"]] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]


async def test_a_search_looks_at_so_many_records_and_goes_on(control: Control, emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=12_000)

    first = await control.get("messages", search="nowhere")
    second = await control.get("messages", search="nowhere", before=first["next"])

    assert (first["messages"], second) == ([], {"messages": [], "next": None})


async def test_the_log_of_requests_has_no_secrets(control: Control, api: Api, emulator: Emulator) -> None:
    emulator.faults.script(Fault.server_error(503))
    await api.send()
    await api.get("Messages.json", Cookie="session=1")
    await api.ask("POST", "/v2/token", {"client_id": "OQ1", "client_secret": "hidden"})

    requests = (await control.get("requests"))["requests"]

    assert [(one["number"], one["status"], one["fault"]) for one in requests] == [
        (3, 400, None),
        (2, 200, None),
        (1, 503, "server_error"),
    ]
    assert requests[0]["form"] == [["client_id", "OQ1"], ["client_secret", "••••••"]]
    assert requests[1]["headers"]["cookie"] == "••••••"
    assert (requests[2]["authorization_scheme"], "authorization" in requests[2]["headers"]) == (
        "Basic",
        False,
    )
    assert emulator.auth_token not in str(requests)
    for query in ({"method": "GET"}, {"status": 200}):
        assert (await control.get("requests", **query))["requests"] == [requests[1]]
    assert (await control.get("requests", path="/v2/"))["requests"] == [requests[0]]


async def test_reset_begins_anew(control: Control, api: Api, emulator: Emulator) -> None:
    await api.send()
    emulator.faults.rates({Fault.server_error(): 1})
    emulator.clock.move(days=1)
    emulator.configure(latency=7)

    await control.post("reset")

    state = await control.get("state")
    assert state["counts"] == {"accounts": 2, "messages": 0, "calls": 0, "requests": 0, "callbacks": 0}
    assert (await control.get("faults"), state["settings"]["latency"]) == ({"faults": []}, 0)
    assert emulator.clock() == START


async def test_seeds_and_histories(control: Control) -> None:
    await control.post("seeds", messages=3, calls=2)
    state = await control.post("histories", messages=5_000_000, since="2025-01-01", until="2026-01-01")

    assert (state["counts"]["messages"], state["counts"]["calls"]) == (5_000_003, 2)


async def test_accounts_are_opened_suspended_and_paid(control: Control, api: Api, emulator: Emulator) -> None:
    account = await control.post("accounts", friendly_name="Sub")
    _, suspended = await control.ask("PATCH", f"accounts/{account['sid']}", {"status": "suspended"})
    _, active = await control.ask("PATCH", f"accounts/{account['sid']}", {"status": "active", "balance": "5"})
    api.use(account["sid"], account["auth_token"])
    balance = await api.get(f"/2010-04-01/Accounts/{account['sid']}/Balance.json")

    assert (suspended["status"], active["status"], balance.json["balance"]) == ("suspended", "active", "5.00")
    shown = (await control.get("accounts"))["accounts"]
    assert [(one["friendly_name"], one["auth_token"]) for one in shown][2:] == [("Sub", None)]
    assert emulator.account_sid == shown[0]["sid"]


async def test_records_are_staged(control: Control, api: Api, emulator: Emulator) -> None:
    sid = (await api.send()).json["sid"]
    call = emulator.scenes.add_call(to=FROM, from_=TO)
    await control.post("media", message_sid=sid, content="aGk=", content_type="text/plain")
    recording = await control.post("recordings", call_sid=call.sid, seconds=4)
    await control.post("transcriptions", recording_sid=recording["sid"], text="Hello")
    await control.post("notifications", call_sid=call.sid, error_code=11200)

    assert (await control.get(f"messages/{sid}"))["num_media"] == 1
    assert (await api.get(f"Recordings/{recording['sid']}.json")).json["duration"] == "4"
    assert (await api.get("Transcriptions.json")).json["transcriptions"][0]["transcription_text"] == "Hello"
    assert (await api.get("Notifications.json")).json["notifications"][0]["error_code"] == "11200"


async def test_faults_are_added_met_and_removed(control: Control, api: Api, emulator: Emulator) -> None:
    condition = {"method": "POST", "path": "*/Messages.json", "params": {"To": TO}}
    added = await control.post("faults", kind="server_error", status=503, times=2, **condition)
    await control.post("faults", kind="answer", status=418, code=7, method="DELETE")
    emulator.faults.script(Fault.delay(1), None, match=lambda _, __: False)
    emulator.faults.rates({Fault.rate_limited(): 0.5}, match=lambda _, __: False)
    assert [(await api.get("Messages.json")).status, (await api.send()).status] == [200, 503]

    faults = (await control.get("faults"))["faults"]
    assert [(one["kinds"], one["times_left"], one["probabilities"], one["condition"]) for one in faults] == [
        (["server_error"], 1, [1], f"POST */Messages.json To={TO}"),
        (["answer"], None, [1], "DELETE"),
        (["delay", "none"], 2, None, "what a program decides"),
        (["rate_limited"], None, [0.5], "what a program decides"),
    ]
    assert await control.ask("DELETE", f"faults/{added['number']}") == (204, None)
    assert (await control.ask("DELETE", f"faults/{added['number']}"))[0] == 404
    assert (await api.send()).status == 201
    refused = await api.delete("Messages/SM1.json")
    assert (refused.status, refused.code) == (418, 7)
    assert await control.ask("DELETE", "faults") == (204, None)
    assert await control.get("faults") == {"faults": []}
    assert (await control.get("state"))["injected"] == {"server_error": 1, "answer": 1}


KINDS = (
    {"kind": "rate_limited", "retry_after": 3},
    {"kind": "close_before_reading"},
    {"kind": "close_after_executing"},
    {"kind": "truncated_body"},
    {"kind": "garbage_body"},
    {"kind": "delay", "seconds": 1},
    {"kind": "crash", "seconds": 1},
)


@pytest.mark.parametrize("fault", KINDS, ids=lambda fault: fault["kind"])
async def test_every_kind_of_fault(control: Control, fault: dict[str, object]) -> None:
    await control.post("faults", **fault)

    (shown,) = (await control.get("faults"))["faults"]
    assert (shown["kinds"], shown["condition"]) == ([fault["kind"]], None)


async def test_the_clock_is_frozen_moved_and_resumed(control: Control, emulator: Emulator) -> None:
    status, clock = await control.ask(
        "PATCH", "clock", {"frozen": True, "at": "2026-01-01T00:00:00Z", "move_seconds": 60}
    )
    assert (status, clock["now"], clock["is_frozen"]) == (200, "2026-01-01T00:01:00Z", True)
    assert (await control.get("state"))["clock"]["frozen_at"] == "2026-01-01T00:01:00Z"
    _, clock = await control.ask("PATCH", "clock", {"frozen": False})
    assert (clock["is_frozen"], emulator.clock.is_frozen) == (False, False)
    assert (await control.get("clock"))["ahead_seconds"] == (emulator.clock() - START).total_seconds()


async def test_settings_are_changed_one_by_one(control: Control, api: Api) -> None:
    await control.ask("PATCH", "settings", {"list_lag": 60})
    _, settings = await control.ask("PATCH", "settings", {"max_concurrency": 9, "latency": 0})
    await api.send()

    _, strict = await control.ask("PATCH", "settings", {"strict": True})
    refused = await api.send(From="+15550109999")

    assert settings == {"latency": 0, "max_concurrency": 9, "list_lag": 60, "strict": False}
    assert (strict, refused.code) == ({**settings, "strict": True}, 21659)
    assert (await api.get("Messages.json")).json["messages"] == []


WRONG: dict[str, tuple[str, str, object, int, str]] = {
    "an unknown path": ("GET", "nothing", None, 404, "openapi.json"),
    "an unknown record": ("GET", "messages/SM1", None, 404, "there is no SM1"),
    "another unknown record": ("GET", "messages?before=SM1", None, 404, "there is no SM1"),
    "an unknown account": ("POST", "seeds", {"messages": 1, "account_sid": "AC1"}, 404, "there is no AC1"),
    "an account to change": ("PATCH", "accounts/AC1", {}, 404, "there is no AC1"),
    "another method": ("PUT", "faults", {}, 405, "DELETE, GET, POST"),
    "an unknown parameter": ("GET", "messages?form=1", None, 400, "form"),
    "a number that is none": ("GET", "messages?limit=many", None, 400, "int"),
    "an unknown key": ("POST", "seeds", {"message": 1}, 400, "message"),
    "an unknown kind": ("POST", "faults", {"kind": "flood"}, 400, "kind"),
    "no kind": ("POST", "faults", None, 400, "kind"),
    "an impossible probability": ("POST", "faults", {"kind": "garbage_body", "probability": 2}, 400, "1.0"),
    "a moment without a zone": ("PATCH", "clock", {"at": "2026-01-01T00:00:00"}, 400, "time zone"),
    "the end of time": ("PATCH", "clock", {"move_seconds": 1e300}, 400, "2999"),
    "a negative time": ("PATCH", "settings", {"latency": -1}, 400, "0"),
    "a history twice": (
        "POST",
        "histories",
        {"messages": 1, "since": "2026-02-01", "until": "2026-01-01"},
        400,
        "",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_said(control: Control, case: tuple[str, str, object, int, str]) -> None:
    method, path, body, status, words = case
    answered, trouble = await control.ask(method, path, body)

    assert (answered, list(trouble)) == (status, ["message"])
    assert re.search(re.escape(words), trouble["message"])


async def test_pages_of_other_sites_change_nothing(control: Control, api: Api, emulator: Emulator) -> None:
    await api.send()
    url = f"{emulator.url}/_emulator/reset"
    for origin, status in (("http://example.com", 403), ("null", 403), (emulator.url, 204)):
        async with control.session.post(url, headers={"Origin": origin}) as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * 1_048_577, "application/json", 413),
        (b'"\xff"', "application/json", 400),
    ],
)
async def test_bodies_that_are_none(
    control: Control, emulator: Emulator, content: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type}
    url = f"{emulator.url}/_emulator/seeds"
    async with control.session.post(url, data=BytesIO(content), headers=headers) as answer:
        assert (answer.status, list(await answer.json())) == (status, ["message"])


async def test_control_meets_no_faults(control: Control, emulator: Emulator) -> None:
    emulator.faults.rates({Fault.close_before_reading(): 1})

    assert await control.get("/healthz") == {"status": "ok"}
    assert list(emulator.requests) == []


def test_the_oldest_go_where_a_number_is_kept() -> None:
    emulator = Emulator(kept=3)
    emulator.scenes.seed_messages(2)
    calls = [emulator.scenes.add_call(to=FROM, from_=TO) for _ in range(5)]
    sub = emulator.scenes.add_account()
    emulator.scenes.add_call(to=FROM, from_=TO, account_sid=sub.sid)

    assert emulator.calls[:2] == calls[3:]
    assert len(emulator.calls) == 3


def test_seeding_keeps_the_newest() -> None:
    all_of_them, newest = Emulator(clock="frozen"), Emulator(clock="frozen", kept=3)
    for emulator in (all_of_them, newest):
        emulator.scenes.seed_messages(50)
        emulator.scenes.seed_calls(50)

    assert [one.sid for one in newest.messages] == [one.sid for one in all_of_them.messages[-3:]]
    assert [one.sid for one in newest.calls] == [one.sid for one in all_of_them.calls[-3:]]
