"""Which address a command asks, and which secrets go there."""

import pytest

from tests.support.server import answer
from twilio_async.cli.commands.whoami import region_of
from twilio_async.emulator import Emulator

from .conftest import Invoke, playing, records, serving, told
from .logins import SID, who


@pytest.mark.parametrize(
    "variables", [{"TWILIO_BASE_URL": ""}, {"TWILIO_REGION": "ie1", "TWILIO_EDGE": "dublin"}]
)
def test_the_secret_of_a_profile_goes_nowhere_else(
    variables: dict[str, str], profiles: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(playing(answer(200))) as elsewhere:
        for name, value in variables.items():
            monkeypatch.setenv(name, value or elsewhere.url)
        implicit = invoke("whoami", "--retries", "0")
        monkeypatch.setenv("TWILIO_PROFILE", "sub")
        chosen = invoke("whoami", "--retries", "0")
        asked = list(elsewhere.requests)

    assert not asked
    for result, profile in ((implicit, "main"), (chosen, "sub")):
        assert result.exit_code == 1
        assert result.stderr.startswith(
            f"twilio-async: the profile {profile!r} is for {profiles.url}, and its secret does not go where "
            f"{' and '.join(variables)} lead: unset that, give --base-url, or make a profile for there"
        )
    assert who(invoke, "--profile", "main")[0] == "The main account"


def test_a_profile_without_an_address_is_for_twilio(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("login", "--account-sid", account.account_sid, "--secret-stdin", "--no-check")
    monkeypatch.delenv("TWILIO_BASE_URL")
    assert invoke(*arguments, stdin=f"{account.auth_token}\n").exit_code == 0
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("TWILIO_BASE_URL", account.url)

    for options in ((), ("--profile", "default")):
        result = invoke("messages", "list", *options)
        assert result.exit_code == 1
        assert "the profile 'default' is for https://api.twilio.com, and its secret" in result.stderr
    assert not account.requests
    assert invoke("messages", "list", "--base-url", account.url).exit_code == 0


def test_an_address_in_the_variables_is_nothing_to_a_profile_that_is_named(
    profiles: Emulator, closed_port: int, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = f"http://127.0.0.1:{closed_port}"
    monkeypatch.setenv("TWILIO_BASE_URL", elsewhere)

    assert invoke("whoami", "--retries", "0").exit_code == 1
    assert who(invoke, "--profile", "main")[0] == "The main account"
    assert who(invoke, "--base-url", profiles.url)[0] == "The main account"
    there = invoke("whoami", "--profile", "main", "--base-url", elsewhere, "--retries", "0")
    assert there.exit_code == 1


def test_the_region_of_an_address(invoke: Invoke) -> None:
    arguments = ("login", "--account-sid", SID, "--secret-stdin", "--no-check")
    assert invoke(*arguments, "--region", "ie1", "--edge", "dublin", stdin="1\n").exit_code == 0
    [profile] = records(invoke("profiles", "--json"))

    assert (profile["region"], profile["edge"], profile["base_url"]) == ("ie1", "dublin", None)


def test_an_address_that_cannot_be_is_not_kept(invoke: Invoke) -> None:
    arguments = ("login", "--account-sid", SID, "--secret-stdin", "--no-check", "--region", "ie1")
    result = invoke(*arguments, stdin="1\n")

    assert result.exit_code == 1
    assert "give edge too" in result.stderr
    assert records(invoke("profiles", "--json")) == []
    assert "login makes a profile" in told(invoke("profiles"))


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("https://api.twilio.com", "us1"),
        ("https://api.dublin.ie1.twilio.com", "ie1"),
        ("https://api.twilio.com.example.com", None),
        ("http://127.0.0.1:4010", None),
    ],
)
def test_the_region_of_an_address_of_twilios(address: str, region: str | None) -> None:
    assert region_of(address) == region
