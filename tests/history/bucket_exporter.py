"""A program that exports four days of messages into a bucket: `python -m ... URL TO SINCE UNTIL`."""

import asyncio
import sys
from datetime import datetime

from tests.support.clients import ACCOUNT, TOKEN
from twilio_async import Client, history


async def main(url: str, to: str, since: str, until: str) -> None:
    async with Client(ACCOUNT, TOKEN, base_url=url) as client:
        moments = map(datetime.fromisoformat, (since, until))
        await history.export(client.messages, *moments, to=to, page_size=9, concurrency=3)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
