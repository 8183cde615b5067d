"""`calls list` and `calls get`: what is theirs alone."""

from datetime import datetime

import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, records, told


def test_a_row_tells_when_who_and_what_it_cost(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_calls(20)
    call = next(call for call in account.calls if call.status == "completed")
    row = next(line for line in invoke("calls", "list").stdout.splitlines() if call.sid in line)

    assert f"{call.start_time:%Y-%m-%d %H:%M:%S}  {call.from_}  {call.to}  completed" in row
    assert f" {call.duration} " in row
    assert row.endswith(" USD")


def test_filters_reach_the_api(account: Emulator, invoke: Invoke) -> None:
    result = invoke(
        *("calls", "list", "--to", "+15558675310", "--from", "+15550100000", "--status", "no-answer"),
        *("--started-after", "2026-03-01", "--started-before", "2026-03-02T01:00:00+01:00"),
    )

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing found.\n")
    assert dict(account.requests[-1].query) == {
        "To": "+15558675310",
        "From": "+15550100000",
        "Status": "no-answer",
        "StartTime>": "2026-03-01",
        "StartTime<": "2026-03-02T00:00:00Z",
        "PageSize": "20",
    }


def test_get_shows_one_call(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_calls(1)
    call = account.calls[0]
    shown = dict(line.split(maxsplit=1) for line in invoke("calls", "get", call.sid).stdout.splitlines())
    [record] = records(invoke("calls", "get", call.sid, "--json"))

    assert shown["sid"] == record["sid"] == call.sid
    assert shown["to"] == record["to"] == call.to
    assert call.start_time is not None
    assert datetime.fromisoformat(shown["start_time"]) == call.start_time.replace(microsecond=0)
    assert "subresource_uris" not in shown
    assert "answered_by" not in shown


@pytest.mark.usefixtures("account")
def test_what_does_not_exist(invoke: Invoke) -> None:
    result = invoke("calls", "get", "CA" + "0" * 32)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "HTTP 404, code 20404" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("list", "--started-after", "yesterday"), "is not like"),
        (("list", "--started-before", "2026-03-01T12:00:00"), "could be any instant"),
        (("list", "--limit", "-1"), "--limit"),
        (("get",), "SID"),
    ],
)
def test_bad_usage_asks_nothing(
    arguments: tuple[str, ...], complaint: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke("calls", *arguments)

    assert result.exit_code == 2
    assert complaint in told(result)
    assert not account.requests
