"""The output of commands on stdout, in the form that the user chose; nothing but data goes there.

A list is written page by page as it comes, a table of it as wide as its terminal. Elsewhere a table has every
column, and no codes for a terminal.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Generic, Literal, TypeAlias, TypeVar

import typer
from attrs import evolve, frozen

from twilio_async.cli.interrupts import interrupts
from twilio_async.cli.notices import notices
from twilio_async.cli.options import options
from twilio_async.cli.printing.text import printable, printable_lines, without_raw_controls
from twilio_async.cli.printing.views import View

if TYPE_CHECKING:
    from twilio_async import Listing, Model
    from twilio_async.cli.printing.forms import Form
    from twilio_async.cli.printing.tables import Table

M = TypeVar("M", bound="Model")
FormName: TypeAlias = Literal["table", "json", "ndjson", "csv", "tsv"]
_LIMIT = 20
_PANEL = "Output"
FormOption = Annotated[
    FormName | None,
    typer.Option("--output", "-o", help="The form; a table where it is not given.", rich_help_panel=_PANEL),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Short for -o ndjson: one object a line.", rich_help_panel=_PANEL)
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        metavar="A,B,C",
        help="The fields to show, by Twilio's names; an unknown one lists those that there are.",
        rich_help_panel=_PANEL,
    ),
]
_LimitOption = Annotated[
    int | None,
    typer.Option(
        min=0, metavar="N", help=f"The most records; {_LIMIT} where it is not given.", rich_help_panel=_PANEL
    ),
]
_AllOption = Annotated[
    bool, typer.Option("--all", help="All records, however many there are.", rich_help_panel=_PANEL)
]


@frozen
class Output(Generic[M]):
    """The output of a command that shows records.

    Attributes:
        view: What is shown of a record.
        form: The form that it is shown in.
        chosen: The fields that were asked for; None leaves that to the view.
        limit: The most records of a list; None is no limit.
    """

    view: View[M]
    form: FormName
    chosen: Sequence[str] | None
    limit: int | None = None

    async def print_listing(
        self, listing: "Listing[M]", *, worth_a_row: Callable[[M], bool] = lambda _: True
    ) -> None:
        """Print the records of a listing page by page; a table has those that are worth a row."""
        if self.form == "table":
            await self._print_table(listing, worth_a_row)
            return
        form, count, cursor = self._form(), 0, None
        async with aclosing(listing.pages()) as pages:
            async for page in pages:
                content, cursor = form.page(page.items), page.cursor
                count += len(page.items)
                notices.received(len(page.items))
                self._write(content)
        self._write(form.end())
        _tell_of_more(count, cursor)

    def print_record(self, record: M) -> None:
        """Print one record; as a table, the fields that were chosen, or that hold a plain value."""
        if self.form != "table":
            self.print_records([record], is_list=False)
            return
        from twilio_async.cli.printing.forms import text_of, values_of

        values = values_of(self.view.model(), self._fields(), record)
        print_summary(
            {
                name: text_of(value)
                for name, value in values.items()
                if self.chosen is not None or not isinstance(value, dict | list | None)
            }
        )

    def print_records(self, records: Sequence[M], *, is_list: bool = True) -> None:
        """Print records that are there, in a form for programs; JSON has them in an array if it `is_list`."""
        form = self._form(is_list=is_list)
        self._write(form.page(records) + form.end())

    def print_all(self, records: Sequence[M]) -> None:
        """Print all of these records, in a table too."""
        if self.form != "table":
            self.print_records(records)
            return
        table = self._table()
        if records:
            _write_lines(table.lines(records))
        _tell_of_columns(table, len(records))

    def print_done(self, record: M, text: str) -> None:
        """Print what was done: `text`; the record where another form, or columns, were asked for."""
        if self.form == "table" and self.chosen is None:
            print_line(text)
        else:
            self.print_record(record)

    async def _print_table(self, listing: "Listing[M]", worth_a_row: Callable[[M], bool]) -> None:
        table, count, cursor = self._table(), 0, None
        async with aclosing(listing.pages()) as pages:
            async for page in pages:
                rows, cursor = list(filter(worth_a_row, page.items)), page.cursor
                count += len(rows)
                notices.received(len(page.items))
                if rows:
                    _write_lines(table.lines(rows))
        _tell_of_columns(table, count)
        _tell_of_more(count, cursor)

    def _table(self) -> "Table[M]":
        from twilio_async.cli.printing.tables import Table

        columns = self.view.columns if self.chosen is None else self.view.columns_of(self.chosen)
        return Table[M](columns, self.view.fields(), _table_width(), _emphasis())

    def _form(self, *, is_list: bool = True) -> "Form[M]":
        from twilio_async.cli.printing.forms import form_of

        name = "ndjson" if self.form == "json" and not is_list else self.form
        return form_of(name, self.view.model(), self._fields(), is_all=self.chosen is None)

    def _fields(self) -> Mapping[str, str]:
        known = self.view.fields()
        return known if self.chosen is None else {name: known[name] for name in self.chosen}

    def _write(self, content: bytes) -> None:
        """Write bytes of a form. On a terminal, the control characters that CSV and TSV may have are escaped.

        JSON has them escaped everywhere.
        """
        if self.form in {"csv", "tsv"} and sys.stdout.isatty():
            _write_lines([printable_lines(content.decode())] if content else [])
        else:
            print_bytes(content)


def record_output(view: View[M]) -> Output[M]:
    """The default of the parameter for the output of records that are there."""

    def output(
        *, form: FormOption = None, as_json: JsonOption = False, columns: ColumnsOption = None
    ) -> Output[M]:
        return make_output(view, form, columns, as_json=as_json)

    return options(output)


def list_output(view: View[M]) -> Output[M]:
    """The default of the parameter for the output of a list, whose limit is to be asked for."""

    def output(
        *,
        limit: _LimitOption = None,
        no_limit: _AllOption = False,
        form: FormOption = None,
        as_json: JsonOption = False,
        columns: ColumnsOption = None,
    ) -> Output[M]:
        if no_limit and limit is not None:
            raise typer.BadParameter("give --limit or --all, not both", param_hint="--all")
        most = None if no_limit else _LIMIT if limit is None else limit
        return evolve(make_output(view, form, columns, as_json=as_json), limit=most)

    return options(output)


def make_output(view: View[M], form: FormName | None, columns: str | None, *, as_json: bool) -> Output[M]:
    """The output that the options describe."""
    if as_json and form not in {None, "ndjson"}:
        raise typer.BadParameter(f"give --json or -o {form}, not both", param_hint="--json")
    chosen = None if columns is None else view.chosen(columns)
    return Output(view, "ndjson" if as_json else form or "table", chosen)


def print_json_lines(objects: Iterable[object]) -> None:
    """Print each object as a line of JSON."""
    from twilio_async.cli.printing.forms import json_lines

    print_bytes(json_lines(objects))


def print_bytes(content: bytes) -> None:
    """Print these bytes, whatever the encoding of stdout."""
    notices.erase()
    with interrupts.at_once():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def print_line(text: str) -> None:
    """Print one line for people."""
    _write_lines([printable(text)])


def print_body(body: bytes) -> None:
    """Print the body of an answer: JSON in a form that people can read, anything else as it came.

    On a terminal, what could command that is shown as its escape.
    """
    import msgspec

    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if body and sys.stdout.isatty():
            _write_lines([printable_lines(body.decode(errors="backslashreplace"))])
        else:
            print_bytes(body)
    else:
        print_bytes(without_raw_controls(msgspec.json.format(body)) + b"\n")


def print_summary(rows: Mapping[str, str]) -> None:
    """Print names and their values, one below the other."""
    from twilio_async.cli.printing.tables import name_lines

    _write_lines(name_lines(rows, _table_width(), _emphasis()))


def line_width() -> int:
    """The most characters of a line: as many as the terminal has, and 80 where there is none."""
    return get_terminal_size().columns


def _tell_of_columns(table: "Table[M]", count: int) -> None:
    """Say what a table of so many records does not show."""
    if not count:
        notices.say("Nothing found.")
    if table.left_out:
        notices.say(f"No room for {', '.join(table.left_out)}: see --columns, or -o csv for all")


def _tell_of_more(count: int, cursor: str | None) -> None:
    if cursor is not None:
        notices.say(f"{count:,} shown; there are more: --limit N or --all")


def _table_width() -> int | None:
    """The cells of a line; None where they go to no terminal, unless COLUMNS says how many there are."""
    return line_width() if sys.stdout.isatty() or os.environ.get("COLUMNS") else None


def _emphasis() -> Callable[[str], str]:
    """What makes a title stand out: nothing where that is not wanted, or not understood."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return str if plain else partial(typer.style, bold=True)


def _write_lines(lines: Iterable[str]) -> None:
    notices.erase()
    with interrupts.at_once():
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()
