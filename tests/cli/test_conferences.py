"""`conferences` and `queues`: lists, one of them, and who is in it."""

import orjson
import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, records

ACCOUNT = "/2010-04-01/Accounts/{account_sid}"


@pytest.fixture
def conference(account: Emulator, invoke: Invoke) -> tuple[str, str]:
    """The SIDs of a conference and of the call in it."""
    del account
    form = ("To=+15558675310", "From=+15550100000", "Label=guest", "Muted=true")
    answer = invoke("raw", "--yes", "POST", f"{ACCOUNT}/Conferences/Standup/Participants.json", *form)
    participant = orjson.loads(answer.stdout)
    return participant["conference_sid"], participant["call_sid"]


@pytest.fixture
def queue(account: Emulator, invoke: Invoke) -> tuple[str, str]:
    """The SIDs of a queue and of the call that waits in it."""
    made = invoke("raw", "--yes", "POST", f"{ACCOUNT}/Queues.json", "FriendlyName=Support", "MaxSize=7")
    sid: str = orjson.loads(made.stdout)["sid"]
    call = account.scenes.add_call(to="+15550100000", from_="+15558675310").sid
    account.scenes.enqueue(sid, call)
    return sid, call


def test_conferences_are_listed(conference: tuple[str, str], invoke: Invoke) -> None:
    sid, _ = conference
    head, row = invoke("conferences", "list", "--status", "init").stdout.splitlines()
    [record] = records(invoke("conferences", "get", sid, "--json"))

    assert head.split()[0] == "SID"
    assert row.startswith(f"{sid}  ")
    assert row.endswith("  Standup")
    assert (record["sid"], record["friendly_name"]) == (sid, "Standup")


def test_filters_of_conferences_reach_the_api(account: Emulator, invoke: Invoke) -> None:
    days = ("--created-after", "2026-03-01", "--created-before", "2026-03-31")
    result = invoke("conferences", "list", "--name", "Standup", "--status", "completed", *days)

    assert (result.exit_code, result.stderr) == (0, "Nothing found.\n")
    assert dict(account.requests[-1].query) == {
        "FriendlyName": "Standup",
        "Status": "completed",
        "DateCreated>": "2026-03-01",
        "DateCreated<": "2026-03-31",
        "PageSize": "20",
    }


@pytest.mark.parametrize("name", ["members", "participants"])
def test_who_takes_part_in_a_conference(name: str, conference: tuple[str, str], invoke: Invoke) -> None:
    sid, call = conference
    head, row = invoke("conferences", name, sid).stdout.splitlines()
    [record] = records(invoke("conferences", name, sid, "--json"))

    assert head.split()[0] == "Call"
    assert row.startswith(f"{call}  ")
    assert "  yes  " in row
    assert "  guest" in row
    assert (record["call_sid"], record["muted"]) == (call, True)


def test_queues_are_listed(queue: tuple[str, str], invoke: Invoke) -> None:
    sid, _ = queue
    head, row = invoke("queues", "list").stdout.splitlines()
    [record] = records(invoke("queues", "get", sid, "--json"))

    assert head.split()[:2] == ["SID", "Waiting"]
    assert row.split()[0] == sid
    assert row.split()[1] == "1"
    assert row.endswith("  7  Support")
    assert (record["current_size"], record["max_size"]) == (1, 7)


def test_who_waits_in_a_queue(queue: tuple[str, str], invoke: Invoke) -> None:
    sid, call = queue
    head, row = invoke("queues", "members", sid).stdout.splitlines()

    assert head.split()[:2] == ["Place", "Call"]
    assert row.split()[:2] == ["1", call]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("conferences", "get"), "is a queue: twilio-async queues get QU"),
        (("conferences", "members"), "is a queue: twilio-async queues get QU"),
        (("recordings", "delete"), "is a queue: twilio-async queues get QU"),
    ],
)
def test_a_sid_of_another_kind(
    arguments: tuple[str, ...], said: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke(*arguments, "QU" + "0" * 32)

    assert result.exit_code == 1
    assert said in result.stderr
    assert not account.requests


def test_the_balance(account: Emulator, invoke: Invoke) -> None:
    line = invoke("balance")
    [record] = records(invoke("balance", "--json"))

    assert line.stdout == "100.00 USD\n"
    assert record == {"account_sid": account.account_sid, "balance": "100.00", "currency": "USD"}
