"""`messages list` and `messages get`."""

from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from twilio_async.emulator import Emulator, Fault

from .conftest import HARMLESS, HOSTILE, Invoke, records, told


def test_a_table_for_people(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(30)
    result = invoke("messages", "list")
    head, *rows = result.stdout.splitlines()

    assert result.exit_code == 0
    assert head.split() == ["SID", "Sent", "(UTC)", "From", "To", "Status", "Price", "Body"]
    assert len(rows) == 20
    assert [row.split()[0] for row in rows] == [message.sid for message in reversed(account.messages)][:20]
    assert "\x1b" not in result.stdout
    assert f"{account.messages[-1].sent_at:%Y-%m-%d %H:%M:%S}" in rows[0]
    assert account.messages[-1].body in rows[0]
    assert "USD" in rows[0]


def test_json_lines_hold_whole_records(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(2_345)
    listed = records(invoke("messages", "list", "--json", "--limit", "2200"))

    assert [record["sid"] for record in listed] == [m.sid for m in reversed(account.messages)][:2_200]
    assert listed[0]["from"] == account.messages[-1].from_
    assert datetime.fromisoformat(listed[0]["date_sent"]).tzinfo == UTC


def test_filters_reach_the_api(account: Emulator, invoke: Invoke) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    result = invoke(
        *("messages", "list", "--to", "+15558675310", "--from", "+15550100000"),
        *("--sent-after", "2026-03-01", "--sent-before", "2026-03-02T01:00:00+01:00"),
    )

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "Nothing found.\n"
    assert dict(account.requests[-1].query) == {
        "To": "+15558675310",
        "From": "+15550100000",
        "DateSent>": f"{day:%Y-%m-%d}",
        "DateSent<": f"{day + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        "PageSize": "20",
    }


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (200, ["SID", "Sent (UTC)", "From", "To", "Status", "Price", "Body"]),
        (100, ["SID", "Sent (UTC)", "From", "To", "Status", "Price", "Body"]),
        (80, ["Sent (UTC)", "From", "To", "Status", "Price", "Body"]),
        (60, ["From", "To", "Status", "Price", "Body"]),
        (40, ["To", "Status", "Body"]),
    ],
)
def test_a_narrow_terminal_gets_what_matters(
    width: int, columns: list[str], account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(20)
    monkeypatch.setenv("COLUMNS", str(width))
    lines = invoke("messages", "list").stdout.splitlines()

    assert lines[0].split() == " ".join(columns).split()
    assert all(cell_len(line) <= width for line in lines)
    assert len(lines) == 21


def test_a_row_can_be_told_from_the_others_where_room_is_short(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(20)
    newest = account.messages[-1]
    monkeypatch.setenv("COLUMNS", "100")
    at_100 = invoke("messages", "list")
    monkeypatch.setenv("COLUMNS", "80")
    at_80 = invoke("messages", "list")

    assert at_100.stdout.splitlines()[1].startswith(f"{newest.sid[:10]}…  {newest.sent_at:%Y-%m-%d %H:%M}  +")
    assert at_80.stdout.splitlines()[1].startswith(f"{newest.sent_at:%Y-%m-%d %H:%M}  {newest.from_}")
    assert "  -0.00790  " in at_80.stdout.splitlines()[1]
    assert at_100.stderr == ""
    assert at_80.stderr == "No room for sid: see --columns, or -o csv for all\n"


def test_what_is_short_is_whole_again_where_nothing_else_wants_the_room(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(20)
    for message in account.messages:
        message.body = "Hi"
    monkeypatch.setenv("COLUMNS", "80")
    row = invoke("messages", "list").stdout.splitlines()[1]

    assert row.endswith("  -0.00790 USD  Hi")


def test_where_not_even_a_sid_fits_it_is_folded_and_not_lost(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.scenes.seed_messages(1)
    monkeypatch.setenv("COLUMNS", "30")
    lines = invoke("messages", "list", "--columns", "sid,status").stdout.splitlines()[1:]

    assert all(len(line) <= 30 for line in lines)
    assert account.messages[0].sid in "".join(line[:19].strip() for line in lines)


def test_a_body_is_text_and_nothing_else(account: Emulator, invoke: Invoke) -> None:
    sent = invoke("send", "--to", "+15558675310", "--from", "+15550100000", "--body", HOSTILE)
    listed = invoke("messages", "list")
    got = invoke("messages", "get", account.messages[0].sid)
    as_json = invoke("messages", "get", account.messages[0].sid, "--json")

    assert sent.exit_code == 0
    for result in (listed, got):
        assert HARMLESS in result.stdout
    for result in (listed, got, as_json):
        assert not {"\x1b", "\x9b"} & set(result.stdout)
    assert [record["body"] for record in records(as_json)] == [HOSTILE]


def test_get_shows_one_message(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1)
    message = account.messages[0]
    lines = dict(
        line.split(maxsplit=1) for line in invoke("messages", "get", message.sid).stdout.splitlines()
    )

    assert lines["sid"] == message.sid
    assert lines["body"] == message.body
    assert "subresource_uris" not in lines
    assert "error_message" not in lines


def test_an_error_in_the_middle_keeps_what_came_before(account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(1_500)
    account.faults.script(None, Fault.rate_limited(1_000))
    result = invoke("messages", "list", "--json", "--limit", "1500", "--base-url", account.url)

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1_000
    assert result.stderr.startswith("twilio-async: GET /2010-04-01/Accounts/")
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("list", "--sent-after", "yesterday"), "is not like"),
        (("list", "--sent-before", "2026-03-01T12:00:00"), "could be any instant"),
        (("list", "--limit", "-1"), "--limit"),
        (("list", "--frm", "x"), "--frm"),
        (("get",), "SID"),
    ],
)
def test_bad_usage_is_status_2(arguments: tuple[str, ...], complaint: str, invoke: Invoke) -> None:
    result = invoke("messages", *arguments)

    assert result.exit_code == 2
    assert complaint in told(result)
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("TWILIO_AUTH_TOKEN", "0" * 32, "HTTP 401"),
        ("TWILIO_AUTH_TOKEN", "", "set TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or with"),
        ("TWILIO_ACCOUNT_SID", "", "TWILIO_ACCOUNT_SID"),
        ("TWILIO_BASE_URL", "http://example.com", "https"),
    ],
)
@pytest.mark.usefixtures("account")
def test_credentials_that_do_not_work(
    variable: str, value: str, complaint: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert result.stderr.startswith("twilio-async: ")
    assert complaint in result.stderr
    assert result.stderr.count("\n") == 1


def test_options_win_over_the_environment(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    sub = account.scenes.add_account()
    monkeypatch.setenv("TWILIO_BASE_URL", "https://192.0.2.1")
    result = invoke("messages", "list", "--account-sid", sub.sid, "--base-url", account.url)

    assert result.exit_code == 0
    assert f"/{sub.sid}/" in account.requests[-1].path


def test_an_api_key_does_as_well(account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    monkeypatch.setenv("TWILIO_API_KEY", account.api_key)
    monkeypatch.setenv("TWILIO_API_SECRET", account.api_secret)

    assert invoke("messages", "list").exit_code == 0


def test_what_does_not_exist(account: Emulator, invoke: Invoke) -> None:
    result = invoke("messages", "get", "SM" + "0" * 32, "--base-url", account.url)

    assert result.exit_code == 1
    assert "HTTP 404, code 20404" in result.stderr
