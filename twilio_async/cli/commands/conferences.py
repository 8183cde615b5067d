"""`conferences`: list, get, and the members, whom Twilio calls participants."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

import twilio_async
from twilio_async.cli.arguments.dates import day
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.arguments.sids import sid_of
from twilio_async.cli.printing.cells import minute, moment
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected

if TYPE_CHECKING:
    from twilio_async import Client, Conference, Participant
    from twilio_async.cli.printing.output import Output

conferences = typer.Typer(no_args_is_help=True, help="Look at conferences, and at who takes part.")
_Status: TypeAlias = Literal["init", "in-progress", "completed"]

_VIEW: "View[Conference]" = View(
    lambda: twilio_async.Conference,
    (
        Column("sid", "SID"),
        Column(
            "date_created",
            "Created (UTC)",
            lambda conference: moment(conference.date_created),
            short=lambda conference: minute(conference.date_created),
            rank=2,
        ),
        Column("status", "Status", rank=1),
        Column("region", "Region", rank=4),
        Column("friendly_name", "Name", rank=3, least=12),
    ),
)
_MEMBERS: "View[Participant]" = View(
    lambda: twilio_async.Participant,
    (
        Column("call_sid", "Call"),
        Column("status", "Status", rank=1),
        Column("muted", "Muted", lambda member: _mark(member.muted), rank=3),
        Column("hold", "On hold", lambda member: _mark(member.hold), rank=4),
        Column("label", "Label", rank=2, least=12),
        Column("date_created", "Since (UTC)", lambda member: moment(member.date_created), rank=5),
    ),
)


@conferences.command("list", epilog=epilog("conferences list --status completed"))
@connected
async def list_(
    client: "Client",
    *,
    status: Annotated[
        _Status | None,
        typer.Option(
            metavar=any_of(_Status),
            help="Only conferences with this status; those in progress where not given.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only conferences with exactly this name.")
    ] = None,
    created_after: Annotated[
        date | None, typer.Option(parser=day, metavar="DAY", help="Created on or after this UTC day.")
    ] = None,
    created_before: Annotated[
        date | None, typer.Option(parser=day, metavar="DAY", help="Created on or before this UTC day.")
    ] = None,
    output: "Output[Conference]" = list_output(_VIEW),
) -> None:
    """List conferences, newest first."""
    listing = client.conferences.list(
        status=status,
        friendly_name=name,
        date_created_after=created_after,
        date_created_before=created_before,
        limit=output.limit,
    )
    await output.print_listing(listing)


@conferences.command(epilog=epilog("conferences get CF0123456789abcdef0123456789abcdef"))
@connected
async def get(
    client: "Client",
    sid: Annotated[str, sid_of("The conference", "CF")],
    *,
    output: "Output[Conference]" = record_output(_VIEW),
) -> None:
    """Show one conference."""
    output.print_record(await client.conferences(sid).fetch())


@conferences.command(epilog=epilog("conferences members CF0123456789abcdef0123456789abcdef"))
@conferences.command(
    "participants",
    hidden=True,
    epilog=epilog("conferences participants CF0123456789abcdef0123456789abcdef"),
)
@connected
async def members(
    client: "Client",
    sid: Annotated[str, sid_of("The conference", "CF")],
    *,
    output: "Output[Participant]" = list_output(_MEMBERS),
) -> None:
    """List those who take part in a conference now; `participants` is the same."""
    await output.print_listing(client.conferences(sid).participants.list(limit=output.limit))


def _mark(is_so: bool | None) -> str:
    return "yes" if is_so else ""
