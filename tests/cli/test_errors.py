"""What errors say to do."""

import socket

import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, told

HEX = "0d" * 16


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_emulator_that_is_down(host: str, invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = invoke("messages", "list", "--base-url", f"http://{host}:{port}", "--retries", "0")

    assert result.exit_code == 1
    assert result.stderr == (
        f"twilio-async: nothing listens at http://{host}:{port}: start the emulator there with "
        f"`twilio-async emulator --port {port}`, or give another address: --base-url, TWILIO_BASE_URL "
        "or --profile\n"
    )


def test_a_message_is_in_no_doubt_where_nothing_listens(account: Emulator, invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    send = ("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi")
    result = invoke(*send, "--base-url", url, "--retries", "0")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"twilio-async: nothing listens at {url}")
    assert "may have been sent" not in result.stderr
    assert not account.messages


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        (
            {"TWILIO_AUTH_TOKEN": "0" * 32},
            "credentials from TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
        ),
        (
            {"TWILIO_API_KEY": "SK" + HEX, "TWILIO_API_SECRET": "wrong"},
            "credentials from TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET",
        ),
    ],
)
@pytest.mark.usefixtures("account")
def test_credentials_that_are_refused_are_named(
    variables: dict[str, str], named: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert named in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "sid", "hint"),
    [
        (("messages", "get"), f"CA{HEX}", f"CA{HEX} is a call: twilio-async calls get CA{HEX}"),
        (("calls", "get"), f"SM{HEX}", f"SM{HEX} is a message: twilio-async messages get SM{HEX}"),
        (("calls", "get"), f"MM{HEX}", f"MM{HEX} is a message: twilio-async messages get MM{HEX}"),
        (("calls", "get"), f"AC{HEX}", f"AC{HEX} is an account: twilio-async accounts get AC{HEX}"),
        (("accounts", "get"), f"CA{HEX}", f"CA{HEX} is a call: twilio-async calls get CA{HEX}"),
        (("recordings", "download"), f"CA{HEX}", f"CA{HEX} is a call: twilio-async calls get CA{HEX}"),
        (("calls", "get"), f"RE{HEX}", f"RE{HEX} is a recording: twilio-async get RE{HEX}"),
    ],
)
def test_a_sid_of_another_kind_is_told_its_command(
    command: tuple[str, ...], sid: str, hint: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke(*command, sid)

    assert result.exit_code == 1
    assert result.stderr == f"twilio-async: {hint}\n"
    assert not account.requests


def test_a_sid_that_is_no_kind_of_ours_is_left_to_twilio(account: Emulator, invoke: Invoke) -> None:
    result = invoke("messages", "get", f"SM{HEX}")

    assert result.exit_code == 1
    assert "HTTP 404" in result.stderr
    assert account.requests


def test_a_mistyped_command_is_guessed(invoke: Invoke) -> None:
    result = invoke("mesages", "list")

    assert result.exit_code == 2
    assert "Did you mean 'messages'" in told(result)
