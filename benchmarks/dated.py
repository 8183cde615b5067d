"""A server of a long message history that reads date filters, each answer held back by a latency.

It has the pages of `history` in another order of their bytes: any stretch of time can be asked for. Run as a
script with the number of records, the days that they are spread over, the share of the busiest of these and
the latency in seconds, it prints its port. It ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import sys
from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.history import HEADERS, MESSAGES, make_record

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_DAY: Final = date(2026, 1, 1)
_LARGEST: Final = 1000


class DatedHistory:
    """Records in the order of their dates, as JSON."""

    def __init__(self, moments: Sequence[datetime]) -> None:
        random = Random(7)  # noqa: S311 - the same history every time
        self._moments = moments
        self._records = [_record(random, moment) for moment in moments]

    def page(self, query: dict[str, str]) -> bytes:
        """A page, newest first, as Twilio cuts them."""
        low = 0 if "DateSent>" not in query else bisect_left(self._moments, _moment(query["DateSent>"]))
        high = len(self._moments)
        if "DateSent<" in query:
            high = bisect_right(self._moments, _moment(query["DateSent<"]))
        size = int(query.get("PageSize", 50))
        end = int(query["PageToken"][4:], 16) if "PageToken" in query else high
        start = max(low, end - size)
        page = int(query.get("Page", 0))
        following = {**query, "Page": page + 1, "PageToken": f"PASM{start:032x}"}
        link = f"{MESSAGES}.json?{urlencode(following)}" if start > low else None
        envelope = {"page": page, "page_size": size, "next_page_uri": link}
        records = b", ".join(self._records[start:end][::-1])
        return b"".join([json.dumps(envelope)[:-1].encode(), b', "messages": [', records, b"]}"])


def _record(random: Random, moment: datetime) -> bytes:
    record = make_record(random, moment)
    record["date_sent"] = format_datetime(moment)
    return json.dumps(record).encode()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def spread(count: int, days: int, busiest: float) -> list[datetime]:
    """The moments of records, evenly over each day; the middle day has that share of them, if any."""
    start = datetime.combine(FIRST_DAY, time(), UTC)
    middle = days // 2
    moments: list[datetime] = []
    for day in range(days):
        share = 1 / days if not busiest else busiest if day == middle else (1 - busiest) / (days - 1)
        here = round(count * share)
        moments += [start + timedelta(days=day, seconds=86_400 * each // here) for each in range(here)]
    return moments


async def _serve(history: DatedHistory, latency: float) -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(latency)
        body = history.page(dict(request.query))
        return web.Response(body=body, content_type="application/json", headers=HEADERS)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    """Serve until standard input ends."""
    count, days, busiest, latency = sys.argv[1:]
    asyncio.run(_serve(DatedHistory(spread(int(count), int(days), float(busiest))), float(latency)))


if __name__ == "__main__":
    main()
