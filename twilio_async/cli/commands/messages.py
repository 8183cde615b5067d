"""`send`, and `messages`: list, get, redact, cancel and delete."""

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

import twilio_async
from twilio_async.cli.arguments.dates import instant, since, until
from twilio_async.cli.arguments.inputs import check_stdin, read_lines, read_text
from twilio_async.cli.arguments.sids import sid_of, sid_parser
from twilio_async.cli.changes import Change, carry_out
from twilio_async.cli.connection import Connection
from twilio_async.cli.printing.cells import amount, minute, moment, money, short_sid
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.removals import print_removal, removal_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected, connecting
from twilio_async.cli.terminal.questions import Yes

if TYPE_CHECKING:
    from twilio_async import Client, Message
    from twilio_async.cli.printing.output import Output
    from twilio_async.cli.printing.records import Removal

messages = typer.Typer(no_args_is_help=True, help="Look at messages, redact, cancel and delete them.")

_VIEW: "View[Message]" = View(
    lambda: twilio_async.Message,
    (
        Column("sid", "SID", short=lambda message: short_sid(message.sid), rank=6),
        Column(
            "date_sent",
            "Sent (UTC)",
            lambda message: moment(message.date_sent),
            short=lambda message: minute(message.date_sent),
            rank=5,
        ),
        Column("from", "From", rank=2, least=12),
        Column("to", "To", least=12),
        Column("status", "Status"),
        Column("price", "Price", money, short=amount, rank=4, right=True),
        Column("body", "Body", rank=1, least=8),
    ),
)
_LONGEST = 60
"""The most characters of a body in a question."""


@connecting
def send(
    connect: Connection,
    *,
    to: Annotated[str, typer.Option(metavar="NUMBER", help="The recipient, such as +15558675310.")],
    sender: Annotated[str | None, typer.Option("--from", metavar="NUMBER", help="The sender.")] = None,
    body: Annotated[
        str | None,
        typer.Option(metavar="TEXT|@FILE|-", help="The text, a file that holds it, or - for stdin."),
    ] = None,
    media_url: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL|@FILE|-",
            help="The address of a file to send, up to ten times; or a list of them, one a line.",
        ),
    ] = None,
    messaging_service_sid: Annotated[
        str | None,
        typer.Option(
            metavar="MG...",
            parser=sid_parser("MG"),
            help="The service that picks the sender, instead of --from.",
        ),
    ] = None,
    send_at: Annotated[
        datetime | None,
        typer.Option(
            parser=instant,
            metavar="TIME",
            help="When to send, like 2026-03-01T12:00:00Z; needs --messaging-service-sid.",
        ),
    ] = None,
    output: "Output[Message]" = record_output(_VIEW),
) -> None:
    """Send a message.

    It is never sent twice. Where it cannot be told whether it was sent, the error says so.
    """
    if not sender and not messaging_service_sid:
        raise typer.BadParameter("give a sender, or --messaging-service-sid", param_hint="--from")
    check_stdin(body, *(media_url or []))
    text = None if body is None else read_text(body, "--body")
    media = read_lines(media_url or [], "--media-url")
    if not text and not media:
        raise typer.BadParameter("give a text, or --media-url", param_hint="--body")
    if send_at is not None and not messaging_service_sid:
        raise typer.BadParameter("needs --messaging-service-sid", param_hint="--send-at")

    carry_out(
        connect,
        Change(what="the message", done="sent", again="send it", look_up=("messages", "list", "--to", to)),
        lambda client: client.messages.create(
            to=to,
            from_=sender,
            body=text,
            media_url=media or None,
            messaging_service_sid=messaging_service_sid,
            send_at=send_at,
            schedule_type=None if send_at is None else "fixed",
        ),
        lambda message: output.print_done(message, f"{message.sid} {message.status}"),
        sid_of=lambda message: message.sid,
    )


@messages.command("list", epilog=epilog("messages list --sent-after 2026-03-01 --all -o csv"))
@connected
async def list_(
    client: "Client",
    *,
    to: Annotated[str | None, typer.Option(metavar="NUMBER", help="Only what was sent to it.")] = None,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="NUMBER", help="Only what was sent from it.")
    ] = None,
    sent_after: Annotated[date | None, since("Sent")] = None,
    sent_before: Annotated[date | None, until("Sent")] = None,
    output: "Output[Message]" = list_output(_VIEW),
) -> None:
    """List messages, newest first."""
    listing = client.messages.list(
        to=to, from_=sender, date_sent_after=sent_after, date_sent_before=sent_before, limit=output.limit
    )
    await output.print_listing(listing)


@messages.command(epilog=epilog("messages get SM0123456789abcdef0123456789abcdef -o json"))
@connected
async def get(
    client: "Client",
    sid: Annotated[str, sid_of("The message", "SM", "MM")],
    *,
    output: "Output[Message]" = record_output(_VIEW),
) -> None:
    """Show one message."""
    output.print_record(await client.messages(sid).fetch())


@messages.command(epilog=epilog("messages redact SM0123456789abcdef0123456789abcdef"))
@connecting
def redact(
    connect: Connection,
    sid: Annotated[str, sid_of("The message", "SM", "MM")],
    *,
    yes: Yes = False,
    output: "Output[Message]" = record_output(_VIEW),
) -> None:
    """Remove the text of a message from Twilio's record, once that is confirmed; the rest of it stays."""
    carry_out(
        connect,
        _change(sid, done="redacted", question="Its text cannot be had back. Redact it?"),
        lambda client: client.messages(sid).update(body=""),
        lambda message: output.print_done(message, f"{sid} redacted"),
        yes=yes,
        find=partial(_facts, sid),
    )


@messages.command(epilog=epilog("messages cancel SM0123456789abcdef0123456789abcdef"))
@connecting
def cancel(
    connect: Connection,
    sid: Annotated[str, sid_of("The message", "SM", "MM")],
    *,
    yes: Yes = False,
    output: "Output[Message]" = record_output(_VIEW),
) -> None:
    """Take a scheduled message back, once that is confirmed."""
    carry_out(
        connect,
        _change(sid, done="canceled", question="It will not be sent. Cancel it?"),
        lambda client: client.messages(sid).update(status="canceled"),
        lambda message: output.print_done(message, f"{sid} {message.status}"),
        yes=yes,
        find=partial(_facts, sid),
    )


@messages.command(epilog=epilog("messages delete SM0123456789abcdef0123456789abcdef"))
@connecting
def delete(
    connect: Connection,
    sid: Annotated[str, sid_of("The message", "SM", "MM")],
    *,
    yes: Yes = False,
    output: "Output[Removal]" = removal_output(),
) -> None:
    """Delete the record of a message at Twilio, once that is confirmed."""
    carry_out(
        connect,
        _change(sid, done="deleted", question="Its record cannot be had back. Delete it?"),
        lambda client: client.messages(sid).delete(),
        lambda _: print_removal(output, sid, "deleted"),
        yes=yes,
        find=partial(_facts, sid),
    )


def _change(sid: str, *, done: str, question: str) -> Change:
    return Change(what="the message", done=done, question=question, look_up=("messages", "get", sid))


async def _facts(sid: str, client: "Client") -> dict[str, object]:
    message = await client.messages(sid).fetch()
    body = message.body or ""
    return {
        "Message": f"{sid}, {message.status}",
        "From": message.from_,
        "To": message.to,
        "Sent": moment(message.date_sent),
        "Body": f"{body[:_LONGEST]}..." if len(body) > _LONGEST else body,
    }
