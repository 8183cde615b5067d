"""The output of a command that shows records: which of them, which of their fields, and in which format.

A list is written page by page as it comes, a table of it as wide as its terminal. Elsewhere a table has every
column, and no codes for a terminal.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from attrs import frozen

from twilio_async.cli.printing.stdout import emphasis, print_line, table_width
from twilio_async.cli.printing.views import View
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twilio_async import Listing, Model
    from twilio_async.cli.printing.printers import Printer

M = TypeVar("M", bound="Model")
FormName: TypeAlias = Literal["table", "json", "ndjson", "csv", "tsv"]


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
        self, listing: Listing[M], *, worth_a_row: Callable[[M], bool] = lambda _: True
    ) -> None:
        """Print the records of a listing page by page; a table has those that are worth a row."""
        printer, count, cursor = self._list_printer(worth_a_row), 0, None
        async with aclosing(listing.pages()) as pages:
            async for page in pages:
                count, cursor = count + len(page.items), page.cursor
                notices.received(len(page.items))
                printer.page(page.items)
        printer.end()
        if cursor is not None:
            notices.say(f"{count:,} shown; there are more: --limit N or --all")

    async def print_pages(self, pages: AsyncIterable[Sequence[M]]) -> None:
        """Print all records of these pages as they come."""
        printer = self._list_printer()
        async for page in pages:
            notices.received(len(page))
            printer.page(page)
        printer.end()

    def print_all(self, records: Sequence[M]) -> None:
        """Print all of these records."""
        _print(self._list_printer(), records)

    def print_record(self, record: M) -> None:
        """Print one record; as a table, the fields that were chosen, or that hold a plain value."""
        _print(self._record_printer(), [record])

    def print_done(self, record: M, text: str) -> None:
        """Print what was done: `text`; the record where another form, or columns, were asked for."""
        if self.form == "table" and self.chosen is None:
            print_line(text)
        else:
            self.print_record(record)

    def _list_printer(self, worth_a_row: Callable[[M], bool] = lambda _: True) -> Printer[M]:
        if self.form != "table":
            return self._form_printer(self.form)
        from twilio_async.cli.printing.printers import TablePrinter
        from twilio_async.cli.printing.tables import Table

        columns = self.view.columns if self.chosen is None else self.view.columns_of(self.chosen)
        table = Table[M](columns, self.view.fields(), table_width(), emphasis())
        return TablePrinter(table, worth_a_row)

    def _record_printer(self) -> Printer[M]:
        if self.form != "table":  # JSON has an array for lists alone.
            return self._form_printer("ndjson" if self.form == "json" else self.form)
        from twilio_async.cli.printing.printers import SummaryPrinter

        return SummaryPrinter(self.view.model(), self._fields(), self.chosen is not None)

    def _form_printer(self, name: FormName) -> Printer[M]:
        from twilio_async.cli.printing.forms import form_of
        from twilio_async.cli.printing.printers import FormPrinter

        form = form_of(name, self.view.model(), self._fields(), is_all=self.chosen is None)
        return FormPrinter(form, name in {"json", "ndjson"})

    def _fields(self) -> Mapping[str, str]:
        known = self.view.fields()
        return known if self.chosen is None else {name: known[name] for name in self.chosen}


def _print(printer: Printer[M], records: Sequence[M]) -> None:
    printer.page(records)
    printer.end()
