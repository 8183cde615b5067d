"""The views of records: the columns of their table, and the fields that every other form has.

A view knows its model by a function that imports it, so that `--help` does without the client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs
import typer
from attrs import frozen

if TYPE_CHECKING:
    from twilio_async import Model

M = TypeVar("M", bound="Model")
_NOT_TWILIOS = frozenset({"_extra", "http_response"})
SECRETS = frozenset(
    {
        "access_token",
        "api_secret",
        "auth_token",
        "client_secret",
        "credential",
        "password",
        "secondary_auth_token",
        "secret",
    }
)
"""Fields that are never shown, however deep in a record they are."""
_LEAST = 12


@frozen
class Column(Generic[M]):
    """One column of a table.

    Attributes:
        field: The field that it shows, by Twilio's name.
        title: Its head.
        text: What it shows of a record; the field itself where it is not given.
        short: A shorter form of that, for where room is short.
        rank: The column with the highest rank is the first to be short, or to go, where room is; 0 stays.
        least: The cells to which a long text is cut where room is short; without it nothing is cut.
        right: Whether it shows numbers, which end at the same place.
    """

    field: str
    title: str
    text: Callable[[M], object] | None = None
    short: Callable[[M], object] | None = None
    rank: int = 0
    least: int | None = None
    right: bool = False

    @property
    def shortened(self) -> Column[M]:
        """The column in its short form; itself where it has none."""
        return self if self.short is None else attrs.evolve(self, text=self.short, short=None)


@frozen
class View(Generic[M]):
    """What is shown of the records of one model.

    Attributes:
        model: Gives the model.
        columns: The columns of its table.
    """

    model: Callable[[], type[M]]
    columns: Sequence[Column[M]]

    def fields(self) -> Mapping[str, str]:
        """Twilio's names of the fields and the attributes of the model that hold them; no secrets."""
        names = [field.name for field in attrs.fields(self.model())]
        return {name.rstrip("_"): name for name in names if name not in _NOT_TWILIOS | SECRETS}

    def completions(self, incomplete: str) -> list[str]:
        """A text that names fields, continued by each field that it does not name yet."""
        *given, begun = incomplete.split(",")
        before = "".join(f"{name}," for name in given)
        return [f"{before}{name}" for name in self.fields() if name.startswith(begun) and name not in given]

    def chosen(self, names: str) -> Sequence[str]:
        """The fields that a text names, with commas between them, each once.

        Raises:
            typer.BadParameter: One is unknown, or there is none; the text has those that are known.
        """
        known = self.fields()
        chosen = list(dict.fromkeys(name for name in map(str.strip, names.split(",")) if name))
        unknown = next((name for name in chosen if name not in known), None)
        if unknown is not None or not chosen:
            complaint = "give some columns" if unknown is None else f"there is no column {unknown!r}"
            raise typer.BadParameter(f"{complaint}: there are {', '.join(known)}", param_hint="--columns")
        return chosen

    def columns_of(self, chosen: Sequence[str]) -> Sequence[Column[M]]:
        """The columns of a table of these fields; none of them goes, or is shortened, where room is short."""
        usual = {column.field: column for column in self.columns}
        return [
            attrs.evolve(usual[name], rank=0, short=None)
            if name in usual
            else Column[M](name, name, least=_LEAST)
            for name in chosen
        ]
