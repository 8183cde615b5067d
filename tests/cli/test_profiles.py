"""The file of the profiles: it is whole and private at every moment, whatever happens to who writes it."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from .conftest import PATIENCE, Invoke, records
from .keyring_backends import FILE, FileKeyring, entries, name_of
from .processes import process

SIDS = ("AC" + "1" * 32, "AC" + "2" * 32)
TOKENS = ("a" * 32, "b" * 32)
PAIRS: list[tuple[str | None, str | None]] = list(zip(SIDS, TOKENS, strict=True))
KILLED = """
import os, signal, sys

folder, last = os.environ["TESTS_FOLDER"], int(os.environ["TESTS_KILLED_AT"])
steps = 0

def watch(event, arguments):
    global steps
    named = [os.fsdecode(each) for each in arguments if isinstance(each, (str, bytes, os.PathLike))]
    if event in EVENTS and any(folder in each for each in named):
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

EVENTS = {"open", "os.mkdir", "os.remove", "os.rename", "os.chmod"}
sys.addaudithook(watch)
from twilio_async.cli import main
main()
"""
"""The program, killed in front of its n-th step in a folder."""

LIMITED = """
import resource
usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, usual[1]))
from twilio_async.cli import main
try:
    main()
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)  # A report of coverage needs more.
"""
"""The program on a disk where a file has room for 20 bytes."""


INTERRUPTED = """
import os, signal, sys

renamed, last = 0, int(os.environ["TESTS_INTERRUPTED_AT"])

def watch(event, arguments):
    global renamed
    if renamed == last and event == "open":
        renamed += 1
        os.kill(os.getpid(), signal.SIGINT)
    renamed += event == "os.rename"

sys.addaudithook(watch)
from twilio_async.cli import main
main()
"""
"""The program, interrupted behind the n-th replacement of its file."""


UNPRIVILEGED = """
import ctypes, os, struct
if os.getuid() == 0:  # Root gives up the right to read and write whatever there is.
    header = struct.pack("Ii", 0x20080522, 0)
    ctypes.CDLL(None).capset(header, struct.pack("IIIIII", 0, 0, 0, 0, 0, 0))
from twilio_async.cli import main
main()
"""
"""The program without the privileges of root."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "twilio-async" / "profiles.json"


def login(number: int, program: str = "", **variables: str) -> tuple[int, str]:
    """Exit status and stderr of a whole process that logs in without asking Twilio."""
    run = ["-c", program] if program else ["-m", "twilio_async"]
    options = ["--account-sid", SIDS[number], "--secret-stdin", "--no-check", "--yes"]
    ended = subprocess.run(
        [sys.executable, *run, "login", *options],
        input=f"{TOKENS[number]}\n",
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.returncode, ended.stderr


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a keyring that all processes have."""
    file = tmp_path / "keyring.json"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name_of(FileKeyring))
    monkeypatch.setenv(FILE, str(file))
    return file


def steps(folder: Path) -> Iterator[int]:
    """Log in as another account, killed in front of each step in the folder, until one gets to its end."""
    for step in range(1, 100):
        status, said = login(1, KILLED, TESTS_FOLDER=str(folder), TESTS_KILLED_AT=str(step))
        if status == 0:
            return
        assert status == -signal.SIGKILL, said
        yield step
    pytest.fail("it takes more steps than that")


def saved(path: Path) -> dict[str, str | None]:
    """The profile in a file that nobody else may read."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    profile: dict[str, str | None] = orjson.loads(path.read_bytes())["profiles"]["default"]
    return profile


def test_a_kill_at_any_step_leaves_one_whole_profile(path: Path, invoke: Invoke) -> None:
    login(0)
    before = path.read_bytes()
    seen: set[str | None] = set()
    for _ in steps(path.parent):
        profile = saved(path)
        seen.add(profile["secret"])
        assert (profile["account_sid"], profile["secret"]) in PAIRS
        assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in path.parent.iterdir())
        assert invoke("profiles").exit_code == 0
        path.write_bytes(before)

    assert seen == set(TOKENS)
    assert saved(path)["account_sid"] == SIDS[1]
    assert list(path.parent.iterdir()) == [path]


def test_a_kill_at_any_step_leaves_no_secret_to_another_account_nor_to_nobody(
    path: Path, keyring: Path
) -> None:
    assert login(0) == (0, "")
    before = path.read_bytes(), keyring.read_bytes()
    left: set[int] = set()
    for _ in steps(path.parent):
        profile = saved(path)
        entry = entries().get(f"twilio-async/{profile['keyring_entry']}")
        assert (profile["account_sid"], entry) in PAIRS
        left.add(len(entries()))

        assert login(0) == (0, "")
        assert entries() == {f"twilio-async/{saved(path)['keyring_entry']}": TOKENS[0]}
        path.write_bytes(before[0])
        keyring.write_bytes(before[1])

    assert left == {1, 2}
    assert saved(path)["account_sid"] == SIDS[1]
    assert list(entries().values()) == [TOKENS[1]]


def test_a_first_login_that_is_killed_leaves_no_profile(path: Path, invoke: Invoke) -> None:
    for _ in steps(path.parent):
        assert not path.exists() or saved(path)["secret"] == TOKENS[1]
        assert invoke("profiles").exit_code == 0
        path.unlink(missing_ok=True)


def test_a_full_disk_loses_nothing(path: Path) -> None:
    login(0)
    before = path.read_bytes()
    status, said = login(1, LIMITED)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be written: File too large\n"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("keyring")
def test_what_the_keyring_got_is_taken_out_where_the_profile_cannot_be_saved(path: Path) -> None:
    path.parent.mkdir(parents=True, mode=0o500)
    try:
        status, said = login(0, UNPRIVILEGED)
    finally:
        path.parent.chmod(0o700)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be written: Permission denied\n"
    assert entries() == {}


@pytest.mark.usefixtures("keyring")
def test_an_interrupt_in_front_of_the_secret_leaves_nothing(path: Path, invoke: Invoke) -> None:
    status, said = login(0, INTERRUPTED, TESTS_INTERRUPTED_AT="1")

    assert (status, said) == (130, "twilio-async: Interrupted\n")
    assert entries() == {}
    assert path.exists()
    assert records(invoke("profiles", "--json")) == []


@pytest.mark.usefixtures("keyring")
def test_an_interrupt_behind_the_replacement_keeps_the_secret(path: Path) -> None:
    status, said = login(0, INTERRUPTED, TESTS_INTERRUPTED_AT="2")

    assert (status, said) == (130, "twilio-async: Interrupted\n")
    assert entries() == {f"twilio-async/{saved(path)['keyring_entry']}": TOKENS[0]}


@pytest.mark.usefixtures("keyring")
def test_a_folder_that_cannot_be_read_takes_the_file_that_a_link_names(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    path.parent.mkdir(mode=0o700, parents=True)
    path.symlink_to(folder / "profiles.json")
    folder.chmod(0o300)
    try:
        ended = login(0, UNPRIVILEGED)
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
        status, said = login(1, UNPRIVILEGED)
    finally:
        path.parent.chmod(0o700)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be written: Permission denied\n"
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read(path: Path) -> None:
    login(0)
    path.chmod(0)
    status, said = login(1, UNPRIVILEGED)

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


def test_of_many_at_the_same_time_none_is_lost(path: Path, invoke: Invoke) -> None:
    names = [f"customer{number}" for number in range(4)]
    options = ("--account-sid", SIDS[0], "--secret-stdin", "--no-check")
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "twilio_async", "login", "--profile", name, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    for each in started:
        each.communicate(b"secret\n", timeout=PATIENCE)

    assert [each.returncode for each in started] == [0] * len(names)
    assert sorted(profile["name"] for profile in records(invoke("profiles", "--json"))) == names
    assert path.exists()


@pytest.mark.parametrize("is_patient", [True, False])
def test_who_waits_for_another_login_is_told_and_can_end_that(*, is_patient: bool, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True)
    options = ("--account-sid", SIDS[0], "--secret-stdin", "--no-check")
    lock = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        with process("login", *options, stdin=subprocess.PIPE) as running:
            assert running.stdin is not None
            assert running.stderr is not None
            running.stdin.write("secret\n")
            running.stdin.flush()
            said = running.stderr.readline()
            if is_patient:
                fcntl.flock(lock, fcntl.LOCK_UN)
            else:
                running.send_signal(signal.SIGINT)
            running.communicate(timeout=PATIENCE)
    finally:
        os.close(lock)

    assert said == "Waiting for another login to end\n"
    assert running.returncode == (0 if is_patient else 130)
    assert path.exists() is is_patient


def test_of_two_logins_none_replaces_the_account_of_the_other_unasked(path: Path) -> None:
    assert login(1)[0] == 0
    others = path.read_bytes()
    path.unlink()
    lock = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        options = ("--account-sid", SIDS[0], "--secret-stdin", "--no-check")
        with process("login", *options, stdin=subprocess.PIPE) as running:
            assert running.stdin is not None
            assert running.stderr is not None
            running.stdin.write("secret\n")
            running.stdin.flush()
            assert running.stderr.readline() == "Waiting for another login to end\n"
            path.touch(mode=0o600)
            path.write_bytes(others)
            fcntl.flock(lock, fcntl.LOCK_UN)
            _, said = running.communicate(timeout=PATIENCE)
    finally:
        os.close(lock)

    assert running.returncode == 1
    assert said.startswith(f"twilio-async: the profile 'default' has become account {SIDS[1]} meanwhile: ")
    assert path.read_bytes() == others


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
