"""`login` and `logout`: what Twilio takes is kept, in the keyring or in a file that is said to be one."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import keyring
import orjson
import pytest
from keyring.backends import fail

from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, records, told
from .keyring_backends import FILE, FileKeyring, LockedKeyring, entries, use
from .processes import finished, process, seen, terminal

SID = "AC" + "0" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the profiles."""
    return tmp_path / "settings" / "twilio-async" / "profiles.json"


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A keyring of this system."""
    monkeypatch.setenv(FILE, str(tmp_path / "keyring.json"))
    use(FileKeyring)


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


@pytest.mark.usefixtures("backend")
def test_with_a_keyring_the_secret_is_nowhere_else(emulator: Emulator, invoke: Invoke, path: Path) -> None:
    assert login(invoke, emulator, "--profile", "work") == (0, "")
    assert list(entries().values()) == [emulator.auth_token]
    assert next(iter(entries())).startswith("twilio-async/work AC")
    assert emulator.auth_token not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert invoke("messages", "list").exit_code == 0

    assert invoke("logout", "--profile", "work", "--yes").exit_code == 0
    assert entries() == {}
    assert orjson.loads(path.read_bytes())["profiles"] == {}


@pytest.mark.usefixtures("backend")
def test_a_second_login_replaces_the_secret(emulator: Emulator, invoke: Invoke) -> None:
    login(invoke, emulator)
    first = entries().keys()

    assert login(invoke, emulator) == (0, "")
    assert len(entries()) == 1
    assert entries().keys() != first
    assert invoke("whoami").exit_code == 0


@pytest.mark.usefixtures("backend")
def test_what_twilio_does_not_take_is_not_kept(emulator: Emulator, invoke: Invoke, path: Path) -> None:
    status, said = login(invoke, emulator, secret="0" * 32)

    assert status == 1
    assert said.count("\n") == 1
    assert "HTTP 401" in said
    assert said.endswith("; nothing was saved\n")
    assert not path.exists()
    assert entries() == {}


@pytest.mark.parametrize(("retries", "requests"), [("0", 1), ("1", 2)])
def test_the_check_is_bounded(retries: str, requests: int, emulator: Emulator, invoke: Invoke) -> None:
    emulator.faults.script(*[Fault.server_error(503)] * 2)
    status, said = login(invoke, emulator, "--retries", retries, "--verbose")

    assert status == 1
    assert len(emulator.requests) == requests
    assert said.count(": HTTP 503 (attempt ") == requests
    assert said.endswith("; nothing was saved\n")


def test_the_check_says_what_is_waited_for_and_repeated(emulator: Emulator) -> None:
    emulator.faults.script(Fault.server_error(503), Fault.delay(30))
    arguments = ("login", "--account-sid", emulator.account_sid, "--base-url", emulator.url, "--timeout", "3")
    with (
        terminal(120) as (screen, keyboard),
        process(*arguments, stdin=keyboard, stdout=keyboard, stderr=keyboard) as running,
    ):
        seen(screen, "(not shown): ")
        os.write(screen, f"{emulator.auth_token}\n".encode())
        written = seen(screen, "nothing was saved")

        assert running.wait(PATIENCE) == 1
    assert "Repeating after HTTP 503: attempt 2 in " in written
    assert "Waiting for 127.0.0.1:" in written
    assert "no answer within 3.0 s" in written


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


def test_on_a_terminal_it_asks_and_shows_no_secret(emulator: Emulator, path: Path) -> None:
    with (
        terminal(80) as (screen, keyboard),
        process(
            "login", "--base-url", emulator.url, stdin=keyboard, stderr=keyboard, start_new_session=True
        ) as running,
    ):
        seen(screen, "Account SID (AC...): ")
        os.write(screen, f"{emulator.account_sid}\n".encode())
        shown = seen(screen, "Auth token (not shown): ")
        os.write(screen, f"{emulator.auth_token}\n".encode())
        output, _ = running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        shown += seen(screen, "<end>")

    assert running.returncode == 0
    assert "The main account, active" in output
    assert emulator.account_sid in shown
    assert emulator.auth_token not in shown
    assert path.exists()


@pytest.mark.parametrize(("key", "status"), [(b"\x03", 130), (b"\x04", 1), (b"\n", 1)])
def test_no_secret_saves_nothing(*, key: bytes, status: int, emulator: Emulator, path: Path) -> None:
    options = ("--base-url", emulator.url, "--account-sid", emulator.account_sid)
    with (
        terminal(80) as (screen, keyboard),
        process("login", *options, stdin=keyboard, stderr=keyboard, start_new_session=True) as running,
    ):
        seen(screen, "(not shown): ")
        if status == 1:
            os.write(screen, key)
        else:  # A terminal sends the signal to the group that it controls; this one controls none.
            running.send_signal(signal.SIGINT)
        running.communicate(timeout=PATIENCE)

    assert running.returncode == status
    assert not path.exists()
    assert not emulator.requests


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
@pytest.mark.parametrize("asks", [True, False])
def test_what_is_no_text_is_one_line_that_shows_nothing_of_it(
    *, asks: bool, locale: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    options = ("login", "--account-sid", SID, "--no-check")
    with terminal(80) as (screen, keyboard):
        if asks:
            with process(*options, stdin=keyboard, stderr=keyboard, start_new_session=True) as running:
                seen(screen, "(not shown): ")
                os.write(screen, b"se\xffcret\n")
                said = seen(screen, "nothing was saved\r\n")
                running.communicate(timeout=PATIENCE)
        else:
            with process(*options, "--secret-stdin", stdin=subprocess.PIPE) as running:
                assert running.stdin is not None
                os.write(running.stdin.fileno(), b"se\xffcret\n")
                _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode == 1
    assert said.strip() == "twilio-async: what was given is no text: nothing was saved"
    assert not path.exists()


def test_a_terminal_that_shows_the_secret_is_refused(path: Path) -> None:
    options = ("login", "--account-sid", SID, "--secret-stdin", "--no-check")
    with terminal(80) as (_, keyboard):
        status, output, said = finished(*options, stdin=keyboard)

    assert (status, output) == (2, "")
    assert "give the secret by a pipe" in " ".join(said.replace("│", " ").split())
    assert not path.exists()


@pytest.mark.parametrize(
    ("options", "missing"),
    [((), "--account-sid"), (("--account-sid", SID), "--secret-stdin")],
)
def test_without_a_terminal_nobody_can_be_asked(
    options: tuple[str, ...], missing: str, invoke: Invoke
) -> None:
    result = invoke("login", *options, stdin="")

    assert result.exit_code == 2
    assert "there is no terminal to ask on" in told(result)
    assert missing in told(result)


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


def test_a_locked_keyring_is_one_line(emulator: Emulator, invoke: Invoke, path: Path) -> None:
    use(LockedKeyring)
    status, said = login(invoke, emulator)

    assert status == 1
    assert said.count("\n") == 1
    assert said.startswith("twilio-async: the keyring failed (KeyringLocked): unlock it, or set ")
    assert "locked for" not in said
    assert not path.exists()


@pytest.mark.usefixtures("backend")
def test_a_keyring_that_is_locked_later_is_one_line(emulator: Emulator, invoke: Invoke) -> None:
    login(invoke, emulator)
    use(LockedKeyring)
    locked = invoke("messages", "list")
    gone = invoke("logout", "--yes")

    assert locked.exit_code == 1
    assert locked.stderr.count("\n") == 1
    assert "the keyring failed (KeyringLocked): unlock it" in locked.stderr
    assert gone.exit_code == 0
    assert "The keyring still has an unused secret" in gone.stderr
    assert len(entries()) == 1


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


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("n\n", 1)])
def test_a_logout_asks(typed: str, status: int, emulator: Emulator, invoke: Invoke) -> None:
    login(invoke, emulator)
    refused = invoke("logout")
    with (
        terminal(80) as (screen, keyboard),
        process("logout", stdin=keyboard, stderr=keyboard) as running,
    ):
        question = seen(screen, "[y/N] ")
        os.write(screen, typed.encode())
        running.communicate(timeout=PATIENCE)

    assert refused.exit_code == 2
    assert "--yes: there is no terminal to ask on" in told(refused)
    assert f"Account  {emulator.account_sid}" in question
    assert running.returncode == status
    assert len(records(invoke("profiles", "--json"))) == status


def test_logout_of_what_is_not_there(invoke: Invoke) -> None:
    assert "no profile is the default one" in invoke("logout").stderr
    assert "there is no profile 'x'" in invoke("logout", "--profile", "x").stderr


@pytest.mark.usefixtures("backend")
def test_without_the_library_of_keyrings_there_is_none(
    emulator: Emulator, invoke: Invoke, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login(invoke, emulator, "--profile", "kept")
    monkeypatch.setitem(sys.modules, "keyring", None)
    status, said = login(invoke, emulator)
    kept = invoke("messages", "list", "--profile", "kept")

    assert status == 0
    assert said == (
        "The library keyring is not installed: pip install keyring; "
        f"the secret is in {path}, a file of mode 0600\n"
    )
    assert kept.exit_code == 1
    assert "and the library keyring is not installed: pip install keyring" in kept.stderr


@pytest.mark.usefixtures("backend")
def test_a_secret_in_a_keyring_that_is_no_longer_there(emulator: Emulator, invoke: Invoke) -> None:
    login(invoke, emulator)
    use(fail.Keyring)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "the secret is in a keyring, and no keyring is found here" in result.stderr

    use(FileKeyring)
    for entry in entries():
        keyring.delete_password(*entry.split("/", 1))
    assert "the secret of profile 'default' is gone: twilio-async login" in invoke("messages", "list").stderr


def test_without_a_home_there_is_no_profile(monkeypatch: pytest.MonkeyPatch, invoke: Invoke) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(os.path, "expanduser", str)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "set HOME or XDG_CONFIG_HOME" in result.stderr
