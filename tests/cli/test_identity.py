"""Which credentials a command takes: options, variables or a profile, never half of two."""

import pytest

from twilio_async.emulator import Emulator

from .conftest import Invoke, records
from .logins import SID, who
from .test_program import run_main


def set_variables(monkeypatch: pytest.MonkeyPatch, account: Emulator) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", account.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", account.auth_token)
    monkeypatch.setenv("TWILIO_BASE_URL", account.url)


@pytest.mark.usefixtures("profiles")
def test_the_first_profile_is_the_default_until_another_one_is(invoke: Invoke) -> None:
    assert who(invoke) == ("The main account", "profile 'main'")

    assert invoke("profiles", "--use", "sub").exit_code == 0
    assert who(invoke) == ("Branch office", "profile 'sub'")


@pytest.mark.usefixtures("profiles")
def test_a_profile_is_named_by_option_or_variable(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    assert who(invoke, "--profile", "sub") == ("Branch office", "profile 'sub'")

    monkeypatch.setenv("TWILIO_PROFILE", "sub")
    assert who(invoke) == ("Branch office", "profile 'sub'")
    assert who(invoke, "--profile", "main") == ("The main account", "profile 'main'")


def test_variables_win_over_the_default_profile_and_the_option_over_them(
    profiles: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("profiles", "--use", "sub")
    set_variables(monkeypatch, profiles)

    assert who(invoke) == ("The main account", "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
    assert who(invoke, "--profile", "sub") == ("Branch office", "profile 'sub'")


def test_a_key_in_the_variables_is_preferred(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_API_KEY", account.api_key)
    monkeypatch.setenv("TWILIO_API_SECRET", account.api_secret)

    source = "TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET"
    assert who(invoke) == ("The main account", source)


@pytest.mark.parametrize(
    "variables",
    [
        {"TWILIO_ACCOUNT_SID": SID},
        {"TWILIO_AUTH_TOKEN": "0" * 32},
        {"TWILIO_ACCOUNT_SID": SID, "TWILIO_API_KEY": "SK" + "0" * 32},
        {"TWILIO_API_KEY": "SK" + "0" * 32, "TWILIO_API_SECRET": "x"},
    ],
)
def test_half_credentials_are_never_completed_from_a_profile(
    *, variables: dict[str, str], profiles: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = len(profiles.requests)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert " and ".join(variables) in result.stderr
    assert "set TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN" in result.stderr
    assert result.stderr.count("\n") == 1
    assert len(profiles.requests) == asked
    assert who(invoke, "--profile", "sub") == ("Branch office", "profile 'sub'")


def test_variables_and_a_variable_with_a_profile_contradict_each_other(
    profiles: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_variables(monkeypatch, profiles)
    monkeypatch.setenv("TWILIO_PROFILE", "sub")
    asked = len(profiles.requests)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "TWILIO_PROFILE and TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are set" in result.stderr
    assert len(profiles.requests) == asked
    assert who(invoke, "--profile", "main") == ("The main account", "profile 'main'")


@pytest.mark.usefixtures("profiles")
def test_after_a_logout_nobody_is_the_default(invoke: Invoke) -> None:
    invoke("logout", "--yes")
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "no profile is the default one: give --profile (sub)" in result.stderr


@pytest.mark.usefixtures("profiles")
def test_a_profile_that_is_not_there_lists_those_that_are(invoke: Invoke) -> None:
    for command in (("messages", "list", "--profile", "mian"), ("profiles", "--use", "mian")):
        result = invoke(*command)
        assert result.exit_code == 1
        assert "there is no profile 'mian', known are main, sub" in result.stderr


@pytest.mark.parametrize(
    "command",
    [("messages", "list"), ("calls", "list"), ("numbers", "list"), ("accounts", "get"), ("whoami",)],
)
def test_a_subaccount_is_reached_with_the_token_of_the_main_account(
    command: tuple[str, ...], profiles: Emulator, invoke: Invoke
) -> None:
    [_, sub] = records(invoke("profiles", "--json"))
    result = invoke(*command, "--account-sid", sub["account_sid"], "--json")

    assert result.exit_code == 0
    assert f"/Accounts/{sub['account_sid']}" in profiles.requests[-1].path


def test_raw_acts_for_the_account_too(profiles: Emulator, invoke: Invoke) -> None:
    [_, sub] = records(invoke("profiles", "--json"))
    path = "/2010-04-01/Accounts/{account_sid}/Messages.json"
    send = ("raw", "--yes", "POST", path, "To=+15558675310", "From=+15550100000", "Body=Hi")

    assert invoke(*send, "--account-sid", sub["account_sid"]).exit_code == 0
    assert f"/Accounts/{sub['account_sid']}/" in profiles.requests[-1].path


def test_an_api_key_does_not_reach_a_subaccount(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    sub = account.scenes.add_account()
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    monkeypatch.setenv("TWILIO_API_KEY", account.api_key)
    monkeypatch.setenv("TWILIO_API_SECRET", account.api_secret)
    result = invoke("messages", "list", "--account-sid", sub.sid)

    assert result.exit_code == 1
    assert "use the main account's auth token" in result.stderr
    assert not account.requests


def test_an_account_of_the_option_completes_a_token_of_the_variables(
    account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")

    assert who(invoke, "--account-sid", account.account_sid) == (
        "The main account",
        "--account-sid and TWILIO_AUTH_TOKEN",
    )


@pytest.mark.parametrize("name", ["TWILIO_API_KEY", "TWILIO_API_SECRET"])
def test_half_a_key_beside_a_whole_pair_is_said(
    name: str, account: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"TWILIO_API_KEY": "TWILIO_API_SECRET", "TWILIO_API_SECRET": "TWILIO_API_KEY"}[name]
    monkeypatch.setenv(name, account.api_key if name.endswith("KEY") else account.api_secret)
    monkeypatch.setenv(missing, "")
    result = invoke("whoami", "--json")

    assert records(result)[0]["credentials"] == "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"
    assert result.stderr == f"{name} is set without {missing} and is not used: set both, or unset it\n"


@pytest.mark.usefixtures("profiles")
def test_an_empty_variable_counts_as_not_set(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "ACCOUNT_SID",
        "AUTH_TOKEN",
        "API_KEY",
        "API_SECRET",
        "PROFILE",
        "BASE_URL",
        "REGION",
        "EDGE",
    ):
        monkeypatch.setenv(f"TWILIO_{name}", "")

    assert who(invoke) == ("The main account", "profile 'main'")


@pytest.mark.parametrize("named", ["profile 'main'", "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"])
def test_a_401_says_whose_credentials_were_used(
    named: str, profiles: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    if named.startswith("TWILIO"):
        set_variables(monkeypatch, profiles)
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0" * 32)
    else:
        arguments = ("--profile", "main", "--account-sid", profiles.account_sid, "--base-url", profiles.url)
        invoke("login", *arguments, "--secret-stdin", "--no-check", stdin=f"{'0' * 32}\n")
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "HTTP 401" in result.stderr
    assert f"credentials from {named}" in result.stderr
    assert "0" * 32 not in result.stderr


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("whoami --profile ", ["main", "sub"]),
        ("login --profile s", ["sub"]),
        ("logout --profile x", []),
        ("profiles --use m", ["main"]),
    ],
)
def test_profiles_are_completed(
    words: str, names: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_TWILIO_ASYNC_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"twilio-async {words}")
    monkeypatch.setenv("COMP_CWORD", "3")
    capsys.readouterr()

    assert run_main(monkeypatch) == 0
    assert capsys.readouterr().out.split() == names
