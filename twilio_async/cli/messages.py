"""`send`, `messages list` and `messages get`."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

import twilio_async
from twilio_async.cli.cells import moment, money
from twilio_async.cli.inputs import check_stdin, read_lines, read_text
from twilio_async.cli.options import epilog, instant, since, until
from twilio_async.cli.output import Output, list_output, record_output
from twilio_async.cli.running import Connect, connected, connecting, in_doubt, reporting, run_with
from twilio_async.cli.sids import sid_of
from twilio_async.cli.views import Column, View

if TYPE_CHECKING:
    from twilio_async import Client, Message

messages = typer.Typer(no_args_is_help=True, help="Look at messages.")

_VIEW: "View[Message]" = View(
    lambda: twilio_async.Message,
    (
        Column("sid", "SID", rank=6),
        Column("date_sent", "Sent (UTC)", lambda message: moment(message.date_sent), rank=5),
        Column("from", "From", rank=2, least=12),
        Column("to", "To", least=12),
        Column("status", "Status"),
        Column("price", "Price", money, rank=4, right=True),
        Column("body", "Body", rank=1, least=12),
    ),
)
_DOUBT = "The message may have been sent: look it up before you send it again"


@connecting
def send(
    connect: Connect,
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
        typer.Option(metavar="MG...", help="The service that picks the sender, instead of --from."),
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

    async def work(client: "Client") -> None:
        with in_doubt(_DOUBT, "messages", "list", "--to", to):
            message = await client.messages.create(
                to=to,
                from_=sender,
                body=text,
                media_url=media or None,
                messaging_service_sid=messaging_service_sid,
                send_at=send_at,
                schedule_type=None if send_at is None else "fixed",
            )
        with reporting(f"the message was sent as {message.sid}"):
            output.print_done(message, f"{message.sid} {message.status}")

    run_with(connect(), work)


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
