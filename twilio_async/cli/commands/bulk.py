"""`bulk`: messages to the recipients in a file, each sent once, and what became of them."""

from collections.abc import Sequence
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from twilio_async.cli.arguments.options import any_of, options
from twilio_async.cli.campaigns.journals import Journal
from twilio_async.cli.campaigns.progress import next_look
from twilio_async.cli.campaigns.results import VIEW, print_result, print_status
from twilio_async.cli.commands.bulk_send import EXAMPLE, JsonObject, send
from twilio_async.cli.connection import Connection, QuietOption
from twilio_async.cli.errors import CommandError
from twilio_async.cli.printing.output_options import streamed_output
from twilio_async.cli.printing.stdout import print_line
from twilio_async.cli.program import epilog, example
from twilio_async.cli.running import connected, connecting, grouped, run, run_with
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import Yes, check_terminal, confirm

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from twilio_async import Client
    from twilio_async.bulk import Campaign
    from twilio_async.cli.campaigns.entries import CampaignMessage
    from twilio_async.cli.printing.output import Output

bulk = typer.Typer(
    no_args_is_help=True, help="Send to the recipients in a file, each message once, whatever happens."
)
_STATES = ("planned", "leased", "accepted", "rejected", "in_doubt", "held", "skipped", "canceled")
_Decision: TypeAlias = Literal["resend", "sent", "drop"]
_DONE = {"resend": "planned again", "sent": "accepted", "drop": "canceled"}

bulk.command(epilog=epilog(EXAMPLE))(send)


@bulk.command(epilog=example("bulk status --journal spring.db"))
@grouped
def status(
    *, journal: Journal = options(Journal.of), quiet: QuietOption = False, as_json: JsonObject = False
) -> None:
    """Show how many messages of a campaign have come how far. The journal says it; Twilio is not asked."""
    notices.begin(is_quiet=quiet)
    journal.check_exists()

    async def work() -> None:
        async with journal.looked_at() as campaign:
            print_status(await campaign.status(), as_json=as_json)

    run(work())


def _states(text: str) -> Sequence[str]:
    states = [each.strip() for each in text.split(",")]
    unknown = next((each for each in states if each not in _STATES), None)
    if unknown is not None:
        raise typer.BadParameter(f"there is no state {unknown!r}: there are {', '.join(_STATES)}")
    return states


@bulk.command(epilog=example("bulk report --state rejected,held --format csv --journal spring.db"))
@grouped
def report(
    *,
    journal: Journal = options(Journal.of),
    states: Annotated[
        Any,
        typer.Option(
            "--state",
            parser=_states,
            metavar="A,B,C",
            help=f"Only messages in these states, of {', '.join(_STATES)}.",
        ),
    ] = None,
    quiet: QuietOption = False,
    output: "Output[CampaignMessage]" = streamed_output(VIEW),
) -> None:
    """Show each message of a campaign, and what became of it. The journal says it; Twilio is not asked."""
    from twilio_async.cli.campaigns.entries import pages_of

    notices.begin(is_quiet=quiet)

    journal.check_exists()

    async def work() -> None:
        async with (
            journal.looked_at() as campaign,
            aclosing(pages_of(campaign.outcomes(*(states or ())))) as pages,
        ):
            await output.print_pages(pages)

    run(work())


@bulk.command(epilog=epilog("bulk reconcile --journal spring.db"))
@connected
async def reconcile(
    client: "Client", *, journal: Journal = options(Journal.of), as_json: JsonObject = False
) -> None:
    """Look in Twilio's list for the messages that may have been sent, at once, and send nothing."""

    async def act(campaign: "Campaign") -> None:
        await print_result(campaign, await campaign.reconcile(), journal, as_json=as_json)

    await _work(client, journal, act)


@bulk.command(epilog=epilog("bulk resolve sent order-4711 --journal spring.db"))
@connecting
def resolve(
    connect: Connection,
    decision: Annotated[
        _Decision,
        typer.Argument(
            metavar=any_of(_Decision),
            help="resend plans it again, sent takes it for accepted, drop gives it up.",
        ),
    ],
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="KEY...", help="The names of the messages.")
    ] = None,
    *,
    all_held: Annotated[bool, typer.Option("--all", help="All messages that are held.")] = False,
    sid: Annotated[
        str | None, typer.Option(metavar="SM...", help="The SID of the one message that was sent.")
    ] = None,
    journal: Journal = options(Journal.of),
    yes: Yes = False,
) -> None:
    """Decide about messages that are held, since nobody can tell whether they were sent.

    What is planned again leaves with the next bulk send, and may be the second of its kind: resend is to be
    confirmed.
    """
    from twilio_async.cli.campaigns.previews import known

    if all_held == bool(keys):
        raise typer.BadParameter("give the keys of messages, or --all", param_hint="KEY...")
    if sid is not None and (decision != "sent" or len(keys or ()) != 1):
        raise typer.BadParameter("it is of one message that was sent", param_hint="--sid")
    asks = decision == "resend" and not yes
    if asks:
        check_terminal(yes=yes)
    journal.check_exists()
    client = connect()
    if asks:
        shown = {
            "Messages": ", ".join(keys or ()) or "all that are held",
            "Journal": f"{journal}, {known(journal, client)}",
            "Account": client.account_sid,
        }
        question = "What was sent the first time is sent twice then. Plan it again?"
        confirm(question, shown, otherwise="nothing was planned again")

    async def act(campaign: "Campaign") -> None:
        found = list(keys or ()) or [entry.key async for entry in campaign.outcomes("held")]
        for place, key in enumerate(found):
            with _telling_of(key, f"; {place:,} before it are {_DONE[decision]}" if place else "", journal):
                await campaign.resolve(key, decision, sid=sid)
        print_line(f"{_counted(len(found))} {_DONE[decision]}")
        status = await campaign.status()
        if all_held and (unsettled := status.in_doubt + status.leased):
            print_line(
                f"{_counted(unsettled)} being settled still, {next_look(status)}: bulk send goes on with it"
            )

    run_with(client, lambda client: _work(client, journal, act))


@bulk.command(epilog=epilog("bulk refresh --journal spring.db"))
@connected
async def refresh(client: "Client", *, journal: Journal = options(Journal.of)) -> None:
    """Bring the statuses of delivery from Twilio's list into the journal."""

    async def act(campaign: "Campaign") -> None:
        print_line(f"{await campaign.refresh():,} messages have another status now")

    await _work(client, journal, act)


@bulk.command(epilog=epilog("bulk pause --journal postgresql://db.example.com/campaigns"))
@connected
async def pause(client: "Client", *, journal: Journal = options(Journal.of)) -> None:
    """Let no further message leave until bulk resume, in any process that shares the journal."""

    async def act(campaign: "Campaign") -> None:
        await campaign.pause()
        print_line(f"the campaign of {journal} is paused")

    await _work(client, journal, act)


@bulk.command(epilog=epilog("bulk resume --journal spring.db"))
@connected
async def resume(client: "Client", *, journal: Journal = options(Journal.of)) -> None:
    """Let the messages of a campaign that was paused leave again."""

    async def act(campaign: "Campaign") -> None:
        await campaign.resume()
        print_line(f"the campaign of {journal} may go on, by bulk send")

    await _work(client, journal, act)


@bulk.command(epilog=epilog("bulk cancel --journal spring.db"))
@connecting
def cancel(connect: Connection, *, journal: Journal = options(Journal.of), yes: Yes = False) -> None:
    """Take the messages of a campaign back that have not left, once that is confirmed."""
    from twilio_async.cli.campaigns.previews import known

    check_terminal(yes=yes)
    journal.check_exists()
    client = connect()
    if not yes:
        shown = {"Journal": f"{journal}, {known(journal, client)}", "Account": client.account_sid}
        confirm("What has not left never will. Cancel it?", shown, otherwise="nothing was canceled")

    async def act(campaign: "Campaign") -> None:
        print_line(f"{_counted(await campaign.cancel())} canceled")

    run_with(client, lambda client: _work(client, journal, act))


async def _work(client: "Client", journal: Journal, act: "Callable[[Campaign], Awaitable[None]]") -> None:
    """Do something with the campaign of a journal that exists."""
    journal.check_exists()
    async with journal.opened(client) as campaign:
        await act(campaign)


@contextmanager
def _telling_of(key: str, before: str, journal: Journal) -> "Generator[None, None, None]":
    """Say which message cannot be decided about, and what became of those before it."""
    from twilio_async import InvalidArgument
    from twilio_async.bulk import UnknownKey

    try:
        yield
    except UnknownKey as error:
        words = f"{journal} has no message of the key {key!r}: bulk report has them all"
        raise CommandError(f"{words}{before}") from error
    except InvalidArgument as error:
        raise CommandError(f"{error}{before}") from error


def _counted(count: int) -> str:
    return f"{count:,} {'message is' if count == 1 else 'messages are'}"
