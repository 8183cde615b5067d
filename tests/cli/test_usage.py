"""`usage` and `usage months`."""

import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from twilio_async.cli import main
from twilio_async.cli.commands.usage import months_until
from twilio_async.emulator import Emulator, Fault

from .conftest import Invoke, records, told


def rows(text: str) -> dict[str, list[str]]:
    """The cells of a table by its first column."""
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()[1:]}


def spent(account: Emulator, month: str = "") -> Decimal:
    """What the messages of a month, or all of them, cost."""
    prices = [m.price for m in account.messages if f"{m.sent_at:%Y-%m}".startswith(month)]
    return sum((abs(Decimal(price or 0)) for price in prices), Decimal(0))


def test_a_row_for_each_category_that_was_used(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(20)
    result = invoke("usage")
    table = rows(result.stdout)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split("\n")[0].split() == ["Category", "Count", "Usage", "Unit", "Price"]
    assert table["sms"][0] == "20"
    assert Decimal(table["totalprice"][-2]) == Decimal(table["sms"][-2]) == spent(account)
    assert table["sms"][-1] == "USD"
    assert "calls" not in table
    assert account.requests[-1].query == [("PageSize", "1000")]


def test_all_categories(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(20)
    table = rows(invoke("usage", "--unused").stdout)
    listed = records(invoke("usage", "--json"))

    assert table["calls"][0] == "0"
    assert list(table) == [record["category"] for record in listed]


@pytest.mark.usefixtures("account")
def test_a_category_that_is_asked_for_is_shown_even_unused(invoke: Invoke) -> None:
    assert list(rows(invoke("usage", "--category", "calls").stdout)) == ["calls"]
    assert invoke("usage").stderr == "Nothing found.\n"


def test_filters_reach_the_api(account: Emulator, invoke: Invoke) -> None:
    invoke("usage", "--category", "sms", "--from", "2026-03-01", "--to", "2026-03-31")

    assert account.requests[-1].path.endswith("/Usage/Records.json")
    assert dict(account.requests[-1].query) == {
        "Category": "sms",
        "StartDate": "2026-03-01",
        "EndDate": "2026-03-31",
        "PageSize": "1000",
    }


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_gets_what_matters(
    width: int, account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(20)
    monkeypatch.setenv("COLUMNS", str(width))
    lines = invoke("usage").stdout.splitlines()

    assert lines[0].split()[0] == "Category"
    assert lines[0].split()[-1] == "Price"
    assert all(len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--from", "yesterday"), "'yesterday' is not like 2026-03-01"),
        (("--to", "2026-03-01T12:00:00Z"), "is not like 2026-03-01"),
        (("--category", "sms", "months"), "put the options behind 'months'"),
        (("--account-sid", "AC" + "0" * 32, "months"), "put the options behind 'months'"),
        (("months", "--months", "0"), "--months"),
        (("weeks",), "weeks"),
    ],
)
def test_bad_usage_asks_nothing(
    arguments: tuple[str, ...], complaint: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke("usage", *arguments)

    assert result.exit_code == 2
    assert complaint in told(result)
    assert not account.requests


def test_a_chart_of_the_months_in_order(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(300, days=100)
    monkeypatch.setenv("COLUMNS", "60")
    before = datetime.now(UTC).date()
    result = invoke("usage", "months")
    after = datetime.now(UTC).date()
    lines = result.stdout.splitlines()
    names = [line.split()[0] for line in lines]

    assert (result.exit_code, result.stderr) == (0, "")
    assert names in [[f"{start:%Y-%m}" for start in months_until(last, 12)] for last in (before, after)]
    assert max(map(len, lines)) == 60
    for name, line in zip(names, lines, strict=True):
        if amount := spent(account, name):
            assert line.endswith(" USD")
            assert abs(Decimal(line.split()[-2]) - amount) < Decimal("0.01")
        else:
            assert line == f"{name} -"
    assert dict(account.requests[-1].query) == {
        "Category": "totalprice",
        "StartDate": f"{names[0]}-01",
        "PageSize": "1000",
    }


def test_other_months_of_another_category(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(20, days=1)
    lines = invoke("usage", "months", "--category", "calls", "--months", "2", "--ascii").stdout.splitlines()

    assert len(lines) == 2
    assert "#" not in "".join(lines)
    assert dict(account.requests[-1].query)["Category"] == "calls"


def test_the_records_of_the_months(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(100, days=100)
    listed = records(invoke("usage", "months", "--json"))

    assert {record["category"] for record in listed} == {"totalprice"}
    assert sum(Decimal(record["price"]) for record in listed) == spent(account)


def test_the_columns_of_the_months(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(100, days=100)
    head, *lines = invoke("usage", "months", "--columns", "start_date,category").stdout.splitlines()
    listed = records(invoke("usage", "months", "--json"))

    assert head.split() == ["start_date", "Category"]
    assert [line.split() for line in lines] == [[each["start_date"], "totalprice"] for each in listed]


def test_ascii_where_the_encoding_demands_it(account: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    account.scenes.seed_messages(10, days=1)
    output = io.BytesIO()
    with io.TextIOWrapper(output, encoding="latin-1") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "argv", ["twilio-async", "usage", "months"])
        with pytest.raises(SystemExit):
            main()
        drawn = output.getvalue()

    assert b" ####" in drawn
    assert b"\\u" not in drawn


def test_an_error_is_one_line(account: Emulator, invoke: Invoke) -> None:
    account.faults.script(Fault.rate_limited(1_000))
    result = invoke("usage", "months")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("last", "count", "months"),
    [
        (date(2026, 1, 31), 1, ["2026-01-01"]),
        (date(2026, 1, 31), 3, ["2025-11-01", "2025-12-01", "2026-01-01"]),
        (date(2026, 12, 1), 2, ["2026-11-01", "2026-12-01"]),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year(last: date, count: int, months: list[str]) -> None:
    assert [start.isoformat() for start in months_until(last, count)] == months
