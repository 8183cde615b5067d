"""How far a campaign is, in words: what is added to its journal, and what became of its messages."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.progress import clock

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Iterator

    from twilio_async.bulk import Campaign, OutboundMessage, Status

_EVERY = 0.5
"""Seconds between two looks at the journal, unless that takes long."""
_MOST_OF_TIME = 0.05
"""The part of the time that may be spent looking."""
_LOOKS = 21
"""The looks that a rate is of: those of the last ten seconds."""
_OFTEN = 1_000


class AddingProgress:
    """The part of the messages that is in the journal."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    @property
    def share(self) -> float:
        """The part of it, up to 1."""
        return min(1.0, self._done / self._total)

    def of(self, messages: Iterable[OutboundMessage], show: Callable[[], None]) -> Iterator[OutboundMessage]:
        """The same messages, each counted as it is taken."""
        for message in messages:
            yield message
            self._done += 1
            if not self._done % _OFTEN:
                show()
        show()

    def __str__(self) -> str:
        return f"Adding to the journal: {self._done:,} of {self._total:,} messages"


class SendingProgress:
    """The part of a campaign whose fate is known."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._looks: deque[tuple[float, int]] = deque(maxlen=_LOOKS)

    @property
    def share(self) -> float:
        """The part of it, up to 1."""
        status = self._status
        return 0.0 if status is None or not status.total else _settled(status) / status.total

    def take(self, status: Status, now: float) -> None:
        """Take note of how far it is at a moment."""
        self._status = status
        self._looks.append((now, _settled(status)))

    def __str__(self) -> str:
        status = self._status
        if status is None:
            return "Opening the journal"
        facts = [f"{self.share:.0%}", f"{status.accepted:,} of {status.total:,} accepted"]
        counts = {
            "rejected": status.rejected,
            "held": status.held,
            "skipped": status.skipped,
        }
        facts += [f"{count:,} {name}" for name, count in counts.items() if count]
        facts += [f"{status.in_doubt:,} in doubt, {next_look(status)}"] if status.in_doubt else []
        return ", ".join([*facts, *self._pace(status)])

    def _pace(self, status: Status) -> list[str]:
        """How fast it goes on, and how long that takes."""
        if status.is_paused:
            return ["paused"]
        (begun, before), (now, done) = self._looks[0], self._looks[-1]
        left = status.planned + status.leased
        if not left or now <= begun or done <= before:
            return []
        rate = (done - before) / (now - begun)
        return [f"{rate:,.1f}/s", f"{clock(left / rate)} left"]


def next_look(status: Status) -> str:
    """When Twilio's list is asked next about messages in doubt, in local time."""
    at = status.next_look_at
    if at is None or at <= datetime.now(UTC):
        return "next look due"
    return f"next look at {at.astimezone():%H:%M:%S}"


@asynccontextmanager
async def showing(campaign: Campaign) -> AsyncGenerator[None, None]:
    """Show inside how far a campaign is, and how far it came in the end."""
    from twilio_async import TwilioError

    sending = SendingProgress()
    async with notices.progressing(sending) as show:

        def take(status: Status) -> None:
            sending.take(status, monotonic())
            show()

        looking = asyncio.create_task(_look(campaign, take))
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            with suppress(TwilioError):  # What ended the run is told, and not that its journal is gone.
                take(await campaign.status())


async def _look(campaign: Campaign, take: Callable[[Status], None]) -> None:
    while True:
        begun = monotonic()
        take(await campaign.status())
        await asyncio.sleep(max(_EVERY, (monotonic() - begun) / _MOST_OF_TIME))


def _settled(status: Status) -> int:
    return status.total - status.planned - status.leased - status.in_doubt
