"""Completion in the shells themselves: bash and zsh are typed into on a terminal, fish is asked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import PATIENCE
from .processes import seen, terminal

STATUSES = {"queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"}
MMS = ["mms-inbound", "mms-inbound-longcode", "mms-inbound-shortcode"]
SET_UP = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(twilio-async --show-completion)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -U compinit; compinit -u; eval "$(twilio-async --show-completion)"',
    ),
}


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with the program under its name on it."""
    program = tmp_path / "bin" / "twilio-async"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m twilio_async "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return f"{program.parent}{os.pathsep}{os.environ['PATH']}"


def shell(name: str) -> str:
    """The program of a shell."""
    found = shutil.which(name)
    assert found, f"{name} is missing: `apt-get install bash zsh fish`, as .ci/run does"
    return found


@contextmanager
def typing(name: str, path: str, home: Path) -> Generator[int, None, None]:
    """A shell that knows the completions, and the terminal to type into."""
    (program, *options), set_up = SET_UP[name]
    environment = {"PATH": path, "HOME": str(home), "TERM": "dumb", "LANG": "C.UTF-8", "PS1": "> "}
    with terminal(120) as (screen, keyboard):
        running = subprocess.Popen(
            [shell(program), *options], stdin=keyboard, stdout=keyboard, stderr=keyboard, env=environment
        )
        with running:
            try:
                os.write(screen, f"{set_up}; echo set-$((1 + 1))\n".encode())
                seen(screen, "set-2\r\n")
                yield screen
            finally:
                running.kill()


@pytest.mark.parametrize("name", list(SET_UP))
def test_a_shell_completes_commands_and_values(name: str, path: str, tmp_path: Path) -> None:
    with typing(name, path, tmp_path) as screen:
        os.write(screen, b"twilio-async recor\t")
        seen(screen, "dings")
        os.write(screen, b"li\t")
        seen(screen, "list")
        os.write(screen, b"\x15twilio-async numbers search US --kind mach\t")
        seen(screen, "ine-to-machine")
        os.write(screen, b"\x15twilio-async messages list -o nd\t")
        seen(screen, "json")
        os.write(screen, b"\x15twilio-async calls list --columns sid,durat\t")
        seen(screen, "sid,duration")
        os.write(screen, b"\x15twilio-async usage --category calls-glob\t")
        seen(screen, "calls-globalconference")
        os.write(screen, b"\x15twilio-async raw DEL\t")
        seen(screen, "DELETE")
        os.write(screen, b"\x15twilio-async calls list --status \t\t")
        shown = seen(screen, max(STATUSES))  # The last one in the order of the alphabet.

    assert {word for word in shown.split() if word in STATUSES} == STATUSES


def complete(line: str, path: str, home: Path) -> list[str]:
    """The words that fish offers at the end of a line."""
    script = 'twilio-async --show-completion | source; complete -C "$argv[1]"'
    environment = {"PATH": path, "HOME": str(home), "TERM": "dumb", "LANG": "C.UTF-8"}
    output = subprocess.run(
        [shell("fish"), "--no-config", "-c", script, line],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    ).stdout
    return [offer.partition("\t")[0] for offer in output.splitlines()]


def test_fish_completes_commands_and_values(path: str, tmp_path: Path) -> None:
    assert complete("twilio-async recor", path, tmp_path) == ["recordings"]
    assert set(complete("twilio-async calls list --status ", path, tmp_path)) == STATUSES
    assert complete("twilio-async messages list -o nd", path, tmp_path) == ["ndjson"]
    assert "--columns" in complete("twilio-async messages list --", path, tmp_path)
    assert complete("twilio-async messages get --columns num", path, tmp_path) == [
        "num_media",
        "num_segments",
    ]
    assert complete("twilio-async calls list --columns sid,durat", path, tmp_path) == ["sid,duration"]
    assert complete("twilio-async usage --category mms-in", path, tmp_path) == MMS
    assert complete("twilio-async raw p", path, tmp_path) == ["patch", "post", "put"]
