"""`send`, `messages list` and `messages get`."""

from datetime import date, datetime
from typing import Annotated

import typer

from twilio_async import Client, Message
from twilio_async.cli.cells import moment, money
from twilio_async.cli.options import SECRETS, AsJson, Limit, instant, since, until
from twilio_async.cli.output import Column, print_done, print_listing, print_record
from twilio_async.cli.running import Connect, connected, connecting, in_doubt, reporting, run_with

messages = typer.Typer(no_args_is_help=True, help="Look at messages.")

_COLUMNS: tuple[Column[Message], ...] = (
    Column("SID", lambda message: message.sid),
    Column("Sent (UTC)", lambda message: moment(message.date_sent), rank=3),
    Column("From", lambda message: message.from_, rank=4),
    Column("To", lambda message: message.to, rank=1),
    Column("Status", lambda message: message.status),
    Column("Price", money, rank=5),
    Column("Body", lambda message: message.body, rank=2, cut=True),
)
_DOUBT = "The message may have been sent: look it up before you send it again"


@connecting
def send(
    connect: Connect,
    *,
    to: Annotated[str, typer.Option(metavar="NUMBER", help="The recipient, such as +15558675310.")],
    sender: Annotated[str | None, typer.Option("--from", metavar="NUMBER", help="The sender.")] = None,
    body: Annotated[str | None, typer.Option(metavar="TEXT", help="The text.")] = None,
    media_url: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="The address of a file to send; may be given up to ten times."),
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
    as_json: AsJson = False,
) -> None:
    """Send a message.

    It is never sent twice. Where it cannot be told whether it was sent, the error says so.
    """
    if not sender and not messaging_service_sid:
        raise typer.BadParameter("give a sender, or --messaging-service-sid", param_hint="--from")
    if not body and not media_url:
        raise typer.BadParameter("give a text, or --media-url", param_hint="--body")
    if send_at is not None and not messaging_service_sid:
        raise typer.BadParameter("needs --messaging-service-sid", param_hint="--send-at")

    async def work(client: Client) -> None:
        with in_doubt(_DOUBT, "messages", "list", "--to", to):
            message = await client.messages.create(
                to=to,
                from_=sender,
                body=body,
                media_url=media_url or None,
                messaging_service_sid=messaging_service_sid,
                send_at=send_at,
                schedule_type=None if send_at is None else "fixed",
            )
        with reporting(f"the message was sent as {message.sid}"):
            print_done(message, f"{message.sid} {message.status}", as_json=as_json)

    run_with(connect(), work)


@messages.command("list", epilog=SECRETS)
@connected
async def list_(
    client: Client,
    *,
    to: Annotated[str | None, typer.Option(metavar="NUMBER", help="Only what was sent to it.")] = None,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="NUMBER", help="Only what was sent from it.")
    ] = None,
    sent_after: Annotated[date | None, since("Sent")] = None,
    sent_before: Annotated[date | None, until("Sent")] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List messages, newest first."""
    listing = client.messages.list(
        to=to, from_=sender, date_sent_after=sent_after, date_sent_before=sent_before, limit=limit
    )
    await print_listing(listing, _COLUMNS, as_json=as_json)


@messages.command(epilog=SECRETS)
@connected
async def get(
    client: Client,
    sid: Annotated[str, typer.Argument(metavar="SID", help="The message, SM... or MM...")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show one message."""
    print_record(await client.messages(sid).fetch(), as_json=as_json)
