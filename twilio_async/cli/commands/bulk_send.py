"""`bulk send`: the check of a file of recipients, the question, and the sending."""

from asyncio import CancelledError
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twilio_async.cli.arguments.options import options
from twilio_async.cli.campaigns.journals import Journal
from twilio_async.cli.campaigns.results import print_result
from twilio_async.cli.campaigns.settings import CampaignSettings
from twilio_async.cli.connection import Connection
from twilio_async.cli.errors import Interrupted
from twilio_async.cli.recipients.files import opened
from twilio_async.cli.recipients.messages import MessageTemplates
from twilio_async.cli.running import connecting, run_with
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import Yes, check_terminal, confirm

if TYPE_CHECKING:
    from twilio_async import Client
    from twilio_async.cli.recipients.checks import Checked

EXAMPLE = (
    "bulk send recipients.csv --to '{phone}' --from +15017122661 --body 'Hi {name}' --key id "
    "--journal spring.db"
)
JsonObject = Annotated[bool, typer.Option("--json", help="Print one object of JSON.")]
_LONGEST = 60
"""The most characters of a body in a question."""


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(-1)
    if not (price.is_finite() and price >= 0):
        raise typer.BadParameter(f"{text!r} is no price, such as 0.0079")
    return price


@connecting
def send(
    connect: Connection,
    recipients: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-",
            help="CSV with names of columns first, or NDJSON; in UTF-8. - is stdin.",
        ),
    ],
    *,
    templates: MessageTemplates = options(MessageTemplates.of),
    journal: Journal | None = options(Journal.if_given),
    settings: CampaignSettings = options(CampaignSettings.of),
    price: Annotated[
        Decimal | None,
        typer.Option(parser=_price, metavar="N", help="The price of a segment, for the estimate."),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Show the first messages, the estimate, and what the journal has of them; send and write "
            "nothing.",
        ),
    ] = False,
    yes: Yes = False,
    as_json: JsonObject = False,
) -> None:
    """Send a message to each recipient in a file, once that is confirmed.

    Every row is checked, and compared with the journal, before anything is sent. Whatever ends it, the same
    command goes on where it was, and sends nothing twice. It succeeds where each message is accepted, or was
    not to be sent.
    """
    from twilio_async.cli.campaigns.comparisons import compare
    from twilio_async.cli.campaigns.previews import places, print_preview
    from twilio_async.cli.campaigns.sending import send as send_all
    from twilio_async.cli.recipients.checks import check, messages

    if not dry_run:
        if journal is None:
            raise typer.BadParameter("give a file, such as --journal spring.db", param_hint="--journal")
        check_terminal(yes=yes)
    if journal is not None:
        journal.check_installed()
        journal.check_file()
    with ExitStack() as stack:
        with _nothing_sent():
            file = stack.enter_context(opened(recipients))
            with notices.blocking(file.name):
                checked = check(file, templates, settings, price=price)
            client = None if dry_run else connect()
            compared = None
            if journal is not None:
                compared = compare(journal, file, templates, settings.repeats, client)
        if journal is None or client is None:
            print_preview(checked, journal, compared, as_json=as_json)
            return
        if not yes:
            _ask(checked, file.name, places(journal, compared), client.account_sid)

        async def work(client: "Client") -> None:
            async with journal.opened(client, **settings.others, **_timeout(connect)) as campaign:
                status = await send_all(
                    campaign,
                    messages(file, templates),
                    checked.rows,
                    settings,
                    recipients=recipients,
                )
                await print_result(campaign, status, journal, as_json=as_json)

        run_with(client, work)


@contextmanager
def _nothing_sent() -> Generator[None, None, None]:
    """Say that nothing was sent where the user interrupts what is inside."""
    try:
        yield
    except (KeyboardInterrupt, CancelledError):
        raise Interrupted("Nothing was sent") from None


def _ask(checked: "Checked", name: str, place: Mapping[str, str], account_sid: str) -> None:
    """Ask whether to send, below what it would take, and what the journal has already."""
    from twilio_async.cli.campaigns.previews import facts

    first = checked.first[0]
    body = first.body or ""
    shown = {
        "Recipients": name,
        **facts(checked),
        "From": first.sender,
        "First": f"to {first.to}: {body[:_LONGEST]}..." if len(body) > _LONGEST else f"to {first.to}: {body}",
        **place,
        "Account": account_sid,
    }
    confirm(
        "What the journal does not know as sent leaves now. Send it?", shown, otherwise="nothing was sent"
    )


def _timeout(connect: Connection) -> dict[str, Any]:
    """The setting of a campaign for `--timeout`."""
    return {} if connect.requests.timeout is None else {"timeout": connect.requests.timeout}
