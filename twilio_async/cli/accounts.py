"""`accounts list` and `accounts get`. The auth tokens in the records are never shown."""

from typing import Annotated, Literal

import typer

from twilio_async import Account, Client
from twilio_async.cli.cells import moment
from twilio_async.cli.options import SECRETS, AccountSid, AsJson, BaseUrl, Limit
from twilio_async.cli.output import Column, print_listing, print_record
from twilio_async.cli.running import with_client

accounts = typer.Typer(no_args_is_help=True, help="Look at the main account and its subaccounts.")

_COLUMNS = (
    Column[Account]("SID", lambda account: account.sid),
    Column[Account]("Created (UTC)", lambda account: moment(account.date_created), rank=3),
    Column[Account]("Status", lambda account: account.status, rank=2),
    Column[Account]("Type", lambda account: account.type, rank=4),
    Column[Account]("Name", lambda account: account.friendly_name, rank=1, cut=True),
)


@accounts.command("list", epilog=SECRETS)
def list_(
    *,
    status: Annotated[
        Literal["active", "suspended", "closed"] | None, typer.Option(help="Only accounts with this status.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only accounts with exactly this name.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
) -> None:
    """List the accounts that the credentials reach."""

    async def work(client: Client) -> None:
        listing = client.accounts.list(status=status, friendly_name=name, limit=limit)
        await print_listing(listing, _COLUMNS, as_json=as_json)

    with_client(work, account_sid=account_sid, base_url=base_url)


@accounts.command(epilog=SECRETS)
def get(
    sid: Annotated[
        str | None, typer.Argument(metavar="SID", help="The account, AC...; the client's own if not given.")
    ] = None,
    *,
    as_json: AsJson = False,
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
) -> None:
    """Show one account."""

    async def work(client: Client) -> None:
        account = await client.accounts(sid or client.account_sid).fetch()
        print_record(account, as_json=as_json)

    with_client(work, account_sid=account_sid, base_url=base_url)
