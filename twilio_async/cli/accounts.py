"""`accounts list` and `accounts get`. The auth tokens in the records are never shown."""

from typing import Annotated, Literal

import typer

from twilio_async import Account, Client
from twilio_async.cli.cells import moment
from twilio_async.cli.options import SECRETS, AsJson, Limit
from twilio_async.cli.output import Column, print_listing, print_record
from twilio_async.cli.running import connected

accounts = typer.Typer(no_args_is_help=True, help="Look at the main account and its subaccounts.")

_COLUMNS: tuple[Column[Account], ...] = (
    Column("SID", lambda account: account.sid),
    Column("Created (UTC)", lambda account: moment(account.date_created), rank=3),
    Column("Status", lambda account: account.status, rank=2),
    Column("Type", lambda account: account.type, rank=4),
    Column("Name", lambda account: account.friendly_name, rank=1, cut=True),
)


@accounts.command("list", epilog=SECRETS)
@connected
async def list_(
    client: Client,
    *,
    status: Annotated[
        Literal["active", "suspended", "closed"] | None, typer.Option(help="Only accounts with this status.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only accounts with exactly this name.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List the accounts that the credentials reach."""
    listing = client.accounts.list(status=status, friendly_name=name, limit=limit)
    await print_listing(listing, _COLUMNS, as_json=as_json)


@accounts.command(epilog=SECRETS)
@connected
async def get(
    client: Client,
    sid: Annotated[
        str | None, typer.Argument(metavar="SID", help="The account, AC...; the client's own if not given.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one account."""
    account = await client.accounts(sid or client.account_sid).fetch()
    print_record(account, as_json=as_json)
