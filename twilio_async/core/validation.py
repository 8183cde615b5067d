"""Checks of settings: a value that cannot be is a `ConfigurationError` that names the setting."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeGuard

from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from attrs import Attribute


def number(
    *, least: float = 0, positive: bool = False, optional: bool = False
) -> Callable[[Any, Attribute[Any], Any], None]:
    """A validator for a finite number: at least `least`, or above 0, or None where that is allowed."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if value is None and optional:
            return
        fits = is_number(value) and math.isfinite(value) and (value > 0 if positive else value >= least)
        if not fits:
            bound = "above 0" if positive else f"of at least {least}"
            raise ConfigurationError(f"{attribute.name} must be a number {bound}, not {value!r}")

    return check


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number of Python's, which True and False are only by descent."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_type(argument: str, value: object, kind: type, *, such_as: str) -> None:
    """Refuse a value that is no `kind`.

    Raises:
        ConfigurationError: It is something else; the text gives an example.
    """
    if not isinstance(value, kind) or (kind is int and not is_number(value)):
        held = f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
        article = "an" if kind.__name__[0] in "aeiou" else "a"
        raise ConfigurationError(f"{argument} takes {article} {kind.__name__}, such as {such_as}, not {held}")
