"""The words of usage errors: where typer leaves them to pydantic, they are put in plain ones."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "int_parsing": lambda _: "is no whole number",
    "int_parsing_size": lambda _: "is too large a number",
    "float_parsing": lambda _: "is no number",
    "bool_parsing": lambda _: "is neither yes nor no",
    "greater_than_equal": lambda limit: f"is too small: give {limit['ge']} or more",
    "less_than_equal": lambda limit: f"is too large: give {limit['le']} or less",
    "greater_than": lambda limit: f"is too small: give more than {limit['gt']}",
    "less_than": lambda limit: f"is too large: give less than {limit['lt']}",
}
_VALUE_ERROR = "Value error, "


@contextmanager
def plain_usage_errors() -> Generator[None, None, None]:
    """Let the usage errors that are raised inside have no words of pydantic's."""
    try:
        yield
    except typer.BadParameter as error:
        error.message = _plain(error)
        raise


def _plain(error: typer.BadParameter) -> str:
    find: Callable[[], list[dict[str, Any]]] | None = getattr(error.__cause__, "errors", None)
    if find is None:
        return error.message
    [problem, *_] = find()
    words = _WORDS.get(problem["type"])
    if words is None:
        return error.message.replace(_VALUE_ERROR, "")
    return f"{problem['input']!r} {words(problem.get('ctx', {}))}"
