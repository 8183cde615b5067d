"""Groups of options: what belongs together is one parameter of a command, and several options of typer's."""

from collections.abc import Callable
from typing import Any, TypeVar, cast, get_args

from attrs import frozen

T = TypeVar("T")


def any_of(choices: Any) -> str:
    """The metavar of an option that takes one of a Literal's values; the help breaks it at its blanks."""
    return " | ".join(get_args(choices))


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
