"""How commands come by a client: the options that say which, and what is done before there is one."""

from collections.abc import Iterator

import pytest
import typer

from twilio_async.cli.app import app

from .conftest import Invoke, told

CONNECTION = ["account_sid", "profile", "base_url", "timeout", "retries", "verbose", "quiet"]
GROUPS = {"messages", "calls", "recordings", "conferences", "queues", "numbers", "accounts", "bulk", "export"}
WITHOUT_CLIENT = GROUPS | {
    "",
    "bulk report",
    "bulk status",
    "demo",
    "emulator",
    "export compact",
    "login",
    "logout",
    "profiles",
    "report",
    "webhook",
    "webhook listen",
    "webhook verify",
}


def parameters(command: object, *path: str) -> Iterator[tuple[str, list[str]]]:
    """The parameters of a command and of all below it."""
    yield " ".join(path), [parameter.name for parameter in getattr(command, "params", [])]
    for name, below in getattr(command, "commands", {}).items():
        yield from parameters(below, *path, name)


def test_the_options_of_clients_stand_behind_those_of_the_command() -> None:
    for command, names in parameters(typer.main.get_command(app)):
        if command not in WITHOUT_CLIENT:
            assert names[-len(CONNECTION) :] == CONNECTION, command
            assert not {"client", "connect", "parameters"} & set(names), command


@pytest.fixture
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET"):
        monkeypatch.delenv(f"TWILIO_{name}", raising=False)


@pytest.mark.usefixtures("no_credentials")
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("send", "--to", "+15558675310", "--body", "Hi"), "--messaging-service-sid"),
        (("raw", "POST", "/x", "--all"), "a list is walked by GET"),
        (("numbers", "buy", "+15555550101"), "there is no terminal to ask on"),
        (("usage", "--unused", "months"), "put the options behind 'months'"),
    ],
)
def test_wrong_usage_is_told_before_missing_credentials(
    arguments: tuple[str, ...], complaint: str, invoke: Invoke
) -> None:
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert complaint in told(result)


@pytest.mark.usefixtures("no_credentials")
def test_help_needs_no_credentials(invoke: Invoke) -> None:
    assert invoke("usage", "months", "--help").exit_code == 0


@pytest.mark.usefixtures("no_credentials")
@pytest.mark.parametrize("arguments", [("calls", "list"), ("usage",), ("numbers", "buy", "+1", "--yes")])
def test_without_credentials_it_says_what_is_missing(arguments: tuple[str, ...], invoke: Invoke) -> None:
    result = invoke(*arguments)

    assert result.exit_code == 1
    assert result.stderr.startswith("twilio-async: no credentials: set TWILIO_ACCOUNT_SID and ")
