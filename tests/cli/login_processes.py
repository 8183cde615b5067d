"""Logins that are whole processes and ask nobody, and what they save."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import orjson

from .conftest import PATIENCE

SIDS = ("AC" + "1" * 32, "AC" + "2" * 32)


TOKENS = ("a" * 32, "b" * 32)


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


def saved(path: Path) -> dict[str, str | None]:
    """The profile in a file that nobody else may read."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    profile: dict[str, str | None] = orjson.loads(path.read_bytes())["profiles"]["default"]
    return profile
