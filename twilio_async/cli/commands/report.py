"""`report`: what an export comes to, as bars in the terminal, as JSON, or as a page with charts."""

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer
from attrs import asdict
from rich.cells import cell_len, set_cell_size

from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.errors import CommandError
from twilio_async.cli.files import replace_file
from twilio_async.cli.printing.chart import Bar, bar_lines, can_draw_blocks
from twilio_async.cli.printing.stdout import line_width, print_body, print_line, print_lines, print_summary
from twilio_async.cli.running import exit_statuses
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.text import printable

if TYPE_CHECKING:
    from twilio_async.history import Report

_Form: TypeAlias = Literal["table", "json"]
_MOST_BARS = 20
_NARROWEST = 12
"""The least room for a name, however narrow the terminal is."""


def report(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The folder of an export, or s3://bucket/prefix.")
    ],
    *,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a page with charts, which needs no network, in place of the totals."
        ),
    ] = None,
    form: Annotated[
        _Form | None,
        typer.Option("--output", "-o", metavar=any_of(_Form), help="The form of the totals; else a table."),
    ] = None,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="Draw with # even where the encoding has block characters.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors on stderr.")] = False,
) -> None:
    """Show what an export comes to: totals by status, direction, country and day, errors and cost.

    Of a record that was exported again, only its newest row counts. Nothing is asked of Twilio.
    """
    with exit_statuses():
        notices.begin(is_quiet=quiet)
        if html is not None:
            _refuse_no_file(html)
        found = _read(folder)
        if html is not None:
            replace_file(html, found.to_html().encode())
            notices.say(f"{html} is written: open it in a browser")
        if form == "json":
            _print_json(found)
        elif form == "table" or html is None:
            _print_totals(found, ascii_only=ascii_only or not can_draw_blocks(sys.stdout.encoding))


def _read(folder: str) -> "Report":
    """The report, with what a reader must know besides on stderr."""
    from twilio_async import history
    from twilio_async.history.reports.texts import caveats

    with notices.blocking(f"the files of {folder}") if sys.stderr.isatty() else nullcontext():
        found = history.report(folder)
    for text in caveats(found):
        notices.say(text)
    return found


def _print_json(report: "Report") -> None:
    import msgspec

    print_body(msgspec.json.encode(asdict(report)))


def _print_totals(report: "Report", *, ascii_only: bool) -> None:
    from twilio_async.history.reports.texts import by_day_or_month, span

    print_line(f"{report.list.capitalize()} {span(report)}".strip())
    print_line("")
    print_summary(_figures(report))
    groups = {
        "status": report.statuses,
        "direction": report.directions,
        "country": report.countries,
    }
    for name, counts in groups.items():
        if counts:
            _print_bars(f"By {name}", _largest(counts), report.records, ascii_only=ascii_only)
    if report.days:
        name, counts = by_day_or_month(report.days)
        _print_bars(f"By {name}, UTC", counts, report.records, ascii_only=ascii_only)
    if report.errors:
        counts = _largest({str(error.code): error.count for error in report.errors})
        _print_bars("By error code", counts, report.records, ascii_only=ascii_only)
        meanings = {str(error.code): error.meaning for error in report.errors if error.meaning}
        print_summary({code: meaning for code, meaning in meanings.items() if code in counts})


def _figures(report: "Report") -> Mapping[str, str]:
    """The numbers at the top."""
    from twilio_async.history.reports.texts import amount

    figures = {"Records": f"{report.records:,}"}
    for currency, cost in (report.costs or {}).items():
        figures[f"Cost in {printable(currency)}"] = amount(cost.total)
    if report.unpriced:
        figures["Without a price"] = f"{report.unpriced:,}"
    if report.undated:
        figures["Without a date"] = f"{report.undated:,}"
    return figures


def _largest(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The first of these counts, and the sum of the others."""
    first = dict(list(counts.items())[:_MOST_BARS])
    others = len(counts) - len(first)
    rest = sum(counts.values()) - sum(first.values())
    return {**first, f"{others} others": rest} if others else first


def _print_bars(head: str, counts: Mapping[str, int], records: int, *, ascii_only: bool) -> None:
    from twilio_async.history.reports.texts import share

    width = line_width()
    room = max(_NARROWEST, width // 2 - _NARROWEST)
    bars = [
        Bar(_fitting(name, room), Decimal(count), f"{count:,} ({share(count, records)})")
        for name, count in counts.items()
    ]
    print_lines(["", head, *bar_lines(bars, width=width, ascii_only=ascii_only)])


def _fitting(name: str, room: int) -> str:
    shown = printable(name)
    return shown if cell_len(shown) <= room else f"{set_cell_size(shown, room - 1).rstrip()}…"


def _refuse_no_file(path: Path) -> None:
    """Refuse to write to what is there and no file, before all the reading."""
    if path.is_dir():
        raise CommandError(f"{path} is a folder: name a file, such as {path / 'report.html'}")
    if path.exists() and not path.is_file():
        raise CommandError(f"{path} is no file that a page could replace: name another one")
