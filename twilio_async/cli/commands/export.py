"""`export`: a history as files in a folder or a bucket, and what keeps such a folder small."""

import shlex
import sys
from asyncio import CancelledError
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from inspect import signature
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from twilio_async.cli.arguments.dates import day_or_instant, duration
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.errors import Interrupted
from twilio_async.cli.printing.stdout import print_line
from twilio_async.cli.program import NAME, epilog, example
from twilio_async.cli.running import connected, exit_statuses, run
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.progress import Exported

if TYPE_CHECKING:
    from twilio_async import Client

export = typer.Typer(
    no_args_is_help=True, help="Write histories of any size into files, and go on where that was interrupted."
)
_Format: TypeAlias = Literal["ndjson", "csv", "parquet"]
_Compression: TypeAlias = Literal["gzip", "zstd", "snappy", "none"]
_Source: TypeAlias = Literal["list", "bulkexport"]
_LISTS = {
    "messages": ("Sent", "from=+15005550006"),
    "calls": ("Begun", "status=busy"),
    "recordings": ("Created", "call_sid=CA..."),
    "conferences": ("Created", "status=completed"),
    "notifications": ("Logged", "log=0"),
}
"""The lists that can be exported: what the dates of their records are of, and an example of a filter."""


def _time(which: str) -> Any:
    return typer.Option(parser=day_or_instant, metavar="TIME", help=f"{which} this UTC midnight or instant.")


def _command(name: str, done: str, filter_: str) -> Callable[..., None]:
    """The command that exports a list."""

    @connected
    async def export_list(
        client: "Client",
        *,
        out: Annotated[str, typer.Option(metavar="DIR", help="A folder to write to, or s3://bucket/prefix.")],
        since: Annotated[date | None, _time(f"{done} since")] = None,
        until: Annotated[date | None, _time(f"{done} before")] = None,
        format_: Annotated[
            _Format | None,
            typer.Option("--format", metavar=any_of(_Format), help="Of the files; else ndjson."),
        ] = None,
        columns: Annotated[
            str | None, typer.Option(metavar="A,B,C", help="The columns, by Twilio's names; else all.")
        ] = None,
        compression: Annotated[
            _Compression | None,
            typer.Option(metavar=any_of(_Compression), help="Of the files; Parquet has zstd if not told."),
        ] = None,
        filters: Annotated[
            list[str] | None,
            typer.Option("--filter", metavar="NAME=VALUE", help=f"Only these, such as {filter_}."),
        ] = None,
        since_last: Annotated[
            bool, typer.Option("--since-last", help="Add what is new or changed since the last export.")
        ] = False,
        look_back: Annotated[
            timedelta | None,
            typer.Option(
                parser=duration, metavar="TIME", help="With --since-last: how long records change; else 3d."
            ),
        ] = None,
        concurrency: Annotated[
            int, typer.Option(min=1, max=100, metavar="N", help="Requests at a time.")
        ] = 8,
        source: Annotated[
            _Source | None,
            typer.Option(metavar=any_of(_Source), help="Whence; bulkexport has what is over 400 days old."),
        ] = None,
        create_missing: Annotated[
            bool,
            typer.Option("--create-missing", help="Let Twilio make files of bulkexport that are missing."),
        ] = False,
    ) -> None:
        if since is None and not since_last:
            raise typer.BadParameter("say from when on, as --since 2026-01-01", param_hint="--since")
        if look_back is not None and not since_last:
            raise typer.BadParameter("give --since-last too, which looks back", param_hint="--look-back")
        arguments = {
            "since": since,
            "until": until,
            "to": out,
            "format": format_,
            "columns": None if columns is None else [each.strip() for each in columns.split(",")],
            "compression": compression,
            "since_last": since_last,
            **({} if look_back is None else {"look_back": look_back}),
            "concurrency": concurrency,
            "source": source or "list",
            "missing": "create" if create_missing else "error",
        }
        collection = getattr(client, name)
        await _export(collection, {**arguments, **_filters(collection, filters or ())})

    export_list.__doc__ = f"""Write all {name} of a stretch of time into files.

    Whatever ends it, the same command goes on where it was. The manifest.json beside the files lists them.
    """
    return export_list


for _name, (_done, _filter) in _LISTS.items():
    _example = f"export {_name} --since 2026-01-01 --until 2026-02-01 --format parquet --out {_name}"
    export.command(_name, epilog=epilog(_example))(_command(_name, _done, _filter))


@export.command(epilog=example("export compact messages"))
def compact(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The folder of an export, or s3://bucket/prefix.")
    ],
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors on stderr.")] = False,
) -> None:
    """Leave the newest row of each record in the files of an export that was brought up to date."""
    with exit_statuses():
        notices.begin(is_quiet=quiet)
        from twilio_async import history

        with notices.blocking(f"the files of {folder}"):
            done = run(history.compact(folder))
        print_line(f"{done.records:,} rows are left in {done.parts:,} files, {done.removed:,} are gone")


async def _export(collection: Any, arguments: dict[str, Any]) -> None:
    """Export, and say how far that is, and how to go on where it ends too early."""
    from twilio_async import InvalidArgument, TwilioError, history

    again = f"What was written is safe; to go on: {NAME} {shlex.join(sys.argv[1:])}"
    exported = Exported()
    try:
        async with notices.progressing(exported) as show:

            def take(progress: "history.Progress") -> None:
                exported.take(progress)
                show()

            done = await history.export(collection, on_progress=take, **arguments)
    except InvalidArgument as error:
        raise typer.BadParameter(str(error)) from error
    except CancelledError as error:
        raise Interrupted(again) from error
    except TwilioError as error:
        if exported.has_begun and not isinstance(error, history.ExportError):
            notices.say(again)
        raise
    if not done.records:
        notices.say("Nothing found.")
    if arguments["since_last"] and done.until is not None:
        notices.say(
            f"This export ends at {done.until:%Y-%m-%d %H:%M} UTC: what is later needs one of its own."
        )
    elif not arguments["since_last"] and not done.pages:
        notices.say("It was complete already; --since-last adds what is new or changed.")
    news = f", {done.added:,} of them new or changed" if arguments["since_last"] else ""
    files = f"{done.parts:,} files, {done.bytes:,} bytes"
    print_line(f"{done.records:,} records in {files}{news}: {arguments['to']}")


def _filters(collection: Any, texts: Iterable[str]) -> dict[str, str]:
    """The filters, by the names that the library has for them beside its own arguments."""
    known = {each for each in signature(collection.list).parameters if each not in {"self", "paging"}}
    known -= {
        f"{each}{end}" for each in known for end in ("", "_before", "_after") if f"{each}_before" in known
    }
    filters: dict[str, str] = {}
    for text in texts:
        name, is_one, value = text.partition("=")
        keyword = name if name in known else f"{name}_"
        if not is_one or keyword not in known:
            names = ", ".join(sorted(each.rstrip("_") for each in known))
            raise typer.BadParameter(f"{text!r} is no NAME=VALUE with one of {names}", param_hint="--filter")
        filters["to_" if name == "to" else keyword] = value
    return filters
