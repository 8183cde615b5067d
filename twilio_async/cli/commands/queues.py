"""`queues`: list, get, and the members, which are calls that wait."""

from typing import TYPE_CHECKING, Annotated

import typer

import twilio_async
from twilio_async.cli.arguments.sids import sid_of
from twilio_async.cli.printing.cells import moment
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected

if TYPE_CHECKING:
    from twilio_async import Client, Queue, QueueMember
    from twilio_async.cli.printing.output import Output

queues = typer.Typer(no_args_is_help=True, help="Look at queues, and at who waits in them.")

_VIEW: "View[Queue]" = View(
    lambda: twilio_async.Queue,
    (
        Column("sid", "SID"),
        Column("current_size", "Waiting", rank=1, right=True),
        Column("average_wait_time", "Seconds", rank=3, right=True),
        Column("max_size", "At most", rank=4, right=True),
        Column("friendly_name", "Name", rank=2, least=12),
    ),
)
_MEMBERS: "View[QueueMember]" = View(
    lambda: twilio_async.QueueMember,
    (
        Column("position", "Place", rank=2, right=True),
        Column("call_sid", "Call"),
        Column("wait_time", "Seconds", rank=1, right=True),
        Column("date_enqueued", "Since (UTC)", lambda member: moment(member.date_enqueued), rank=3),
    ),
)


@queues.command("list", epilog=epilog("queues list"))
@connected
async def list_(client: "Client", *, output: "Output[Queue]" = list_output(_VIEW)) -> None:
    """List queues, with how many wait in each and for how long on average."""
    await output.print_listing(client.queues.list(limit=output.limit))


@queues.command(epilog=epilog("queues get QU0123456789abcdef0123456789abcdef"))
@connected
async def get(
    client: "Client",
    sid: Annotated[str, sid_of("The queue", "QU")],
    *,
    output: "Output[Queue]" = record_output(_VIEW),
) -> None:
    """Show one queue."""
    output.print_record(await client.queues(sid).fetch())


@queues.command(epilog=epilog("queues members QU0123456789abcdef0123456789abcdef"))
@connected
async def members(
    client: "Client",
    sid: Annotated[str, sid_of("The queue", "QU")],
    *,
    output: "Output[QueueMember]" = list_output(_MEMBERS),
) -> None:
    """List the calls that wait in a queue, those at the front first."""
    await output.print_listing(client.queues(sid).members.list(limit=output.limit))
