"""`calls list` and `calls get`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

import twilio_async
from twilio_async.cli.cells import moment, money
from twilio_async.cli.options import epilog, since, until
from twilio_async.cli.output import Output, list_output, record_output
from twilio_async.cli.running import connected
from twilio_async.cli.sids import sid_of
from twilio_async.cli.views import Column, View

if TYPE_CHECKING:
    from twilio_async import Call, Client

calls = typer.Typer(no_args_is_help=True, help="Look at calls.")

_Status: TypeAlias = Literal[
    "queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"
]
_VIEW: "View[Call]" = View(
    lambda: twilio_async.Call,
    (
        Column("sid", "SID", rank=5),
        Column("start_time", "Started (UTC)", lambda call: moment(call.start_time), rank=3),
        Column("from", "From", rank=1, least=12),
        Column("to", "To", least=12),
        Column("status", "Status"),
        Column("duration", "Seconds", rank=4, right=True),
        Column("price", "Price", money, rank=2, right=True),
    ),
)


@calls.command("list", epilog=epilog("calls list --status busy --started-after 2026-03-01"))
@connected
async def list_(
    client: "Client",
    *,
    to: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Only calls to this number or address.")
    ] = None,
    caller: Annotated[
        str | None, typer.Option("--from", metavar="NUMBER", help="Only calls from this number or address.")
    ] = None,
    status: Annotated[_Status | None, typer.Option(help="Only calls with this status.")] = None,
    started_after: Annotated[date | None, since("Started")] = None,
    started_before: Annotated[date | None, until("Started")] = None,
    output: "Output[Call]" = list_output(_VIEW),
) -> None:
    """List calls, newest first."""
    listing = client.calls.list(
        to=to,
        from_=caller,
        status=status,
        start_time_after=started_after,
        start_time_before=started_before,
        limit=output.limit,
    )
    await output.print_listing(listing)


@calls.command(epilog=epilog("calls get CA0123456789abcdef0123456789abcdef -o json"))
@connected
async def get(
    client: "Client",
    sid: Annotated[str, sid_of("The call", "CA")],
    *,
    output: "Output[Call]" = record_output(_VIEW),
) -> None:
    """Show one call."""
    output.print_record(await client.calls(sid).fetch())
