"""Write the messages of some days to a file, one line of JSON each, in Twilio's own field names.

    export TWILIO_ACCOUNT_SID=AC... TWILIO_AUTH_TOKEN=...
    python export_history.py history.ndjson --since 2026-01-01 --until 2026-02-01

Days are of UTC: from the beginning of `since` up to the beginning of `until`, newest message first. Take days
that are over; what is not sent yet is in none. Memory does not grow with the history.

Beside the file stands history.ndjson.progress: the cursor behind the last page that was written, and how long
the file was then. Whatever ended a run (Ctrl-C, kill -9, a power cut), the same command goes on there: what
the file has beyond that length is cut off, and comes once more with its page.

It locks its file as Linux and macOS do.
"""

import argparse
import asyncio
import fcntl
import json
import os
import sys
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BufferedWriter
from pathlib import Path

from twilio_async import Client, Message, Page, TwilioError


@dataclass(frozen=True)
class Progress:
    """How far an export has come: the length of its file in bytes, and the cursor that belongs to it."""

    since: str
    until: str
    length: int = 0
    cursor: str | None = None
    done: bool = False


class Export:
    """The file of an export and its progress, for one process at a time."""

    def __init__(self, path: Path, since: date, until: date) -> None:
        self.since, self.until = since, until
        self.progress = Progress(f"{since}", f"{until}")
        self._path = path
        self._place = path.with_name(f"{path.name}.progress")
        self._file = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"another run is writing {path}")
        self._resume()

    def close(self) -> None:
        """Let another process have the file."""
        self._file.close()

    def add(self, page: Page[Message]) -> None:
        """Write a page, then how far that is: a run that ends in between writes the page again."""
        for message in page.items:
            if message.date_sent and self.since <= message.date_sent.date() < self.until:
                self._file.write(json.dumps(message.to_dict()).encode() + b"\n")
        _flush(self._file)
        length = self._path.stat().st_size
        self._save(replace(self.progress, length=length, cursor=page.cursor, done=page.cursor is None))

    def _resume(self) -> None:
        length = self._path.stat().st_size
        if self._place.exists():
            found = Progress(**json.loads(self._place.read_bytes()))
            if (found.since, found.until) != (self.progress.since, self.progress.until):
                sys.exit(f"{self._path} is of the days from {found.since} to {found.until}")
            self.progress = found
        elif length == 0:
            self._save(self.progress)
        else:
            sys.exit(f"{self._path} is there already, without {self._place}")
        if length < self.progress.length:
            sys.exit(f"{self._path} is shorter than {self._place} says")
        self._file.truncate(self.progress.length)

    def _save(self, progress: Progress) -> None:
        """Replace the progress in one step, so that there is always the old one or the new one."""
        draft = self._place.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(json.dumps(asdict(progress)).encode())
            _flush(file)
        draft.replace(self._place)
        self.progress = progress


def _flush(file: BufferedWriter) -> None:
    """Have everything that was written on the disk, which a power cut leaves as it is."""
    file.flush()
    os.fsync(file.fileno())


async def run(export: Export) -> None:
    """Write what is left of the export."""
    async with Client() as client:
        # Both bounds are inclusive at Twilio; what lies on the upper one is left out when it is written.
        messages = client.messages.list(
            date_sent_after=export.since, date_sent_before=export.until, cursor=export.progress.cursor
        )
        async for page in messages.pages():
            export.add(page)


def main() -> None:
    """Begin an export or go on with one."""
    parser = argparse.ArgumentParser(description="Write the messages of some UTC days to a file.")
    parser.add_argument("file", type=Path, help="the file to write, or to go on with")
    parser.add_argument("--since", type=date.fromisoformat, required=True, help="the first day: 2026-01-01")
    parser.add_argument("--until", type=date.fromisoformat, required=True, help="the day behind the last one")
    options = parser.parse_args()

    with closing(Export(options.file, options.since, options.until)) as export:
        if not export.progress.done:
            try:
                asyncio.run(run(export))
            except TwilioError as error:
                sys.exit(f"{error}; the same command goes on from here")
        print(f"{options.file} is complete: {export.progress.length:,} bytes")


if __name__ == "__main__":
    main()
