"""Attachments of a live call: payments, streams and their like, user-defined messages."""

import re

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api

from .conftest import ENDED, URL, Dial

STOPPABLE = [
    ("Streams", "MZ", {"Url": "wss://example.com/audio"}),
    ("Siprec", "SR", {"ConnectorName": "recorder"}),
    ("Transcriptions", "GT", {"Track": "both_tracks"}),
]


PAYMENT = {"IdempotencyKey": "order 17", "StatusCallback": URL}


@pytest.mark.parametrize(("collection", "prefix", "form"), STOPPABLE)
async def test_it_goes_on_until_it_is_stopped(
    api: Api, clock: ManualClock, live: str, *, collection: str, prefix: str, form: dict[str, str]
) -> None:
    begun = await api.post(f"Calls/{live}/{collection}.json", form | {"Name": "ear"})
    sid = begun.json["sid"]
    clock.advance(1)
    stopped = await api.post(f"Calls/{live}/{collection}/{sid}.json", Status="stopped")

    uri = f"/2010-04-01/Accounts/{api.account_sid}/Calls/{live}/{collection}/{sid}.json"
    assert begun.status == 200
    assert re.fullmatch(f"{prefix}[0-9a-f]{{32}}", sid)
    assert begun.json == {
        "sid": sid,
        "account_sid": api.account_sid,
        "call_sid": live,
        "name": "ear",
        "status": "in-progress",
        "date_updated": "Sun, 01 Mar 2026 12:00:03 +0000",
        "uri": uri,
    }
    assert stopped.json == begun.json | {
        "status": "stopped",
        "date_updated": "Sun, 01 Mar 2026 12:00:04 +0000",
    }


@pytest.mark.parametrize(("collection", "prefix", "form"), STOPPABLE)
async def test_it_is_stopped_by_name_and_ends_with_its_call(
    api: Api, clock: ManualClock, live: str, *, collection: str, prefix: str, form: dict[str, str]
) -> None:
    first = await api.post(f"Calls/{live}/{collection}.json", form | {"Name": "ear"})
    nameless = await api.post(f"Calls/{live}/{collection}.json", form)
    stopped = await api.post(f"Calls/{live}/{collection}/ear.json", Status="stopped")
    clock.advance(ENDED)
    ended = await api.post(f"Calls/{live}/{collection}/{nameless.json['sid']}.json", Status="stopped")
    unknown = await api.post(f"Calls/{live}/{collection}/{prefix}{'0' * 32}.json", Status="stopped")
    statusless = await api.post(f"Calls/{live}/{collection}/ear.json")

    assert nameless.json["name"] == nameless.json["sid"]
    assert (stopped.json["sid"], stopped.json["status"]) == (first.json["sid"], "stopped")
    assert (ended.json["status"], ended.json["date_updated"][-14:-6]) == ("stopped", "12:00:13")
    assert (unknown.status, statusless.code) == (404, 20001)


async def test_streams_take_pairs_of_parameters(api: Api, live: str) -> None:
    form = {"Url": "wss://example.com/audio", "Parameter1.Name": "a", "Parameter1.Value": "b"}

    assert (await api.post(f"Calls/{live}/Streams.json", form)).status == 200
    assert (await api.post(f"Calls/{live}/Streams.json", form | {"Parameter100.Name": "c"})).code == 20001


async def test_a_payment_goes_on_step_by_step(api: Api, clock: ManualClock, live: str) -> None:
    begun = await api.post(f"Calls/{live}/Payments.json", PAYMENT)
    clock.advance(1)
    path = f"Calls/{live}/Payments/{begun.json['sid']}.json"
    step = await api.post(path, PAYMENT | {"Capture": "payment-card-number"})
    bad = await api.post(path, PAYMENT | {"Capture": "signature"})

    assert begun.status == 201
    assert set(begun.json) == {"account_sid", "call_sid", "sid", "date_created", "date_updated", "uri"}
    assert (step.status, step.json["date_updated"]) == (202, "Sun, 01 Mar 2026 12:00:04 +0000")
    assert (bad.status, bad.code) == (400, 20422)
    clock.advance(ENDED)
    assert (await api.post(path, PAYMENT | {"Status": "complete"})).code == 21220


@pytest.mark.parametrize(
    ("collection", "form"),
    [("Payments", PAYMENT), ("UserDefinedMessages", {"IdempotencyKey": "1", "Content": "{}"})],
)
async def test_an_idempotency_key_does_its_work_once(
    api: Api, live: str, collection: str, form: dict[str, str]
) -> None:
    sids = [
        (await api.post(f"Calls/{live}/{collection}.json", form | {"IdempotencyKey": key})).json["sid"]
        for key in ("1", "1", "2")
    ]

    assert (sids[0] == sids[1], sids[0] == sids[2]) == (True, False)


async def test_a_message_is_sent_into_a_call(api: Api, live: str) -> None:
    sent = await api.post(f"Calls/{live}/UserDefinedMessages.json", Content='{"a": 1}')

    assert sent.status == 201
    assert sent.json == {
        "account_sid": api.account_sid,
        "call_sid": live,
        "sid": sent.json["sid"],
        "date_created": "Sun, 01 Mar 2026 12:00:03 +0000",
    }


async def test_a_subscription_is_ended_for_good(api: Api, live: str) -> None:
    path = f"Calls/{live}/UserDefinedMessageSubscriptions"
    begun = await api.post(f"{path}.json", Callback=URL, Method="GET")
    statuses = [(await api.delete(f"{path}/{begun.json['sid']}.json")).status for _ in range(2)]

    assert (begun.status, begun.json["uri"][-5:]) == (201, ".json")
    assert statuses == [204, 404]


@pytest.mark.parametrize(
    ("collection", "form"),
    [
        ("Streams", {}),
        ("Streams", {"Url": "example.com"}),
        ("Payments", {"StatusCallback": URL}),
        ("Payments", {"IdempotencyKey": "1"}),
        ("UserDefinedMessages", {}),
        ("UserDefinedMessageSubscriptions", {}),
    ],
)
async def test_what_is_required_is_required(
    api: Api, live: str, collection: str, form: dict[str, str]
) -> None:
    answer = await api.post(f"Calls/{live}/{collection}.json", form)

    assert (answer.status, answer.code) == (400, 20001)


async def test_only_a_call_in_progress_takes_any(api: Api, dial: Dial) -> None:
    queued = await dial()
    early = await api.post(f"Calls/{queued}/Payments.json", PAYMENT)
    nowhere = await api.post(f"Calls/CA{'0' * 32}/Payments.json", PAYMENT)

    assert (early.status, early.code) == (400, 21220)
    assert nowhere.status == 404
