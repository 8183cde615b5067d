"""Send the messages of a CSV file, each at most once, and write to another what became of them.

    export TWILIO_ACCOUNT_SID=AC... TWILIO_AUTH_TOKEN=...
    python bulk_worker.py messages.csv results.csv --sender +15017122661

The first file has the columns `number` and `text`. The second gets a line for each step of a row, as it
happens; the last line of a row counts:

    sending    Twilio is being asked
    sent       with the sid of the message
    refused    with Twilio's error code; asking again would not help
    in doubt   it may have been sent or not: look before you send it by hand
    not sent   for a reason that is not the row's, which also ends the run

Whatever ended a run (Ctrl-C, kill -9, a power cut), the next one goes on behind it: rows without a line and
those not sent are sent; those that were `sending` are in doubt, and a row in doubt is never sent again. Rows
may be added to the end of the first file meanwhile. Ctrl-C and SIGTERM let no further row begin and wait for
those under way; the second time they do not wait. The exit status is 0 where every row is sent or refused.

It locks its file as Linux and macOS do.
"""

import argparse
import asyncio
import csv
import fcntl
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from twilio_async import BadRequest, Client, InvalidArgument, TwilioError

AT_A_TIME = 50
"""The most rows under way at a time. Below it the client adapts to what Twilio allows the account."""
MOST_DOUBTS = 20
"""So many rows in doubt end a run: Twilio is in trouble, and each row would be one more to look up."""
_INTERRUPTS = signal.SIGINT, signal.SIGTERM
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class Row:
    """A row of the first file; `place` counts from 1, the header apart."""

    place: int
    number: str
    text: str


class Outcome(StrEnum):
    """How far a row has come."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    IN_DOUBT = "in doubt"
    NOT_SENT = "not sent"


class Results:
    """The result file, for one process at a time."""

    _COLUMNS = ("row", "number", "outcome", "sid", "code")

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+", encoding="ascii", newline="", buffering=1)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"another run is writing {path}")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._file.seek(0)
        lines = self._file.read().splitlines(keepends=True)
        if lines and not lines[-1].endswith("\n"):  # The power went while it was written.
            lines.pop()
        self._file.truncate(sum(map(len, lines)))
        if not lines:
            self._writer.writerow(self._COLUMNS)
        self.outcomes: dict[int, Outcome] = {}
        self._numbers: dict[int, str] = {}
        for line in csv.DictReader(lines):
            self._note(int(line["row"]), line["number"], Outcome(line["outcome"]))

    def close(self) -> None:
        """Let another process have the file."""
        self._file.close()

    def match(self, rows: Sequence[Row]) -> bool:
        """Whether these are the rows that the results are of, as far as there are any."""
        return all(self._numbers.get(row.place, row.number) == row.number for row in rows)

    def add(self, row: Row, outcome: Outcome, *, sid: str = "", code: int | None = None) -> None:
        """Write down how far a row has come."""
        self._writer.writerow([row.place, row.number, outcome, sid, code])
        if outcome is Outcome.SENDING:
            os.fsync(self._file.fileno())  # The message leaves after this, so no power cut can hide it.
        self._note(row.place, row.number, outcome)

    def _note(self, place: int, number: str, outcome: Outcome) -> None:
        self.outcomes[place] = outcome
        self._numbers[place] = number


@dataclass
class Run:
    """The sending of rows by any number of workers; whoever closes `rows` lets no further one begin."""

    client: Client
    sender: str
    rows: Generator[Row, None, None]
    results: Results
    doubts: int = 0

    async def work(self) -> None:
        """Send rows until there are no more."""
        for row in self.rows:
            self.results.add(row, Outcome.SENDING)
            try:
                message = await self.client.messages.create(to=row.number, from_=self.sender, body=row.text)
            except TwilioError as error:
                self._explain(row, error)
            else:
                self.results.add(row, Outcome.SENT, sid=message.sid)

    def _explain(self, row: Row, error: TwilioError) -> None:
        match error:
            case TwilioError(executed="unknown"):
                self.results.add(row, Outcome.IN_DOUBT)
                self.doubts += 1
                if self.doubts == MOST_DOUBTS:
                    self.rows.close()
            case BadRequest():
                self.results.add(row, Outcome.REFUSED, code=error.code)
            case InvalidArgument():
                self.results.add(row, Outcome.REFUSED)
            case _:
                self.results.add(row, Outcome.NOT_SENT)
                self.rows.close()
        sys.stderr.write(f"row {row.place}: {error}\n")  # Phone numbers are masked in it.


async def send(rows: Sequence[Row], sender: str, results: Results) -> None:
    """Send the rows that no run has settled."""
    left = (row for row in rows if results.outcomes.get(row.place) in {None, Outcome.NOT_SENT})
    loop = asyncio.get_running_loop()

    def stop() -> None:
        left.close()
        for number in _INTERRUPTS:
            loop.remove_signal_handler(number)

    for number in _INTERRUPTS:
        loop.add_signal_handler(number, stop)
    async with Client() as client, asyncio.TaskGroup() as group:
        run = Run(client, sender, left, results)
        for _ in range(AT_A_TIME):
            group.create_task(run.work())


def read(path: Path) -> list[Row]:
    """The rows of the first file; the program ends at one that cannot be sent."""
    rows: list[Row] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for place, fields in enumerate(csv.DictReader(file), 1):
            row = Row(place, fields.get("number") or "", fields.get("text") or "")
            if not _E164.fullmatch(row.number) or not row.text:
                sys.exit(f"{path}: row {place} needs a number such as +15558675310, and a text")
            rows.append(row)
    return rows


def main() -> None:
    """Send what is left to send, and tell how it stands."""
    parser = argparse.ArgumentParser(description="Send the messages of a CSV file, each at most once.")
    parser.add_argument("messages", type=Path, help="CSV with the columns number and text")
    parser.add_argument("results", type=Path, help="CSV to write, or to go on with")
    parser.add_argument("--sender", required=True, help="the number that the messages come from")
    options = parser.parse_args()

    rows = read(options.messages)
    with closing(Results(options.results)) as results:
        if not results.match(rows):
            sys.exit(f"{options.results} has the results of another file than {options.messages}")
        for row in rows:
            if results.outcomes.get(row.place) is Outcome.SENDING:
                results.add(row, Outcome.IN_DOUBT)
        asyncio.run(send(rows, options.sender, results))
        report(rows, results)


def report(rows: Sequence[Row], results: Results) -> None:
    """Print how many rows came to what, and which are in doubt; exit."""
    outcomes = {row.place: results.outcomes.get(row.place, Outcome.NOT_SENT) for row in rows}
    for outcome, count in Counter(outcomes.values()).items():
        print(f"{count} {outcome}")
    doubts = [place for place, outcome in outcomes.items() if outcome is Outcome.IN_DOUBT]
    if doubts:
        print("rows in doubt:", *doubts)
    sys.exit(any(outcome in {Outcome.IN_DOUBT, Outcome.NOT_SENT} for outcome in outcomes.values()))


if __name__ == "__main__":
    main()
