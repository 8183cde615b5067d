"""`recordings list` and `recordings download`."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer
from rich.progress import BarColumn, DownloadColumn

from twilio_async import Client, Recording
from twilio_async.cli.cells import moment, money
from twilio_async.cli.complaints import CommandError
from twilio_async.cli.options import SECRETS, AsJson, Limit, since, until
from twilio_async.cli.output import Column, print_line, print_listing
from twilio_async.cli.progress import progress_bars
from twilio_async.cli.running import connected, reporting

recordings = typer.Typer(no_args_is_help=True, help="Look at recordings, and bring them here.")
_Format: TypeAlias = Literal["wav", "mp3"]

_COLUMNS: tuple[Column[Recording], ...] = (
    Column("SID", lambda recording: recording.sid),
    Column("Created (UTC)", lambda recording: moment(recording.date_created), rank=2),
    Column("Seconds", lambda recording: recording.duration, rank=3, right=True),
    Column("Status", lambda recording: recording.status, rank=1),
    Column("Call", lambda recording: recording.call_sid, rank=4),
    Column("Price", money, rank=6, right=True),
    Column("Source", lambda recording: recording.source, rank=5),
)


@recordings.command("list", epilog=SECRETS)
@connected
async def list_(
    client: Client,
    *,
    call_sid: Annotated[
        str | None, typer.Option(metavar="CA...", help="Only recordings of this call.")
    ] = None,
    created_after: Annotated[date | None, since("Created")] = None,
    created_before: Annotated[date | None, until("Created")] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List recordings, newest first."""
    listing = client.recordings.list(
        call_sid=call_sid,
        date_created_after=created_after,
        date_created_before=created_before,
        limit=limit,
    )
    await print_listing(listing, _COLUMNS, as_json=as_json)


@recordings.command(epilog=SECRETS)
@connected
async def download(
    client: Client,
    sid: Annotated[str, typer.Argument(metavar="SID", help="The recording, RE...")],
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="Where it goes: a file or a folder; SID.wav where not given."),
    ] = None,
    *,
    format_: Annotated[
        _Format | None,
        typer.Option("--format", help="What to ask for; as PATH ends where it is not given, else wav."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write the sound of a recording to a file, and print the name of that.

    The file appears once it is whole. What breaks off in the middle leaves nothing behind.
    """
    form = format_ or _format_of(path)
    target = _target(path, f"{sid}.{form}", force=force)
    with progress_bars(BarColumn(None), DownloadColumn()) as progress:
        bar = progress.add_task("Loading", total=None)
        await client.recordings(sid).download(
            target,
            format=form,
            progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )
    with reporting(f"the recording was saved as {target}"):
        print_line(str(target))


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
