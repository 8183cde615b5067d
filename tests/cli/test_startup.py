"""The start of the program: no help imports what it does without, and no command is imported for another."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import typer

from twilio_async.cli.app import app

HEAVY = {"aiohttp", "cattrs", "msgspec", "pydantic", "twilio_async.client", "twilio_async.emulator", "uvloop"}
SCRIPT = """
import contextlib, io, json, sys
from twilio_async.cli.app import app
imported = {"at the start": sorted(sys.modules)}
for path in json.loads(sys.argv[1]):
    before = set(sys.modules)
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        app([*path, "--help"])
    imported[" ".join(path)] = sorted(set(sys.modules) - before)
print(json.dumps(imported))
"""


def commands(command: Any, *path: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """A command and all below it, with their names."""
    yield command, path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, *path, name)


def imported(*paths: tuple[str, ...]) -> dict[str, list[str]]:
    """The modules that a process imports for the help of each command, one after the other."""
    command = [sys.executable, "-c", SCRIPT, orjson.dumps(paths).decode()]
    modules: dict[str, list[str]] = orjson.loads(subprocess.check_output(command))
    return modules


def test_help_does_without_the_client() -> None:
    modules = imported(*(path for _, path in commands(typer.main.get_command(app))))

    assert "usage months" in modules
    assert {path: HEAVY & set(names) for path, names in modules.items() if HEAVY & set(names)} == {}


def test_only_the_command_that_runs_is_imported() -> None:
    modules = {name for names in imported(("calls", "list")).values() for name in names}
    families = {name for name in modules if name.startswith("twilio_async.cli.commands.")}

    assert families == {"twilio_async.cli.commands.calls"}


@pytest.mark.parametrize("width", ["60", "80"])
def test_each_help_has_an_example_and_breaks_no_value_or_option_in_the_middle(
    width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for command, path in commands(typer.main.get_command(app)):
        with pytest.raises(SystemExit):
            app([*path, "--help"])
        text = capsys.readouterr().out
        assert f"Example: {' '.join(['twilio-async', *path])} " in f"{' '.join(text.split())} "
        words = set(re.split(r"[\s,│]+|(?<=[a-z])\.\s", text))
        for param in command.params:
            values = getattr(param.type_descriptor, "choices", None) or ()
            options = [option for option in param.opts if option.startswith("--") and width == "80"]
            metavar = (param.metavar or "").replace(" | ", " ").split()
            missing = {*map(str, values), *options, *metavar} - words - {"A,B,C"}
            assert not missing or param.hidden, path
