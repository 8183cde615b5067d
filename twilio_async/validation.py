"""Validators of settings: a number out of range is a `ConfigurationError` that names it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

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
        fits = isinstance(value, int | float) and math.isfinite(value)
        if not fits or (value <= 0 if positive else value < least):  # type: ignore[operator]
            bound = "above 0" if positive else f"of at least {least}"
            raise ConfigurationError(f"{attribute.name} must be a number {bound}, not {value!r}")

    return check
