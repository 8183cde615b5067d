"""`recordings`: list, get, download and delete."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

import twilio_async
from twilio_async.cli.arguments.dates import since, until
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.arguments.sids import sid_of, sid_parser
from twilio_async.cli.changes import Change, carry_out
from twilio_async.cli.connection import Connection
from twilio_async.cli.errors import CommandError
from twilio_async.cli.printing.cells import amount, minute, moment, money, short_sid
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.removals import print_removal, removal_output
from twilio_async.cli.printing.stdout import print_line
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import epilog
from twilio_async.cli.running import connected, connecting, reporting
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import Yes

if TYPE_CHECKING:
    from twilio_async import Client, Recording
    from twilio_async.cli.printing.output import Output
    from twilio_async.cli.printing.records import Removal

recordings = typer.Typer(no_args_is_help=True, help="Look at recordings, bring them here, and delete them.")
_Format: TypeAlias = Literal["wav", "mp3"]

_VIEW: "View[Recording]" = View(
    lambda: twilio_async.Recording,
    (
        Column("sid", "SID"),
        Column(
            "date_created",
            "Created (UTC)",
            lambda recording: moment(recording.date_created),
            short=lambda recording: minute(recording.date_created),
            rank=2,
        ),
        Column("duration", "Seconds", rank=3, right=True),
        Column("status", "Status", rank=1),
        Column("call_sid", "Call", short=lambda recording: short_sid(recording.call_sid or ""), rank=5),
        Column("price", "Price", money, short=amount, rank=4, right=True),
        Column("source", "Source", rank=6),
    ),
)


@recordings.command("list", epilog=epilog("recordings list --created-after 2026-03-01"))
@connected
async def list_(
    client: "Client",
    *,
    call_sid: Annotated[
        str | None,
        typer.Option(
            metavar="CA...",
            parser=sid_parser("CA"),
            help="Only recordings of this call.",
        ),
    ] = None,
    created_after: Annotated[date | None, since("Created")] = None,
    created_before: Annotated[date | None, until("Created")] = None,
    output: "Output[Recording]" = list_output(_VIEW),
) -> None:
    """List recordings, newest first."""
    listing = client.recordings.list(
        call_sid=call_sid,
        date_created_after=created_after,
        date_created_before=created_before,
        limit=output.limit,
    )
    await output.print_listing(listing)


@recordings.command(epilog=epilog("recordings get RE0123456789abcdef0123456789abcdef -o json"))
@connected
async def get(
    client: "Client",
    sid: Annotated[str, sid_of("The recording", "RE")],
    *,
    output: "Output[Recording]" = record_output(_VIEW),
) -> None:
    """Show one recording."""
    output.print_record(await client.recordings(sid).fetch())


@recordings.command(epilog=epilog("recordings download RE0123456789abcdef0123456789abcdef --format mp3"))
@connected
async def download(
    client: "Client",
    sid: Annotated[str, sid_of("The recording", "RE")],
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="Where it goes: a file or a folder; SID.wav where not given."),
    ] = None,
    *,
    format_: Annotated[
        _Format | None,
        typer.Option(
            "--format",
            metavar=any_of(_Format),
            help="What to ask for; as PATH ends where it is not given, else wav.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write the sound of a recording to a file, and print the name of that.

    The file appears once it is whole. What breaks off in the middle leaves nothing behind.
    """
    if path == "-":
        raise typer.BadParameter(
            "give a file or a folder: a recording does not go to stdout", param_hint="PATH"
        )
    form = format_ or _format_of(path)
    target = _target(path, f"{sid}.{form}", force=force)
    async with notices.loading() as progress:
        await client.recordings(sid).download(target, format=form, progress=progress)
    with reporting(f"the recording was saved as {target}"):
        print_line(str(target))


@recordings.command(epilog=epilog("recordings delete RE0123456789abcdef0123456789abcdef"))
@connecting
def delete(
    connect: Connection,
    sid: Annotated[str, sid_of("The recording", "RE")],
    *,
    yes: Yes = False,
    output: "Output[Removal]" = removal_output(),
) -> None:
    """Delete a recording at Twilio, once that is confirmed."""

    async def find(client: "Client") -> dict[str, object]:
        recording = await client.recordings(sid).fetch()
        return {
            "Recording": f"{sid}, {recording.duration} s",
            "Created": moment(recording.date_created),
            "Call": recording.call_sid,
        }

    carry_out(
        connect,
        Change(
            what="the recording",
            done="deleted",
            question="Its sound cannot be had back. Delete it?",
            look_up=("get", sid),
        ),
        lambda client: client.recordings(sid).delete(),
        lambda _: print_removal(output, sid, "deleted"),
        yes=yes,
        find=find,
    )


def _format_of(path: str | None) -> _Format:
    return "mp3" if path is not None and path.lower().endswith(".mp3") else "wav"


def _target(path: str | None, name: str, *, force: bool) -> Path:
    """The file to write; where it cannot be written, that is known before anything is loaded."""
    target = Path(path or name)
    if target.is_dir() or (path or "").endswith(os.sep):
        target /= name
    if not target.parent.is_dir():
        raise CommandError(f"there is no folder {str(target.parent)!r}: make it first")
    if target.is_dir():
        raise CommandError(f"{str(target)!r} is a folder")
    if os.path.lexists(target) and not force:
        raise CommandError(f"{str(target)!r} is there already: give another name, or --force to replace it")
    return target
