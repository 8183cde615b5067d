"""The start of the program: no help imports what it does without, and no command is imported for another."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from twilio_async.cli.app import app

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


def commands(command: Any, *path: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """A command and all below it, with their names."""
    yield command, path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, *path, name)


def imported(*arguments: str) -> set[str]:
    """The modules that a process has at its end."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stderr.split())


@pytest.mark.parametrize("path", [path for _, path in commands(typer.main.get_command(app))], ids=" ".join)
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


every_width = pytest.mark.parametrize("width", ["60", "80"])


@every_width
def test_each_command_and_group_has_an_example(
    width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for _, path in commands(typer.main.get_command(app)):
        with pytest.raises(SystemExit):
            app([*path, "--help"])
        text = capsys.readouterr().out
        assert f"Example: {' '.join(['twilio-async', *path])} " in f"{' '.join(text.split())} "


@every_width
def test_no_help_breaks_a_value_or_an_option_in_the_middle(
    width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for command, path in commands(typer.main.get_command(app)):
        with pytest.raises(SystemExit):
            app([*path, "--help"])
        words = set(re.split(r"[\s,│]+|(?<=[a-z])\.\s", capsys.readouterr().out))
        for param in command.params:
            values = getattr(param.type_descriptor, "choices", None) or ()
            options = [option for option in param.opts if option.startswith("--") and width == "80"]
            metavar = (param.metavar or "").replace(" | ", " ").split()
            missing = {*map(str, values), *options, *metavar} - words - {"A,B,C"}
            assert not missing or param.hidden, path
