"""`usage`, what each category was used, and `usage months`, a chart of what the months cost."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

import twilio_async
from twilio_async.cli.arguments.dates import day
from twilio_async.cli.connection import Connection
from twilio_async.cli.printing.cells import amount, money
from twilio_async.cli.printing.chart import bar_chart, can_draw_blocks
from twilio_async.cli.printing.output_options import whole_output
from twilio_async.cli.printing.stdout import line_width, print_line
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected, connecting, run_with

if TYPE_CHECKING:
    from twilio_async import Client, UsageRecord
    from twilio_async.cli.printing.output import Output

usage = typer.Typer(invoke_without_command=True)

_VIEW: "View[UsageRecord]" = View(
    lambda: twilio_async.UsageRecord,
    (
        Column("category", "Category", least=12),
        Column("count", "Count", rank=2, right=True),
        Column("usage", "Usage", rank=1, right=True),
        Column("usage_unit", "Unit", rank=3),
        Column("price", "Price", money, short=amount, right=True),
    ),
)


_CATEGORIES = (
    *("totalprice", "sms", "sms-inbound", "sms-inbound-longcode", "sms-inbound-shortcode", "sms-outbound"),
    *("sms-outbound-longcode", "sms-outbound-shortcode", "sms-messages-carrierfees"),
    *("mms", "mms-inbound", "mms-inbound-longcode", "mms-inbound-shortcode", "mms-outbound"),
    *("mms-outbound-longcode", "mms-outbound-shortcode", "mms-messages-carrierfees"),
    *("calls", "calls-inbound", "calls-inbound-local", "calls-inbound-mobile", "calls-inbound-tollfree"),
    *("calls-outbound", "calls-client", "calls-sip", "calls-sip-inbound", "calls-sip-outbound"),
    *("calls-recordings", "calls-globalconference", "recordings", "recordingstorage", "transcriptions"),
    *("phonenumbers", "phonenumbers-local", "phonenumbers-mobile", "phonenumbers-tollfree"),
    *("phonenumbers-cps", "phonenumbers-emergency", "phonenumbers-setups", "shortcodes", "lookups"),
    *("mediastorage", "answering-machine-detection", "turnmegabytes", "verify-push", "wireless-usage"),
)
"""The categories that most accounts have; Twilio has more, and new ones."""


def category_names(incomplete: str) -> list[str]:
    """The categories that begin like this, for completion."""
    return [name for name in _CATEGORIES if name.startswith(incomplete)]


@usage.callback()
@connecting
def categories(
    connect: Connection,
    context: typer.Context,
    *,
    category: Annotated[
        str | None,
        typer.Option(
            metavar="CATEGORY",
            autocompletion=category_names,
            help="Only this one, such as sms or calls-inbound.",
        ),
    ] = None,
    first: Annotated[
        date | None, typer.Option("--from", parser=day, metavar="DAY", help="From this UTC day on.")
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", parser=day, metavar="DAY", help="Up to and including this UTC day.")
    ] = None,
    unused: Annotated[
        bool,
        typer.Option(
            "--unused", help="Show the categories without any usage too; other forms always have them."
        ),
    ] = False,
    output: "Output[UsageRecord]" = whole_output(_VIEW),
) -> None:
    """Show what the account used of each category, and what that cost.

    Categories contain one another; totalprice sums up all. Without a day it is all that was ever used.
    """
    if context.invoked_subcommand is not None:
        _refuse_options(context)
        return

    async def work(client: "Client") -> None:
        listing = client.usage.records.list(category=category, start_date=first, end_date=last)
        is_whole = unused or category is not None
        await output.print_listing(listing, worth_a_row=lambda record: is_whole or _was_used(record))

    run_with(connect(), work)


def _refuse_options(context: typer.Context) -> None:
    """Options in front of a command of the group would be lost."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise typer.BadParameter(
                f"put the options behind {context.invoked_subcommand!r}; before it they are for `usage` alone"
            )


def _was_used(record: "UsageRecord") -> bool:
    return any((record.count, record.usage, record.price))


@usage.command(epilog=epilog("usage months --category sms --months 6"))
@connected
async def months(
    client: "Client",
    *,
    category: Annotated[
        str,
        typer.Option(
            metavar="CATEGORY",
            autocompletion=category_names,
            help="What to show, such as sms or calls-inbound.",
        ),
    ] = "totalprice",
    count: Annotated[
        int, typer.Option("--months", min=1, max=600, metavar="N", help="How many, this one included.")
    ] = 12,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="Draw with # even where the encoding has block characters.")
    ] = False,
    output: "Output[UsageRecord]" = whole_output(_VIEW),
) -> None:
    """Draw a chart of what the last months cost, in UTC; with columns, a table of them."""
    starts = months_until(datetime.now(UTC).date(), count)
    records = await client.usage.records.monthly.list(category=category, start_date=starts[0])
    if output.form != "table" or output.chosen is not None:
        output.print_all(records)
        return
    prices = _prices(records)
    chart = bar_chart(
        {f"{start:%Y-%m}": prices.get(start) for start in starts},
        unit=next((record.price_unit.upper() for record in records if record.price_unit), ""),
        width=line_width(),
        ascii_only=ascii_only or not can_draw_blocks(sys.stdout.encoding),
    )
    for line in chart:
        print_line(line)


def months_until(last: date, count: int) -> list[date]:
    """The first days of `count` months in order, of which the last one holds `last`."""
    behind = last.year * 12 + last.month
    return [date(month // 12, month % 12 + 1, 1) for month in range(behind - count, behind)]


def _prices(records: "Iterable[UsageRecord]") -> Mapping[date, Decimal]:
    """The amounts paid in the month that begins on each day, for those with any usage."""
    prices: defaultdict[date, Decimal] = defaultdict(Decimal)
    for record in records:
        if record.start_date is not None and record.price is not None and _was_used(record):
            prices[record.start_date.replace(day=1)] += record.price
    return prices
