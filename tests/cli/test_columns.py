"""The fields that an output has: those that were asked for, and never a secret."""

import pytest

from tests.support.server import answer
from twilio_async.emulator import Emulator

from .conftest import Invoke, playing, records, serving, told


@pytest.fixture
def account(account: Emulator) -> Emulator:
    """An account with messages."""
    account.scenes.seed_messages(3)
    return account


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ("messages", "list", "--columns", "sid,frm"),
            "there is no column 'frm': there are sid, account_sid, from",
        ),
        (("messages", "list", "--columns", " , "), "give some columns: there are sid"),
        (("accounts", "list", "--columns", "auth_token"), "there is no column 'auth_token'"),
        (("messages", "list", "--json", "-o", "csv"), "give --json or -o csv, not both"),
        (("messages", "list", "--all", "--limit", "3"), "give --limit or --all, not both"),
        (("messages", "list", "--verbose", "--quiet"), "give --verbose or --quiet, not both"),
        (("messages", "list", "-o", "yaml"), "yaml"),
    ],
)
def test_bad_usage_asks_nothing(
    arguments: tuple[str, ...], complaint: str, account: Emulator, invoke: Invoke
) -> None:
    asked = len(account.requests)
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert complaint in told(result)
    assert result.stdout == ""
    assert len(account.requests) == asked


def test_columns_are_shown_as_they_are_named(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = invoke("messages", "list", "--columns", "price,num_segments,sid,price").stdout.splitlines()
    [record] = records(invoke("messages", "list", "--limit", "1", "--json", "--columns", "to, sid"))

    assert lines[0].split() == ["Price", "num_segments", "SID"]
    assert lines[1].split()[-2:] == ["1", account.messages[-1].sid]
    assert record == {"to": account.messages[-1].to, "sid": account.messages[-1].sid}


@pytest.mark.usefixtures("account")
def test_a_chosen_column_is_shown_even_empty(account: Emulator, invoke: Invoke) -> None:
    result = invoke("messages", "get", account.messages[0].sid, "--columns", "error_code,sid")

    assert result.stdout == f"error_code\nsid         {account.messages[0].sid}\n"


@pytest.mark.usefixtures("account")
def test_json_has_what_no_model_knows(invoke: Invoke) -> None:
    record = {"sid": "SM1", "status": "sent", "mood": "good", "date_sent": "2026-03-01T12:00:00Z"}
    with serving(playing(answer(200, {"messages": [record], "next_page_uri": None}))) as server:
        [line] = records(invoke("messages", "list", "--json", "--base-url", server.url))

    assert line["mood"] == "good"
    assert line["date_sent"] == "2026-03-01T12:00:00Z"


@pytest.mark.usefixtures("account")
def test_a_secret_in_an_odd_form_is_not_shown(invoke: Invoke) -> None:
    record = {"sid": "AC" + "0d" * 16, "status": "active", "auth_token": ["0123"], "mood": "good"}
    with serving(playing(*[answer(200, {"accounts": [record], "next_page_uri": None})] * 2)) as server:
        as_json = invoke("accounts", "list", "--json", "--base-url", server.url)
        as_csv = invoke("accounts", "list", "-o", "csv", "--base-url", server.url)

    assert "good" in as_json.stdout
    assert "0123" not in as_json.stdout + as_csv.stdout


@pytest.mark.usefixtures("account")
def test_a_secret_within_something_is_not_shown(invoke: Invoke) -> None:
    hidden = [{"auth_token": "0123", "kept": "good"}, {"secret": "0123", "password": "0123"}]
    record = {"sid": "AC" + "0d" * 16, "status": "active", "secret": "0123", "keys": {"of": hidden}}
    with serving(playing(answer(200, {"accounts": [record], "next_page_uri": None}))) as server:
        result = invoke("accounts", "list", "--json", "--base-url", server.url)

    assert records(result)[0]["keys"] == {"of": [{"kept": "good"}, {}]}
    assert "0123" not in result.stdout
