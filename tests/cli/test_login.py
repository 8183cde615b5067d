"""`login` and `logout`: what Twilio takes is kept, in the keyring or in a file that is said to be one."""

import os
import stat
import subprocess
from pathlib import Path

import orjson
import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, records
from .logins import SID, login
from .processes import finished, process


def test_without_a_keyring_the_secret_is_in_a_file_and_that_is_said(
    emulator: Emulator, invoke: Invoke, path: Path
) -> None:
    status, said = login(invoke, emulator)

    assert status == 0
    assert said.count("\n") == 1
    assert f"the secret is in {path}, a file of mode 0600" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert emulator.auth_token in path.read_text()
    assert invoke("messages", "list").exit_code == 0


@pytest.mark.parametrize(("retries", "requests"), [("0", 1), ("1", 2)])
def test_the_check_is_bounded(retries: str, requests: int, emulator: Emulator, invoke: Invoke) -> None:
    emulator.faults.script(*[Fault.server_error(503)] * 2)
    status, said = login(invoke, emulator, "--retries", retries, "--verbose")

    assert status == 1
    assert len(emulator.requests) == requests
    assert said.count(": HTTP 503 (attempt ") == requests
    assert said.endswith("; nothing was saved\n")


def test_who_is_not_reached_is_not_asked_where_that_is_wanted(
    closed_port: int, invoke: Invoke, path: Path
) -> None:
    address = ["--base-url", f"http://127.0.0.1:{closed_port}", "--account-sid", SID, "--secret-stdin"]

    assert invoke("login", *address, "--no-check", stdin=f"{'1' * 32}\n").exit_code == 0
    assert path.exists()


def test_a_standard_key_is_proved_by_a_list(account: Emulator, invoke: Invoke) -> None:
    result = invoke("raw", "--yes", "POST", "/2010-04-01/Accounts/{account_sid}/Keys.json")
    made = orjson.loads(result.stdout)
    status, _ = login(invoke, account, "--api-key", made["sid"], secret=made["secret"])
    shown = invoke("whoami", "--profile", "default", "--json")

    assert status == 0
    assert records(shown)[0]["account_sid"] == account.account_sid
    assert records(shown)[0]["friendly_name"] is None
    assert "main keys" in shown.stderr


def test_a_main_key_is_asked_for_its_account(emulator: Emulator, invoke: Invoke) -> None:
    assert login(invoke, emulator, "--api-key", emulator.api_key, secret=emulator.api_secret)[0] == 0
    assert records(invoke("whoami", "--json"))[0]["friendly_name"] == "The main account"


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "x" * 65, "ä"])
def test_what_is_no_name(name: str, emulator: Emulator, invoke: Invoke) -> None:
    status, said = login(invoke, emulator, f"--profile={name}")

    assert status == 2
    assert "is no name of a profile" in " ".join(said.replace("│", " ").split())


def test_another_account_in_place_of_one_is_confirmed(account: Emulator, invoke: Invoke) -> None:
    sub = account.scenes.add_account()
    login(invoke, account)
    other = ("--account-sid", sub.sid)
    refused, said = login(invoke, account, *other, secret=sub.auth_token)
    status, _ = login(invoke, account, *other, "--yes", secret=sub.auth_token)

    assert (refused, status) == (2, 0)
    assert "--yes" in said
    assert records(invoke("profiles", "--json"))[0]["account_sid"] == sub.sid


def test_the_address_is_kept_with_the_profile(
    emulator: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_BASE_URL", emulator.url)
    arguments = ("login", "--account-sid", emulator.account_sid, "--secret-stdin")
    assert invoke(*arguments, stdin=f"{emulator.auth_token}\n").exit_code == 0

    monkeypatch.delenv("TWILIO_BASE_URL")
    assert records(invoke("whoami", "--json"))[0]["base_url"] == emulator.url


def test_what_was_done_is_said_where_stdout_is_full(path: Path) -> None:
    options = ("login", "--account-sid", SID, "--secret-stdin", "--no-check", "--quiet")
    with (
        Path("/dev/full").open("w") as full,
        process(*options, stdin=subprocess.PIPE, stdout=full) as running,
    ):
        _, said = running.communicate("1" * 32, timeout=PATIENCE)
        removed = finished("logout", "--yes", stdout=full)

    assert (running.returncode, said) == (
        1,
        "twilio-async: the profile 'default' was saved, but: No space left on device\n",
    )
    assert removed == (
        1,
        "",
        "twilio-async: the profile 'default' was removed, but: No space left on device\n",
    )
    assert orjson.loads(path.read_bytes())["profiles"] == {}


def test_logout_of_what_is_not_there(invoke: Invoke) -> None:
    assert "no profile is the default one" in invoke("logout").stderr
    assert "there is no profile 'x'" in invoke("logout", "--profile", "x").stderr


def test_without_a_home_there_is_no_profile(monkeypatch: pytest.MonkeyPatch, invoke: Invoke) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(os.path, "expanduser", str)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "set HOME or XDG_CONFIG_HOME" in result.stderr
