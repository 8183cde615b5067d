"""An export as a program of its own, which a test can kill: address, folder, format, days, source."""

import asyncio
import sys
from datetime import date

from tests.support.clients import ACCOUNT, TOKEN
from twilio_async import Client, history


async def main() -> None:
    base, folder, form, since, until, *source = sys.argv[1:]
    async with Client(ACCOUNT, TOKEN, base_url=base) as client:
        await history.export(
            client.messages,
            date.fromisoformat(since),
            date.fromisoformat(until),
            to=folder,
            format=form,  # type: ignore[arg-type]
            concurrency=3,
            page_size=20,
            source=source[0] if source else "list",  # type: ignore[arg-type]
        )


if __name__ == "__main__":
    asyncio.run(main())
