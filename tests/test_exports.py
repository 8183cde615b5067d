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

import pytest

import twilio_async
from twilio_async import api, history, webhooks
from twilio_async.core.codec.models import Model

EXPORTS: list[str] = vars(twilio_async)["__all__"]
PARTS = {"Dated", "LinkedRecord", "Record", "Webhooks", "SmsWebhooks", "CallStream"}
"""What only others are made of; so is what begins with `Any`, but for `AnsweredBy` and its like."""


def public_classes() -> Iterator[tuple[str, Any]]:
    """Names and classes of all resource modules, each where it is defined."""
    for info in pkgutil.walk_packages(api.__path__, f"{api.__name__}."):
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
    assert wanted.keys() <= {*EXPORTS}


@pytest.mark.parametrize(
    ("package", "besides"), [(twilio_async, {"__version__"}), (history, set[str]()), (webhooks, set[str]())]
)
def test_type_checkers_see_what_programs_see(package: Any, besides: set[str]) -> None:
    tree = ast.parse(Path(package.__file__).read_text())
    (seen,) = [
        node.body
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    statements = [node for node in seen if isinstance(node, ast.ImportFrom)]
    names = {(alias.name, alias.asname): node.module for node in statements for alias in node.names}

    assert {(name, name): getattr(package, name).__module__ for name, _ in names} == names
    assert {name for name, _ in names} | besides == {*vars(package)["__all__"]}


def test_every_export_is_there_once() -> None:
    assert len(EXPORTS) == len({*EXPORTS})
    assert all(hasattr(twilio_async, name) for name in EXPORTS)
    assert {*dir(twilio_async)} == {*EXPORTS}
    assert not hasattr(twilio_async, "Mesage")


def loaded(statement: str) -> list[str]:
    """The modules of the package, and those that it needs, that are there behind a statement."""
    program = (
        f"import sys; {statement};"
        "print(*sorted(name for name in sys.modules if name.partition('.')[0] in"
        " ('twilio_async', 'aiohttp', 'attrs', 'cattrs', 'lxml', 'pydantic')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_package_by_itself_loads_nothing() -> None:
    assert loaded("import twilio_async, twilio_async.pytest_plugin") == [
        "twilio_async",
        "twilio_async.lazy",
        "twilio_async.pytest_plugin",
        "twilio_async.version",
    ]


def test_resources_are_loaded_when_they_are_used() -> None:
    names = loaded("import twilio_async; twilio_async.Client('AC' + '0a' * 16, 'x' * 32)")

    assert [name for name in names if name.startswith(("twilio_async.api", "twilio_async.declare"))] == [
        "twilio_async.api",
        "twilio_async.api.v2010",
        "twilio_async.api.v2010.account",
        "twilio_async.declare",
        "twilio_async.declare.base",
        "twilio_async.declare.sids",
    ]
