"""The start of the program: no help imports what it does without, and no command is imported for another."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from twilio_async.cli.app import app

from .test_running import GROUPS

HEAVY = {"aiohttp", "cattrs", "msgspec", "pydantic", "twilio_async.client", "twilio_async.emulator", "uvloop"}
SCRIPT = """
import sys
from twilio_async.cli import main
sys.argv = ["twilio-async", *sys.argv[1:]]
try:
    main()
finally:
    sys.stderr.write(" ".join(sys.modules))
"""


def paths(command: object, *path: str) -> Iterator[tuple[str, ...]]:
    """The names of a command and of all below it."""
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from paths(below, *path, name)


def imported(*arguments: str) -> set[str]:
    """The modules that a process has at its end."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stderr.split())


@pytest.mark.parametrize("path", list(paths(typer.main.get_command(app))), ids=" ".join)
def test_help_does_without_the_client(path: tuple[str, ...]) -> None:
    unneeded = (
        HEAVY - {"pydantic"} if path == ("usage", "months") else HEAVY
    )  # The options of `usage` are read.

    assert not imported(*path, "--help") & unneeded


def test_only_the_command_that_runs_is_imported() -> None:
    modules = {name for name in imported("calls", "list", "--help") if name.startswith("twilio_async.cli.")}

    assert "twilio_async.cli.commands.calls" in modules
    assert not modules & {
        f"twilio_async.cli.{name}" for name in ("messages", "numbers", "usage", "raw", "demo")
    }


def test_each_command_has_an_example_and_each_group_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    for path in paths(typer.main.get_command(app)):
        with pytest.raises(SystemExit):
            app([*path, "--help"])
        text = capsys.readouterr().out
        if path not in {(group,) for group in GROUPS}:
            assert f"Example: {' '.join(['twilio-async', *path])}" in " ".join(text.split())
