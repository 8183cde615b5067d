"""Logins at the emulator, in the process of the tests."""

from twilio_async.emulator import Emulator

from .conftest import Invoke, records

SID = "AC" + "0" * 32


def login(invoke: Invoke, emulator: Emulator, *options: str, secret: str | None = None) -> tuple[int, str]:
    """Exit status and stderr of a login at the emulator."""
    arguments = [
        "--account-sid",
        emulator.account_sid,
        "--base-url",
        emulator.url,
        "--secret-stdin",
        *options,
    ]
    result = invoke("login", *arguments, stdin=f"{secret or emulator.auth_token}\n")
    return result.exit_code, result.stderr


def who(invoke: Invoke, *options: str) -> tuple[str, str]:
    """The name of the account, and where the credentials came from."""
    [shown] = records(invoke("whoami", "--json", *options))
    return shown["friendly_name"], shown["credentials"]
