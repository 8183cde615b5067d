"""SIDs as arguments and options: what has not their shape is refused before anything is sent."""

import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, told

ZEROS = "0" * 32
MESSAGE = "a message's SID is SM or MM and 32 hexadecimal digits; "
CALL = "a call's SID is CA and 32 hexadecimal digits; "
ACCOUNT = "an account's SID is AC and 32 hexadecimal digits; "


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("messages get SM123", f"{MESSAGE}'SM123' is none"),
        (f"messages delete sm{ZEROS} --yes", f"{MESSAGE}'sm{ZEROS}' is none"),
        (f"messages redact SM{ZEROS}0 --yes", f"{MESSAGE}'SM{ZEROS}0' is none"),
        (f"messages cancel SM{'g' * 32} --yes", f"{MESSAGE}'SM{'g' * 32}' is none"),
        (f"messages get MG{ZEROS}", f"{MESSAGE}'MG{ZEROS}' is a messaging service"),
        ("calls get foo", f"{CALL}'foo' is none"),
        ("calls update ../Accounts --status completed --yes", f"{CALL}'../Accounts' is none"),
        ("recordings download RE1", "a recording's SID is RE and 32 hexadecimal digits; 'RE1' is none"),
        ("recordings list --call-sid CA1", f"{CALL}'CA1' is none"),
        ("numbers release 15550001111 --yes", "'15550001111' is neither a number, such as +15558675310,"),
        ("numbers update PN1 --name x", "nor its SID: PN and 32 hexadecimal digits"),
        ("balance --account-sid foo", f"'--account-sid': {ACCOUNT}'foo' is none"),
        (f"balance --account-sid SM{ZEROS}", f"'--account-sid': {ACCOUNT}'SM{ZEROS}' is a message"),
        ("accounts get AC0", f"{ACCOUNT}'AC0' is none"),
        ("login --account-sid AC0 --secret-stdin", f"'--account-sid': {ACCOUNT}'AC0' is none"),
        (
            f"login --account-sid AC{ZEROS} --api-key AC{ZEROS} --secret-stdin",
            f"'--api-key': an API key's SID is SK and 32 hexadecimal digits; 'AC{ZEROS}' is an account",
        ),
        (
            "send --to +15558675310 --body Hi --messaging-service-sid MG0",
            "a messaging service's SID is MG and 32 hexadecimal digits; 'MG0' is none",
        ),
        (
            "calls create --to +15558675310 --from +15550100000 --application-sid AP0 --yes",
            "an application's SID is AP and 32 hexadecimal digits; 'AP0' is none",
        ),
    ],
)
def test_what_has_not_the_shape_is_not_sent(
    arguments: str, said: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke(*arguments.split())

    assert result.exit_code == 2
    assert said in told(result)
    assert "client." not in result.stderr
    assert not account.requests


def test_a_token_in_place_of_a_sid_is_not_repeated(account: Emulator, invoke: Invoke) -> None:
    result = invoke("balance", "--account-sid", account.auth_token)

    assert result.exit_code == 2
    assert f"{ACCOUNT}what was given is none" in told(result)
    assert account.auth_token not in result.stderr


@pytest.mark.parametrize("command", [("release", "--yes"), ("update", "--name", "x")])
def test_a_call_is_no_number(command: tuple[str, ...], account: Emulator, invoke: Invoke) -> None:
    result = invoke("numbers", command[0], f"CA{ZEROS}", *command[1:])

    assert result.exit_code == 1
    assert result.stderr == (
        f"twilio-async: CA{ZEROS} is a call, no phone number: twilio-async numbers list shows those\n"
    )
    assert not account.requests
