"""`calls`: list, get, create and update."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

import twilio_async
from twilio_async.cli.arguments.dates import since, until
from twilio_async.cli.arguments.inputs import read_text
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.arguments.sids import sid_of, sid_parser
from twilio_async.cli.changes import Change, carry_out
from twilio_async.cli.connection import Connection
from twilio_async.cli.printing.cells import amount, minute, moment, money, short_sid
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected, connecting
from twilio_async.cli.terminal.questions import Yes

if TYPE_CHECKING:
    from twilio_async import Call, Client
    from twilio_async.cli.printing.output import Output

calls = typer.Typer(no_args_is_help=True, help="Look at calls, make, change and end them.")

_Status: TypeAlias = Literal[
    "queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"
]
_End: TypeAlias = Literal["completed", "canceled"]
_VIEW: "View[Call]" = View(
    lambda: twilio_async.Call,
    (
        Column("sid", "SID", short=lambda call: short_sid(call.sid), rank=4),
        Column(
            "start_time",
            "Started (UTC)",
            lambda call: moment(call.start_time),
            short=lambda call: minute(call.start_time),
            rank=3,
        ),
        Column("from", "From", rank=1, least=12),
        Column("to", "To", least=12),
        Column("status", "Status"),
        Column("duration", "Seconds", rank=5, right=True),
        Column("price", "Price", money, short=amount, rank=2, right=True),
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
    status: Annotated[
        _Status | None, typer.Option(metavar=any_of(_Status), help="Only calls with this status.")
    ] = None,
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


@calls.command(
    epilog=epilog("calls create --to +15558675310 --from +15017122661 --url https://example.com/voice")
)
@connecting
def create(
    connect: Connection,
    *,
    to: Annotated[str, typer.Option(metavar="NUMBER", help="Whom to call: a number, sip:... or client:...")],
    caller: Annotated[
        str, typer.Option("--from", metavar="NUMBER", help="A number of the account or a verified one.")
    ],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Twilio asks what to do once it is answered.")
    ] = None,
    twiml: Annotated[
        str | None,
        typer.Option(
            metavar="XML|@FILE|-", help="What to do, in TwiML, instead of --url; a file, or - for stdin."
        ),
    ] = None,
    application_sid: Annotated[
        str | None,
        typer.Option(
            metavar="AP...",
            parser=sid_parser("AP"),
            help="The application that Twilio asks, instead of --url.",
        ),
    ] = None,
    status_callback: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Twilio posts the end of the call.")
    ] = None,
    ring: Annotated[
        int | None,
        typer.Option(min=1, max=600, metavar="SECONDS", help="How long to let it ring; 60 where not given."),
    ] = None,
    record: Annotated[bool, typer.Option("--record", help="Record the call.")] = False,
    send_digits: Annotated[
        str | None, typer.Option(metavar="KEYS", help="Keys to press once it is answered; w waits.")
    ] = None,
    yes: Yes = False,
    output: "Output[Call]" = record_output(_VIEW),
) -> None:
    """Make a call, once that is confirmed.

    It is never made twice. Where it cannot be told whether it was made, the error says so.
    """
    if sum(each is not None for each in (url, twiml, application_sid)) != 1:
        raise typer.BadParameter("give this, or --twiml, or --application-sid", param_hint="--url")
    instructions = None if twiml is None else read_text(twiml, "--twiml")
    carry_out(
        connect,
        Change(
            what="the call",
            done="made",
            again="make it",
            question="Twilio charges for it. Make it?",
            look_up=("calls", "list", "--to", to),
        ),
        lambda client: client.calls.create(
            to=to,
            from_=caller,
            url=url,
            twiml=instructions,
            application_sid=application_sid,
            send_digits=send_digits,
            status_callback=status_callback,
            timeout=ring,
            record=record or None,
        ),
        lambda call: output.print_done(call, f"{call.sid} {call.status}"),
        sid_of=lambda call: call.sid,
        yes=yes,
        facts={
            "To": to,
            "From": caller,
            "URL": url,
            "TwiML": instructions,
            "Application": application_sid,
            "Keys": send_digits,
            "Recorded": "yes" if record else None,
        },
    )


@calls.command(epilog=epilog("calls update CA0123456789abcdef0123456789abcdef --status completed"))
@connecting
def update(
    connect: Connection,
    sid: Annotated[str, sid_of("The call", "CA")],
    *,
    status: Annotated[
        _End | None,
        typer.Option(
            metavar=any_of(_End), help="End the call: canceled before it is answered, completed in any case."
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Twilio asks what to do from now on.")
    ] = None,
    twiml: Annotated[
        str | None,
        typer.Option(metavar="XML|@FILE|-", help="What to do from now on, in TwiML; a file, or - for stdin."),
    ] = None,
    yes: Yes = False,
    output: "Output[Call]" = record_output(_VIEW),
) -> None:
    """End a call, or give it other instructions, once that is confirmed."""
    if sum(each is not None for each in (status, url, twiml)) != 1:
        raise typer.BadParameter("give this, or --url, or --twiml", param_hint="--status")
    instructions = None if twiml is None else read_text(twiml, "--twiml")
    change = Change(
        what="the call",
        done="changed",
        question="End it?" if status else "What it does now is broken off. Give it other instructions?",
        look_up=("calls", "get", sid),
    )

    async def find(client: "Client") -> dict[str, object]:
        call = await client.calls(sid).fetch()
        return {
            "Call": f"{sid}, {call.status}",
            "From": call.from_,
            "To": call.to,
            "New URL": url,
            "New TwiML": instructions,
        }

    carry_out(
        connect,
        change,
        lambda client: client.calls(sid).update(status=status, url=url, twiml=instructions),
        lambda call: output.print_done(call, f"{call.sid} {call.status}"),
        yes=yes,
        find=find,
    )
