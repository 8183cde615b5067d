"""The file of the profiles and its folder: private, and left alone if damaged or open to others."""

import stat
from pathlib import Path

import pytest

from .conftest import Invoke, records
from .keyring_backends import entries
from .login_processes import SIDS, TOKENS, login, login_by, saved

UNPRIVILEGED = """
import ctypes, os, struct
if os.getuid() == 0:  # Root gives up the right to read and write whatever there is.
    header = struct.pack("Ii", 0x20080522, 0)
    ctypes.CDLL(None).capset(header, struct.pack("IIIIII", 0, 0, 0, 0, 0, 0))
from twilio_async.cli import main
main()
"""
"""The program without the privileges of root."""


@pytest.mark.usefixtures("keyring")
def test_what_the_keyring_got_is_taken_out_where_the_profile_cannot_be_saved(path: Path) -> None:
    path.parent.mkdir(parents=True, mode=0o500)
    try:
        status, said = login_by(UNPRIVILEGED, 0)
    finally:
        path.parent.chmod(0o700)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be written: Permission denied\n"
    assert entries() == {}


@pytest.mark.usefixtures("keyring")
def test_a_folder_that_cannot_be_read_takes_the_file_that_a_link_names(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    path.parent.mkdir(mode=0o700, parents=True)
    path.symlink_to(folder / "profiles.json")
    folder.chmod(0o300)
    try:
        ended = login_by(UNPRIVILEGED, 0)
    finally:
        folder.chmod(0o700)

    assert ended == (0, "")
    assert entries() == {f"twilio-async/{saved(path)['keyring_entry']}": TOKENS[0]}


def test_a_folder_that_cannot_be(path: Path, tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("a file")
    status, said = login(0)

    assert status == 1
    assert said == f"twilio-async: the folder {path.parent} cannot be used: Not a directory\n"


def test_a_read_only_folder(path: Path) -> None:
    login(0)
    before = path.read_bytes()
    path.parent.chmod(0o500)
    try:
        status, said = login_by(UNPRIVILEGED, 1)
    finally:
        path.parent.chmod(0o700)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be written: Permission denied\n"
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read(path: Path) -> None:
    login(0)
    path.chmod(0)
    status, said = login_by(UNPRIVILEGED, 1)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be read: Permission denied\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Input data was truncated"),
        (b"{", "Input data was truncated"),
        (b"[]", "Expected `object`"),
        (b"\xff\xfe", "malformed"),
        (b'{"profiles": {"x": {"account_sid": "\xff"}}}', "utf-8"),
        (b'{"profiles": {"x": {}}}', "account_sid"),
        (b'{"x": ' + b"[" * 100_000, "recursion"),
    ],
)
def test_a_damaged_file_is_one_line_and_is_left_alone(
    content: bytes, said: str, path: Path, invoke: Invoke
) -> None:
    path.parent.mkdir(mode=0o700, parents=True)
    path.write_bytes(content)
    path.chmod(0o600)
    for command in (("messages", "list"), ("profiles",), ("logout",)):
        result = invoke(*command)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert f"{path} is damaged" in result.stderr
        assert said in result.stderr
    assert login(0)[0] == 1
    assert path.read_bytes() == content


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_file_that_is_open_to_others_is_refused(mode: int, path: Path, invoke: Invoke) -> None:
    login(0)
    path.chmod(mode)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert f"{path} is open to others (mode {mode:04o}): chmod 600 it" in result.stderr


@pytest.mark.usefixtures("account")
def test_who_has_variables_needs_no_file(path: Path, invoke: Invoke) -> None:
    path.mkdir(parents=True)

    assert invoke("messages", "list").exit_code == 0


def test_a_link_to_the_file_stays_one(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True)
    path.symlink_to(tmp_path / "elsewhere.json")

    assert login(0)[0] == 0
    assert path.is_symlink()
    assert saved(tmp_path / "elsewhere.json")["account_sid"] == SIDS[0]


def test_a_folder_that_is_open_to_others_is_closed(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    status, said = login(0)

    assert status == 0
    assert said.startswith(
        f"The folder {path.parent} was open to others (mode 0755); now it is yours alone\n"
    )
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "open to others" not in login(0)[1]


@pytest.mark.parametrize("mode", [0o770, 0o722])
def test_a_file_that_others_can_exchange_is_refused(mode: int, path: Path, invoke: Invoke) -> None:
    login(0)
    path.parent.chmod(mode)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert result.stderr == (
        f"twilio-async: others can change the folder {path.parent} (mode {mode:04o}): chmod 700 it, and look "
        "at profiles.json in it\n"
    )


@pytest.mark.parametrize("folder", ["", "relative"])
def test_a_folder_for_settings_that_is_none_is_the_usual_one(
    folder: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    assert login(0)[0] == 0

    assert [profile["name"] for profile in records(invoke("profiles", "--json"))] == ["default"]
    assert (tmp_path / "home" / ".config" / "twilio-async" / "profiles.json").exists()
