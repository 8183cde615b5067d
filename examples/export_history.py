"""Keep a folder with all messages since a day, and what came of them: run it every night.

    export TWILIO_ACCOUNT_SID=AC... TWILIO_AUTH_TOKEN=...
    python export_history.py messages --since 2026-01-01

The first run writes all messages into files of NDJSON, one or more for each UTC day. Each later run reads
the last three days again and adds what is new or has another status or price by now. Whatever ended a run
(Ctrl-C, kill -9, a power cut), the next one goes on where it was. At the end, only the newest row of each
message is left, and the program counts them by status.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from twilio_async import Client, TwilioError, history


def show(progress: history.Progress) -> None:
    """Say how far the export is, in one line that is written over."""
    end = "\n" if progress.share == 1 else ""
    print(f"\r{progress.share:4.0%}, {progress.records:,} records", end=end, file=sys.stderr, flush=True)


async def run(folder: Path, since: date) -> None:
    """Bring the folder up to date."""
    async with Client() as client:
        await history.export(
            client.messages,
            since,
            to=folder,
            since_last=True,
            look_back=timedelta(days=3),
            on_progress=show if sys.stderr.isatty() else None,
        )
    await history.compact(folder)


def statuses(folder: Path) -> Counter[str]:
    """How many messages have each status; the manifest names the files that count."""
    names = [part["name"] for part in json.loads((folder / "manifest.json").read_bytes())["parts"]]
    return Counter(json.loads(line)["status"] for name in names for line in (folder / name).open("rb"))


def main() -> None:
    """Bring a folder up to date, and print what is in it."""
    parser = argparse.ArgumentParser(description="Keep a folder with all messages since a UTC day.")
    parser.add_argument("folder", type=Path, help="where the files are, or will be")
    parser.add_argument("--since", type=date.fromisoformat, required=True, help="the first day: 2026-01-01")
    options = parser.parse_args()
    try:
        asyncio.run(run(options.folder, options.since))
    except history.ExportError as error:
        sys.exit(str(error))
    except TwilioError as error:
        sys.exit(f"{error}; the same command goes on from here")
    except KeyboardInterrupt:
        sys.exit("\ninterrupted; the same command goes on from here")
    for status, count in statuses(options.folder).most_common():
        print(f"{status:12} {count:,}")


if __name__ == "__main__":
    main()
