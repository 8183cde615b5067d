"""`calls list` and `calls get`."""

from datetime import date
from typing import Annotated

import typer

from twilio_async import Call, Client
from twilio_async.cli.cells import moment, money
from twilio_async.cli.options import SECRETS, AsJson, Limit, since, until
from twilio_async.cli.output import Column, print_listing, print_record
from twilio_async.cli.running import connected

calls = typer.Typer(no_args_is_help=True, help="Look at calls.")

_COLUMNS: tuple[Column[Call], ...] = (
    Column("SID", lambda call: call.sid),
    Column("Started (UTC)", lambda call: moment(call.start_time), rank=3),
    Column("From", lambda call: call.from_, rank=4),
    Column("To", lambda call: call.to, rank=2),
    Column("Status", lambda call: call.status, rank=1),
    Column("Seconds", lambda call: call.duration, rank=5, right=True),
    Column("Price", money, rank=6, right=True),
)


@calls.command("list", epilog=SECRETS)
@connected
async def list_(
    client: Client,
    *,
    to: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Only calls to this number or address.")
    ] = None,
    caller: Annotated[
        str | None, typer.Option("--from", metavar="NUMBER", help="Only calls from this number or address.")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            metavar="STATUS",
            help="Only calls that are queued, ringing, in-progress, completed, busy, failed, no-answer "
            "or canceled.",
        ),
    ] = None,
    started_after: Annotated[date | None, since("Started")] = None,
    started_before: Annotated[date | None, until("Started")] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List calls, newest first."""
    listing = client.calls.list(
        to=to,
        from_=caller,
        status=status,
        start_time_after=started_after,
        start_time_before=started_before,
        limit=limit,
    )
    await print_listing(listing, _COLUMNS, as_json=as_json)


@calls.command(epilog=SECRETS)
@connected
async def get(
    client: Client,
    sid: Annotated[str, typer.Argument(metavar="SID", help="The call, CA...")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show one call."""
    print_record(await client.calls(sid).fetch(), as_json=as_json)
