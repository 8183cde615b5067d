"""What all commands that list have alike: `messages`, which came first, has more of it."""

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
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_narrow_terminal_gets_what_matters(
    arguments: tuple[str, ...], width: int, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = invoke(*arguments).stdout.splitlines()
    monkeypatch.setenv("COLUMNS", str(width))
    result = invoke(*arguments)
    lines = result.stdout.splitlines()

    assert len(lines) == len(whole)
    assert all(cell_len(line) <= width for line in lines)
    for title in HEADS[" ".join(arguments)].split():
        assert title in lines[0] or "No room for " in result.stderr


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
    result = invoke(*arguments, *option, "--account-sid", sid := account.account_sid)
    other = invoke(*arguments, *option, "--account-sid", sub.sid)

    assert len(result.stdout.splitlines()) >= 3
    assert (other.exit_code, other.stdout) == (0, "")
    assert other.stderr == ("" if option else "Nothing found.\n")
    assert f"/{sid}/" not in account.requests[-1].path


@every_list
def test_an_error_is_one_line(arguments: tuple[str, ...], account: Emulator, invoke: Invoke) -> None:
    account.faults.script(Fault.rate_limited(1_000))
    result = invoke(*arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("twilio-async: GET /2010-04-01/Accounts")
    assert result.stderr.endswith("\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("group", ["calls", "recordings", "numbers", "accounts"])
def test_a_group_alone_shows_its_commands(group: str, invoke: Invoke) -> None:
    result = invoke(group)

    assert result.exit_code == 2
    assert "list" in result.output
