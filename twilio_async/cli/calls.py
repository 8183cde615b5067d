"""`calls list` and `calls get`."""

from datetime import date
from typing import Annotated

import typer

from twilio_async import Call, Client
from twilio_async.cli.cells import moment, money
from twilio_async.cli.options import SECRETS, AccountSid, AsJson, BaseUrl, Limit, since, until
from twilio_async.cli.output import Column, print_listing, print_record
from twilio_async.cli.running import with_client

calls = typer.Typer(no_args_is_help=True, help="Look at calls.")

_COLUMNS = (
    Column[Call]("SID", lambda call: call.sid),
    Column[Call]("Started (UTC)", lambda call: moment(call.start_time), rank=3),
    Column[Call]("From", lambda call: call.from_, rank=4),
    Column[Call]("To", lambda call: call.to, rank=2),
    Column[Call]("Status", lambda call: call.status, rank=1),
    Column[Call]("Seconds", lambda call: call.duration, rank=5, right=True),
    Column[Call]("Price", lambda call: money(call.price, call.price_unit), rank=6, right=True),
)


@calls.command("list", epilog=SECRETS)
def list_(
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
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
) -> None:
    """List calls, newest first."""

    async def work(client: Client) -> None:
        listing = client.calls.list(
            to=to,
            from_=caller,
            status=status,
            start_time_after=started_after,
            start_time_before=started_before,
            limit=limit,
        )
        await print_listing(listing, _COLUMNS, as_json=as_json)

    with_client(work, account_sid=account_sid, base_url=base_url)


@calls.command(epilog=SECRETS)
def get(
    sid: Annotated[str, typer.Argument(metavar="SID", help="The call, CA...")],
    as_json: AsJson = False,
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
) -> None:
    """Show one call."""

    async def work(client: Client) -> None:
        print_record(await client.calls(sid).fetch(), as_json=as_json)

    with_client(work, account_sid=account_sid, base_url=base_url)
