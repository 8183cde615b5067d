"""`accounts list` and `accounts get`: no auth token is ever shown."""

import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, records


def sids(invoke: Invoke, *arguments: str) -> list[str]:
    return [record["sid"] for record in records(invoke(*arguments, "--json"))]


def test_the_main_account_and_its_subaccounts(account: Emulator, invoke: Invoke) -> None:
    sub = account.scenes.add_account(friendly_name="Branch office")

    assert sids(invoke, "accounts", "list") == [sub.sid, account.account_sid]
    assert sids(invoke, "accounts", "list", "--name", "Branch office") == [sub.sid]
    assert sids(invoke, "accounts", "list", "--status", "suspended") == []
    assert sids(invoke, "accounts", "get") == [account.account_sid]
    assert sids(invoke, "accounts", "get", sub.sid) == [sub.sid]


def test_filters_reach_the_api(account: Emulator, invoke: Invoke) -> None:
    result = invoke("accounts", "list", "--status", "closed", "--name", "Branch office", "--limit", "3")

    assert (result.exit_code, result.stderr) == (0, "Nothing found.\n")
    assert dict(account.requests[-1].query) == {
        "Status": "closed",
        "FriendlyName": "Branch office",
        "PageSize": "3",
    }


@pytest.mark.parametrize("verb", ["list", "get"])
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_no_auth_token_is_shown(verb: str, option: list[str], account: Emulator, invoke: Invoke) -> None:
    result = invoke("accounts", verb, *option)

    assert account.account_sid in result.stdout
    assert account.auth_token not in result.output
    assert "auth_token" not in result.output


@pytest.mark.usefixtures("account")
def test_get_shows_one_account(invoke: Invoke) -> None:
    shown = dict(line.split(maxsplit=1) for line in invoke("accounts", "get").stdout.splitlines())

    assert shown["friendly_name"] == "The main account"
    assert shown["status"] == "active"


def test_what_is_no_account_is_one_line(account: Emulator, invoke: Invoke) -> None:
    sid = "CA" + "0" * 32
    result = invoke("accounts", "get", sid)

    assert result.exit_code == 1
    assert result.stderr == f"twilio-async: {sid} is a call: twilio-async calls get {sid}\n"
    assert not account.requests


def test_an_unknown_status_is_bad_usage(account: Emulator, invoke: Invoke) -> None:
    assert invoke("accounts", "list", "--status", "asleep").exit_code == 2
    assert not account.requests
