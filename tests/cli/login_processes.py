"""Logins that are processes of their own and ask nobody, and what they save."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import orjson

from .conftest import PATIENCE
from .processes import finished_fork

SIDS = ("AC" + "1" * 32, "AC" + "2" * 32)
TOKENS = ("a" * 32, "b" * 32)


def login(number: int) -> tuple[int, str]:
    """Exit status and stderr of a login that does not ask Twilio."""
    reading, writing = os.pipe()
    try:
        with os.fdopen(writing, "w") as secret:
            secret.write(f"{TOKENS[number]}\n")
        status, _, said = finished_fork(*_arguments(number), stdin=reading)
    finally:
        os.close(reading)
    return status, said


def login_by(program: str, number: int, **variables: str) -> tuple[int, str]:
    """Likewise, of a whole process that runs this program."""
    ended = subprocess.run(
        [sys.executable, "-c", program, *_arguments(number)],
        input=f"{TOKENS[number]}\n",
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.returncode, ended.stderr


def _arguments(number: int) -> list[str]:
    return ["login", "--account-sid", SIDS[number], "--secret-stdin", "--no-check", "--yes"]


def saved(path: Path) -> dict[str, str | None]:
    """The profile in a file that nobody else may read."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    profile: dict[str, str | None] = orjson.loads(path.read_bytes())["profiles"]["default"]
    return profile
