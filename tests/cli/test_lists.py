"""What all commands that list have alike: `messages`, which came first, has more of it."""

import re
from collections.abc import Iterable

import pytest
from rich.cells import cell_len

from twilio_async.emulator import Emulator, Fault

from .conftest import HARMLESS, HOSTILE, Invoke, records, told

OWN = [("calls", "list"), ("recordings", "list"), ("numbers", "list")]
LISTS = [*OWN, ("accounts", "list"), ("numbers", "search", "US")]
HEADS = {
    "calls list": "SID Started (UTC) From To Status Seconds Price",
    "recordings list": "SID Created (UTC) Seconds Status Call Price Source",
    "numbers list": "Number SID Created (UTC) For Name",
    "numbers search US": "Number For Region Postal code Address needed Town",
    "accounts list": "SID Created (UTC) Status Type Name",
}
TITLES = {
    "calls list": {"sid": "SID", "start_time": "Started (UTC)", "duration": "Seconds", "price": "Price"},
    "recordings list": {
        "date_created": "Created (UTC)",
        "duration": "Seconds",
        "status": "Status",
        "call_sid": "Call",
        "price": "Price",
        "source": "Source",
    },
    "numbers list": {"date_created": "Created (UTC)", "friendly_name": "Name"},
    "numbers search US": {
        "region": "Region",
        "postal_code": "Postal code",
        "address_requirements": "Address needed",
        "locality": "Town",
    },
    "accounts list": {
        "date_created": "Created (UTC)",
        "status": "Status",
        "type": "Type",
        "friendly_name": "Name",
    },
}
"""The titles of the columns that may go, by their fields."""
LEFT_OUT = {
    "calls list": {40: "sid start_time duration price", 60: "sid start_time duration", 80: "duration"},
    "recordings list": {
        40: "date_created duration status call_sid price source",
        60: "date_created duration call_sid price source",
        80: "call_sid price source",
    },
    "numbers list": {40: "date_created friendly_name", 60: "date_created"},
    "numbers search US": {
        40: "region postal_code address_requirements locality",
        60: "postal_code address_requirements",
    },
    "accounts list": {40: "date_created status type friendly_name", 60: "date_created type"},
}
"""The fields for which terminals of these widths have no room."""
CUT = "20 shown; there are more: --limit N or --all\n"
every_list = pytest.mark.parametrize("arguments", LISTS, ids=" ".join)


@pytest.fixture
def account(account: Emulator, invoke: Invoke) -> Emulator:
    """An account with three of each kind and more, and texts of strangers in them."""
    account.scenes.seed_calls(30)
    for caller in ("+15558675310", "+15558675311", f"client:{HOSTILE}"):
        account.scenes.add_recording(account.scenes.add_call(to="+15550100000", from_=caller).sid)
    for number in ("+15555550101", "+15555550102", "+15555550103"):
        assert invoke("numbers", "buy", number, "--yes", "--name", HOSTILE).exit_code == 0
    account.scenes.add_account(friendly_name=HOSTILE)
    account.scenes.add_account()
    return account


@every_list
def test_a_table_has_the_columns_and_a_row_for_each_record(
    arguments: tuple[str, ...], account: Emulator, invoke: Invoke
) -> None:
    result = invoke(*arguments, "--all")
    head, *rows = result.stdout.splitlines()
    listed = records(invoke(*arguments, "--json", "--all"))

    assert result.exit_code == 0
    assert result.stderr == ""
    assert head.split() == HEADS[" ".join(arguments)].split()
    assert len(rows) == len(listed) >= 3
    for row, record in zip(rows, listed, strict=True):
        assert row.split()[0] == record[{"N": "phone_number", "S": "sid"}[head[0]]]
    assert account.requests[-1].query == [("PageSize", "1000")]


@every_list
@pytest.mark.usefixtures("account")
def test_no_record_commands_the_terminal(arguments: tuple[str, ...], invoke: Invoke) -> None:
    table, lines = invoke(*arguments).stdout, invoke(*arguments, "--json").stdout

    assert not {"\x1b", "\x9b"} & set(table + lines)
    assert (HARMLESS in table) is (arguments not in {("recordings", "list"), ("numbers", "search", "US")})


@every_list
@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_a_narrow_terminal_gets_what_matters(
    arguments: tuple[str, ...], width: int, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = invoke(*arguments).stdout.splitlines()
    monkeypatch.setenv("COLUMNS", str(width))
    result = invoke(*arguments)
    lines = result.stdout.splitlines()
    name = " ".join(arguments)
    left_out = LEFT_OUT[name].get(width, "").split()

    assert len(lines) == len(whole)
    assert all(cell_len(line) <= width for line in lines)
    assert lines[0].split() == without(HEADS[name], [TITLES[name][field] for field in left_out]).split()
    notice = f"No room for {', '.join(left_out)}: see --columns, or -o csv for all\n" if left_out else ""
    assert result.stderr.removesuffix(CUT) == notice


def without(head: str, titles: Iterable[str]) -> str:
    for title in titles:
        head = head.replace(title, "")
    return head


@every_list
def test_a_limit_bounds_what_is_asked_for(
    arguments: tuple[str, ...], account: Emulator, invoke: Invoke
) -> None:
    assert len(invoke(*arguments, "--limit", "2", "--json").stdout.splitlines()) == 2
    assert account.requests[-1].query == [("PageSize", "2")]

    asked = len(account.requests)
    refused = invoke(*arguments, "--limit", "0")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Invalid value for '--limit'" in told(refused)
    assert len(account.requests) == asked


@pytest.mark.parametrize("arguments", OWN, ids=" ".join)
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_another_account_is_another_list(
    arguments: tuple[str, ...], option: list[str], account: Emulator, invoke: Invoke
) -> None:
    sub = account.scenes.add_account()
    result = invoke(*arguments, *option, "--account-sid", account.account_sid)
    other = invoke(*arguments, *option, "--account-sid", sub.sid)

    assert len(result.stdout.splitlines()) >= 3
    assert (other.exit_code, other.stdout) == (0, "")
    assert other.stderr == ("" if option else "Nothing found.\n")
    assert f"/{sub.sid}/" in account.requests[-1].path


@every_list
def test_an_error_is_one_line(arguments: tuple[str, ...], account: Emulator, invoke: Invoke) -> None:
    account.faults.script(Fault.rate_limited(1_000))
    result = invoke(*arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("twilio-async: GET /2010-04-01/Accounts")
    assert "HTTP 429" in result.stderr
    assert result.stderr.endswith("\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("group", "commands"),
    [
        ("messages", "list get redact cancel delete"),
        ("calls", "list get create update"),
        ("recordings", "list get download delete"),
        ("conferences", "list get members"),
        ("queues", "list get members"),
        ("numbers", "list get search buy update release"),
        ("accounts", "list get create suspend activate close"),
    ],
)
def test_a_group_alone_shows_its_commands(group: str, commands: str, invoke: Invoke) -> None:
    result = invoke(group)
    shown = re.findall(r"^│ ([a-z]+)  +[A-Z]", result.output, re.MULTILINE)

    assert result.exit_code == 2
    assert shown == commands.split()
    assert f"Example: twilio-async {group} " in result.output
