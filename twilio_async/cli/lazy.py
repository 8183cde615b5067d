"""The commands of the program, each of which is imported when it is first asked for."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, cast

import typer
from attrs import field, frozen
from typer.core import TyperGroup, TyperOption
from typer.main import get_command, get_install_completion_arguments

from twilio_async.cli.arguments.usage_errors import plain_usage_errors
from twilio_async.cli.running import exit_statuses


class _GroupOption(TyperOption):
    """An option of a group that needs no pydantic: typer imports it to convert what is None, in 0.1 s."""

    def process_value(self, ctx: Any, value: Any) -> Any:
        """The value; where none is given, a flag is False, and anything else None."""
        if self.is_flag:
            return super().process_value(ctx, bool(value))
        return None if value is None else super().process_value(ctx, value)


class _Group(TyperGroup):
    """A group whose options are of that kind."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters."""
        params = super().get_params(ctx)
        for param in params:
            if isinstance(param, TyperOption) and not param.required:
                param.__class__ = _GroupOption
        return params


@frozen
class Place:
    """The place of a command in the program.

    Attributes:
        home: `module:name`, of the function of a command or of a `typer.Typer` with several.
        panel: The head under which the help has it.
        epilog: The end of its help.
    """

    home: str
    panel: str
    epilog: str | None = None

    def command(self, name: str) -> Any:
        """The command, under this name."""
        module, _, attribute = self.home.partition(":")
        found = getattr(import_module(module), attribute)
        holder = typer.Typer(add_completion=False)
        holder.callback()(_nothing)
        if isinstance(found, typer.Typer):
            holder.add_typer(found, name=name, cls=_Group, epilog=self.epilog, rich_help_panel=self.panel)
        else:
            holder.command(name, epilog=self.epilog, rich_help_panel=self.panel)(found)
        return cast("TyperGroup", get_command(holder)).commands[name]


@frozen
class LazyCommands(Mapping[str, Any]):
    """Commands by their names, made when they are first taken out.

    Attributes:
        places: Where they are.
    """

    places: Mapping[str, Place]
    _made: dict[str, Any] = field(factory=dict[str, Any], init=False)

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self.places[name].command(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def lazy_group(places: Mapping[str, Place]) -> type[TyperGroup]:
    """A kind of group that has the commands at these places, and the options for completion."""

    class LazyGroup(_Group):
        """A group whose commands are imported when they are first asked for."""

        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = cast("MutableMapping[str, Any]", LazyCommands(places))
            self.params.extend(get_install_completion_arguments())

        def invoke(self, ctx: Any) -> Any:
            """Run the command that the arguments name, whose usage errors have plain words."""
            with exit_statuses(), plain_usage_errors():
                return super().invoke(ctx)

    return LazyGroup


def _nothing() -> None:
    """A callback: with one, typer makes a group even of a single command."""
