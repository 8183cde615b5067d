"""`accounts list` and `accounts get`. The auth tokens in the records are never shown."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

import twilio_async
from twilio_async.cli.cells import moment
from twilio_async.cli.options import epilog
from twilio_async.cli.output import Output, list_output, record_output
from twilio_async.cli.running import connected
from twilio_async.cli.sids import sid_of
from twilio_async.cli.views import Column, View

if TYPE_CHECKING:
    from twilio_async import Account, Client

accounts = typer.Typer(no_args_is_help=True, help="Look at the main account and its subaccounts.")

_VIEW: "View[Account]" = View(
    lambda: twilio_async.Account,
    (
        Column("sid", "SID"),
        Column("date_created", "Created (UTC)", lambda account: moment(account.date_created), rank=3),
        Column("status", "Status", rank=2),
        Column("type", "Type", rank=4),
        Column("friendly_name", "Name", rank=1, least=12),
    ),
)


@accounts.command("list", epilog=epilog("accounts list --status active"))
@connected
async def list_(
    client: "Client",
    *,
    status: Annotated[
        Literal["active", "suspended", "closed"] | None, typer.Option(help="Only accounts with this status.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only accounts with exactly this name.")
    ] = None,
    output: "Output[Account]" = list_output(_VIEW),
) -> None:
    """List the accounts that the credentials reach."""
    listing = client.accounts.list(status=status, friendly_name=name, limit=output.limit)
    await output.print_listing(listing)


@accounts.command(epilog=epilog("accounts get"))
@connected
async def get(
    client: "Client",
    sid: Annotated[
        str | None, sid_of("The account", "AC", otherwise="; the client's own if not given.")
    ] = None,
    *,
    output: "Output[Account]" = record_output(_VIEW),
) -> None:
    """Show one account."""
    output.print_record(await client.accounts(sid or client.account_sid).fetch())
