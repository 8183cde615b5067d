"""A login that a kill, an interrupt or a full disk breaks off: all it leaves is whole, no secret is over."""

import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Invoke, records
from .keyring_backends import entries
from .login_processes import SIDS, TOKENS, login, login_by, saved

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


def steps(folder: Path) -> Iterator[int]:
    """Log in as another account, killed in front of each step in the folder, until one gets to its end."""
    for step in range(1, 100):
        status, said = login_by(KILLED, 1, TESTS_FOLDER=str(folder), TESTS_KILLED_AT=str(step))
        if status == 0:
            return
        assert status == -signal.SIGKILL, said
        yield step
    pytest.fail("it takes more steps than that")


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
    status, said = login_by(LIMITED, 1)

    assert status == 1
    assert said == f"twilio-async: {path} cannot be written: File too large\n"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("keyring")
def test_an_interrupt_in_front_of_the_secret_leaves_nothing(path: Path, invoke: Invoke) -> None:
    status, said = login_by(INTERRUPTED, 0, TESTS_INTERRUPTED_AT="1")

    assert (status, said) == (130, "twilio-async: Interrupted\n")
    assert entries() == {}
    assert path.exists()
    assert records(invoke("profiles", "--json")) == []


@pytest.mark.usefixtures("keyring")
def test_an_interrupt_behind_the_replacement_keeps_the_secret(path: Path) -> None:
    status, said = login_by(INTERRUPTED, 0, TESTS_INTERRUPTED_AT="2")

    assert (status, said) == (130, "twilio-async: Interrupted\n")
    assert entries() == {f"twilio-async/{saved(path)['keyring_entry']}": TOKENS[0]}
