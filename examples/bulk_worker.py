"""Send the messages of a CSV file, each at most once, with a journal that knows what became of them.

    export TWILIO_ACCOUNT_SID=AC... TWILIO_AUTH_TOKEN=...
    python bulk_worker.py messages.csv journal.db --sender +15017122661

The first file has the columns `number` and `text`; the journal is made. Whatever ends a run (Ctrl-C,
kill -9, a power cut), the next one goes on behind it. Rows may be added to the end of the first file
meanwhile. Ctrl-C and SIGTERM let no further message leave and wait for those under way; the second time they
do not wait.

A message of which nobody knows whether it left is looked for in Twilio's list, several times in the next
hours. One that is not there is held: look yourself, and tell the campaign by `resolve`. At the end there is a
line for each row that Twilio did not take. The exit status is 0 where the fate of every row is known.
"""

import argparse
import asyncio
import csv
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twilio_async import Client, InvalidArgument, TwilioError, bulk


def messages(path: Path, sender: str) -> Iterator[bulk.OutboundMessage]:
    """The messages of the first file; each is named by its row, counted from 1, the header apart.

    Raises:
        InvalidArgument: A row cannot be sent.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        for place, row in enumerate(csv.DictReader(file), 1):
            number, text = row.get("number") or "", row.get("text") or ""
            if not number.startswith("+"):
                raise InvalidArgument(f"{path}: row {place} needs a number such as +15558675310")
            try:
                yield bulk.OutboundMessage(to=number, from_=sender, body=text, key=str(place))
            except InvalidArgument as error:
                raise InvalidArgument(f"{path}: row {place}: {error}") from error


async def send(path: Path, journal: Path, sender: str, settings: dict[str, Any]) -> bulk.Status:
    """Send what no run has settled, and tell how it stands."""
    for _ in messages(path, sender):
        pass  # Each row is looked at before any is sent.
    url = f"sqlite:///{journal}"
    async with Client() as client, bulk.Campaign.open(url, client, **settings) as campaign:
        await campaign.add(messages(path, sender))
        run = asyncio.ensure_future(campaign.run(concurrency=50))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, run.cancel)
        await asyncio.wait([run])
        async for entry in campaign.outcomes("rejected", "in_doubt", "held"):
            print(f"row {entry.key}: {entry.state}", entry.code or "")
        return await campaign.status() if run.cancelled() else run.result()


def main() -> None:
    """Send what is left to send."""
    parser = argparse.ArgumentParser(description="Send the messages of a CSV file, each at most once.")
    parser.add_argument("messages", type=Path, help="CSV with the columns number and text")
    parser.add_argument("journal", type=Path, help="the journal to make, or to go on with")
    parser.add_argument("--sender", required=True, help="the number that the messages come from")
    parser.add_argument("--pace", type=float, help="segments a second; else what Twilio allows such a number")
    parser.add_argument("--settle", type=float, nargs="+", help="seconds after which a doubt is looked up")
    options = parser.parse_args()
    settings = {"pace": options.pace, **({"settle": options.settle} if options.settle else {})}

    try:
        status = asyncio.run(send(options.messages, options.journal, options.sender, settings))
    except TwilioError as error:
        sys.exit(str(error))
    print(f"{status.accepted} sent, {status.rejected} rejected, {status.held} held,", end=" ")
    print(f"{status.in_doubt} in doubt, {status.planned} not sent")
    sys.exit(not status.is_settled)


if __name__ == "__main__":
    main()
