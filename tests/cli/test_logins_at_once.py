"""Logins at the same time: each waits for the other, and none is lost."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import PATIENCE, Invoke, records
from .login_processes import SIDS, login
from .processes import process


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
