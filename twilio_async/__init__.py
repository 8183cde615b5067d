"""An asyncio client for the Twilio REST API.

async with Client() as client:
    message = await client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")

The public names are those of `__init__.pyi`. Each is imported when it is first used: a program that uses one
of them does not wait for all, and one that uses none (every run of pytest, by the plugin) pays nothing.
"""

import ast
import pkgutil
from functools import cache
from importlib import import_module
from typing import Any


@cache
def _homes() -> dict[str, str]:
    """The public names by which they are imported, and their modules."""
    stub = ast.parse(pkgutil.get_data(__name__, "__init__.pyi") or b"")
    imports = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    return {name.name: node.module or "" for node in imports for name in node.names}


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return [*_homes()]
    if name not in _homes():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(_homes()[name]), name)
    return globals()[name]


def __dir__() -> list[str]:
    return [*_homes()]
