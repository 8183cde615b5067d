"""Printers of records on stdout, one for each format: what they print of a page, and behind the last one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from attrs import define, field, frozen

from twilio_async.cli.printing.forms import Form, text_of, values_of
from twilio_async.cli.printing.stdout import print_bytes, print_lines, print_summary
from twilio_async.cli.printing.tables import Table
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.text import printable_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async import Model

M = TypeVar("M", bound="Model")
M_contra = TypeVar("M_contra", bound="Model", contravariant=True)


class Printer(Protocol[M_contra]):
    """Prints records, page by page."""

    def page(self, records: Sequence[M_contra]) -> None:
        """Print a page."""
        ...

    def end(self) -> None:
        """Print what stands behind the last page."""
        ...


@frozen
class FormPrinter(Generic[M]):
    """Prints a form for programs.

    Attributes:
        form: The form.
        is_escaped: Whether it has its control characters escaped everywhere, as JSON has; else a terminal
            is shown escapes of them.
    """

    form: Form[M]
    is_escaped: bool

    def page(self, records: Sequence[M]) -> None:
        """The bytes of a page."""
        self._print(self.form.page(records))

    def end(self) -> None:
        """The bytes behind the last page."""
        self._print(self.form.end())

    def _print(self, content: bytes) -> None:
        if self.is_escaped or not sys.stdout.isatty():
            print_bytes(content)
        elif content:
            print_lines([printable_lines(content.decode())])


@define
class TablePrinter(Generic[M]):
    """Prints a table for people, and says what it does not show.

    Attributes:
        table: The table.
        worth_a_row: Whether a record is shown.
    """

    table: Table[M]
    worth_a_row: Callable[[M], bool]
    _is_empty: bool = field(default=True, init=False)

    def page(self, records: Sequence[M]) -> None:
        """The rows of a page."""
        rows = list(filter(self.worth_a_row, records))
        if rows:
            self._is_empty = False
            print_lines(self.table.lines(rows))

    def end(self) -> None:
        """Nothing, but for a word about what was not found, or had no room."""
        if self._is_empty:
            notices.say("Nothing found.")
        if self.table.left_out:
            notices.say(f"No room for {', '.join(self.table.left_out)}: see --columns, or -o csv for all")


@frozen
class SummaryPrinter(Generic[M]):
    """Prints names and values of a record one below the other, for people.

    Attributes:
        model: What the records are.
        fields: The names of their fields, and the attributes that hold them.
        is_chosen: Whether they were asked for; else those that hold a plain value are shown.
    """

    model: type[M]
    fields: Mapping[str, str]
    is_chosen: bool

    def page(self, records: Sequence[M]) -> None:
        """The records."""
        for record in records:
            values = values_of(self.model, self.fields, record)
            print_summary(
                {
                    name: text_of(value)
                    for name, value in values.items()
                    if self.is_chosen or not isinstance(value, dict | list | None)
                }
            )

    def end(self) -> None:
        """Nothing."""
