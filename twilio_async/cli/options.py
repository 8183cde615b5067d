"""Groups of options: what belongs together is one parameter of a command, and several options of typer's."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from attrs import frozen

T = TypeVar("T")


@frozen
class OptionGroup:
    """Options that belong together, as the default of the one parameter that a command has for them.

    Attributes:
        make: Makes the value of that parameter; the options are its parameters.
    """

    make: Callable[..., Any]


def options(make: Callable[..., T]) -> T:
    """A group of options, as the default of the parameter of a command that gets their value.

    Args:
        make: Makes the value of that parameter; the options are its parameters.
    """
    return cast("T", OptionGroup(make))
