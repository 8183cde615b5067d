"""What the package exports: every record, enumeration and group of settings, each loaded when it is used."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, is_typeddict

import twilio_async
from twilio_async import resources
from twilio_async.codec import Model

PARTS = {"Dated", "LinkedRecord", "Record", "Webhooks", "SmsWebhooks", "CallStream"}
"""What only others are made of; so is what begins with `Any`, but for `AnsweredBy` and its like."""


def public_classes() -> Iterator[tuple[str, Any]]:
    """Names and classes of all resource modules, each where it is defined."""
    for info in pkgutil.walk_packages(resources.__path__, f"{resources.__name__}."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == info.name and not name.startswith("_"):
                yield name, value


def is_part(name: str) -> bool:
    return name in PARTS or (name.startswith("Any") and name[3:4].isupper())


def test_all_that_a_program_needs_to_name_is_exported() -> None:
    wanted = {
        name: value
        for name, value in public_classes()
        if not is_part(name) and (issubclass(value, Model | Enum) or is_typeddict(value))
    }

    assert len(wanted) > 90
    assert {name: getattr(twilio_async, name, None) for name in wanted} == wanted
    assert wanted.keys() <= {*twilio_async.__all__}


def test_type_checkers_see_what_programs_see() -> None:
    tree = ast.parse(Path(twilio_async.__file__).read_text())
    (seen,) = [
        node.body
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    statements = [node for node in seen if isinstance(node, ast.ImportFrom)]
    names = {(alias.name, alias.asname): node.module for node in statements for alias in node.names}
    static = {(element,) for node in tree.body if isinstance(node, ast.Assign) for element in elements(node)}

    assert {(name, name): getattr(twilio_async, name).__module__ for name, _ in names} == names
    assert {name for name, _ in names} | {name for (name,) in static} == {*twilio_async.__all__}


def elements(assignment: ast.Assign) -> list[str]:
    """The texts in a list that is assigned to `__all__`."""
    if ast.unparse(assignment.targets[0]) != "__all__":
        return []
    listed: list[str] = ast.literal_eval(assignment.value)
    return listed


def test_every_export_is_there_once() -> None:
    assert len(twilio_async.__all__) == len({*twilio_async.__all__})
    assert all(hasattr(twilio_async, name) for name in twilio_async.__all__)
    assert {*dir(twilio_async)} == {*twilio_async.__all__}
    assert not hasattr(twilio_async, "Mesage")


def test_resources_are_loaded_when_they_are_used() -> None:
    program = (
        "import sys, twilio_async;"
        "twilio_async.Client('AC' + '0a' * 16, 'x' * 32);"
        "print(*sorted(name for name in sys.modules if name.startswith('twilio_async.resources')))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert loaded.stdout.split() == [
        "twilio_async.resources",
        "twilio_async.resources.base",
        "twilio_async.resources.tree",
    ]
