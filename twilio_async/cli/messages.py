"""`send`, `messages list` and `messages get`."""

import asyncio
import shlex
from collections.abc import Awaitable
from datetime import date, datetime
from typing import Annotated

import typer

from twilio_async import Client, Message, TwilioError
from twilio_async.cli.options import SECRETS, AccountSid, AsJson, BaseUrl, day_or_instant, instant
from twilio_async.cli.output import Column, print_json, print_line, print_listing, print_record
from twilio_async.cli.running import NAME, CommandError, complain, reason, with_client

messages = typer.Typer(no_args_is_help=True, help="Look at messages.")


def _sent_at(message: Message) -> str:
    return "" if message.date_sent is None else f"{message.date_sent:%Y-%m-%d %H:%M:%S}"


def _price(message: Message) -> str:
    return "" if message.price is None else f"{message.price} {message.price_unit or ''}".rstrip()


_COLUMNS = (
    Column[Message]("SID", lambda message: message.sid),
    Column[Message]("Sent (UTC)", _sent_at, rank=3),
    Column[Message]("From", lambda message: message.from_, rank=4),
    Column[Message]("To", lambda message: message.to, rank=1),
    Column[Message]("Status", lambda message: message.status),
    Column[Message]("Price", _price, rank=5),
    Column[Message]("Body", lambda message: message.body, rank=2, cut=True),
)


def send(
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
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
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
        sending = client.messages.create(
            to=to,
            from_=sender,
            body=body,
            media_url=media_url or None,
            messaging_service_sid=messaging_service_sid,
            send_at=send_at,
            schedule_type=None if send_at is None else "fixed",
        )
        _print_sent(await _without_doubt(sending, to), as_json=as_json)

    with_client(work, account_sid=account_sid, base_url=base_url)


async def _without_doubt(sending: Awaitable[Message], to: str) -> Message:
    """The message that was sent; where it cannot be known, what to do before it is tried again is said."""
    doubt = (
        "The message may have been sent: look it up before you send it again, "
        f"with {NAME} messages list --to {shlex.quote(to)}"
    )
    try:
        return await sending
    except TwilioError as error:
        if error.executed == "no":
            raise
        raise CommandError(f"{error}. {doubt}") from error
    except asyncio.CancelledError:
        complain(f"Interrupted. {doubt}")
        raise


def _print_sent(message: Message, *, as_json: bool) -> None:
    try:
        if as_json:
            print_json(message)
        else:
            print_line(f"{message.sid} {message.status}")
    except OSError as error:
        raise CommandError(f"the message was sent as {message.sid}, but: {reason(error)}") from error


@messages.command("list", epilog=SECRETS)
def list_(
    *,
    to: Annotated[str | None, typer.Option(metavar="NUMBER", help="Only what was sent to it.")] = None,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="NUMBER", help="Only what was sent from it.")
    ] = None,
    sent_after: Annotated[
        date | None,
        typer.Option(
            parser=day_or_instant, metavar="TIME", help="Sent on or after this UTC midnight or instant."
        ),
    ] = None,
    sent_before: Annotated[
        date | None,
        typer.Option(
            parser=day_or_instant, metavar="TIME", help="Sent on or before this UTC midnight or instant."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="The most messages.")] = 20,
    as_json: AsJson = False,
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
) -> None:
    """List messages, newest first."""

    async def work(client: Client) -> None:
        listing = client.messages.list(
            to=to, from_=sender, date_sent_after=sent_after, date_sent_before=sent_before, limit=limit
        )
        await print_listing(listing, _COLUMNS, as_json=as_json)

    with_client(work, account_sid=account_sid, base_url=base_url)


@messages.command(epilog=SECRETS)
def get(
    sid: Annotated[str, typer.Argument(metavar="SID", help="The message, SM... or MM...")],
    as_json: AsJson = False,
    account_sid: AccountSid = None,
    base_url: BaseUrl = None,
) -> None:
    """Show one message."""

    async def work(client: Client) -> None:
        message = await client.messages(sid).fetch()
        if as_json:
            print_json(message)
        else:
            print_record(message)

    with_client(work, account_sid=account_sid, base_url=base_url)
