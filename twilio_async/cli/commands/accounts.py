"""`accounts`: list, get, create, suspend, activate and close. No auth token of a record is ever shown."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

import twilio_async
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.arguments.sids import sid_of
from twilio_async.cli.changes import Change, carry_out
from twilio_async.cli.connection import Connection
from twilio_async.cli.printing.cells import minute, moment
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected, connecting
from twilio_async.cli.terminal.questions import Yes

if TYPE_CHECKING:
    from twilio_async import Account, Client
    from twilio_async.cli.printing.output import Output

accounts = typer.Typer(no_args_is_help=True, help="Look at accounts; make, suspend and close subaccounts.")

_Status: TypeAlias = Literal["active", "suspended", "closed"]

_VIEW: "View[Account]" = View(
    lambda: twilio_async.Account,
    (
        Column("sid", "SID"),
        Column(
            "date_created",
            "Created (UTC)",
            lambda account: moment(account.date_created),
            short=lambda account: minute(account.date_created),
            rank=3,
        ),
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
        _Status | None, typer.Option(metavar=any_of(_Status), help="Only accounts with this status.")
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


@accounts.command(epilog=epilog("accounts create --name 'A customer'"))
@connecting
def create(
    connect: Connection,
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
    yes: Yes = False,
    output: "Output[Account]" = record_output(_VIEW),
) -> None:
    """Make a subaccount, once that is confirmed."""
    carry_out(
        connect,
        Change(
            what="the account",
            done="made",
            again="make it",
            question="It can be closed, but never deleted. Make it?",
            look_up=("accounts", "list", *(() if name is None else ("--name", name))),
        ),
        lambda client: client.accounts.create(friendly_name=name),
        lambda account: output.print_done(account, f"{account.sid} {account.status}"),
        sid_of=lambda account: account.sid,
        yes=yes,
        facts={"New account": name or "without a name"},
    )


@accounts.command(epilog=epilog("accounts suspend AC0123456789abcdef0123456789abcdef"))
@connecting
def suspend(
    connect: Connection,
    sid: Annotated[str, sid_of("The subaccount", "AC")],
    *,
    yes: Yes = False,
    output: "Output[Account]" = record_output(_VIEW),
) -> None:
    """Stop a subaccount, once that is confirmed; `accounts activate` brings it back."""
    change = _change(
        sid,
        "suspended",
        "It can no longer call or send, nor be called or written to. Suspend it?",
    )
    _set_status(connect, sid, "suspended", change, output, yes=yes)


@accounts.command(epilog=epilog("accounts activate AC0123456789abcdef0123456789abcdef"))
@connecting
def activate(
    connect: Connection,
    sid: Annotated[str, sid_of("The subaccount", "AC")],
    *,
    output: "Output[Account]" = record_output(_VIEW),
) -> None:
    """Bring a suspended subaccount back."""
    _set_status(connect, sid, "active", _change(sid, "activated", None), output, yes=True)


@accounts.command(epilog=epilog("accounts close AC0123456789abcdef0123456789abcdef"))
@connecting
def close(
    connect: Connection,
    sid: Annotated[str, sid_of("The subaccount", "AC")],
    *,
    yes: Yes = False,
    output: "Output[Account]" = record_output(_VIEW),
) -> None:
    """Close a subaccount for good, once that is confirmed. Its numbers are released."""
    change = _change(sid, "closed", "It cannot be opened again, and its numbers are released. Close it?")
    _set_status(connect, sid, "closed", change, output, yes=yes)


def _change(sid: str, done: str, question: str | None) -> Change:
    return Change(what="the account", done=done, question=question, look_up=("accounts", "get", sid))


def _set_status(
    connect: Connection, sid: str, status: _Status, change: Change, output: "Output[Account]", *, yes: bool
) -> None:
    async def find(client: "Client") -> dict[str, object]:
        account = await client.accounts(sid).fetch()
        return {"Subaccount": sid, "Name": account.friendly_name, "Status": account.status}

    carry_out(
        connect,
        change,
        lambda client: client.accounts(sid).update(status=status),
        lambda account: output.print_done(account, f"{account.sid} {account.status}"),
        yes=yes,
        find=find,
    )
