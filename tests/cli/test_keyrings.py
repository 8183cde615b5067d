"""The secrets of profiles in the keyring of the system, whatever becomes of that."""

import stat
import sys
from pathlib import Path

import keyring
import orjson
import pytest
from keyring.backends import fail

from twilio_async.emulator import Emulator

from .conftest import Invoke
from .keyring_backends import FILE, FileKeyring, LockedKeyring, entries, use
from .logins import login


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A keyring of this system."""
    monkeypatch.setenv(FILE, str(tmp_path / "keyring.json"))
    use(FileKeyring)


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
