"""Runs: the loop that claims messages, sends them and notes what came of them, until nothing is left to do.

One task goes round: in one transaction it notes all results that are waiting and claims messages for all
slots that are free now, since each transaction of SQLite is a full fsync. Nothing is claimed ahead: whatever
is leased when the process dies is in doubt, so what has not left must not be. A round is due once a third of
the slots has results, or a moment after the first.

A POST begins within a quarter of the call's total behind its claim, or the message is given back; so it ends
before its lease does, even if the process was stopped for a while in between. How far the lease has run is
asked of two clocks, since one of them stands still while a machine sleeps and the other may be set.
"""

from __future__ import annotations

import asyncio
import logging
import math
from contextlib import suppress
from typing import TYPE_CHECKING

from twilio_async import RateLimited, TwilioError
from twilio_async.bulk import tasks
from twilio_async.bulk.attempts import attempt, concerns_all
from twilio_async.bulk.doubts import callbacks
from twilio_async.bulk.doubts.asking import Asking
from twilio_async.bulk.errors import JournalError
from twilio_async.bulk.journal import claims, reading, results as journal_results
from twilio_async.bulk.journal.claims import Claim, Claimed, Terms
from twilio_async.bulk.journal.databases import Contended
from twilio_async.bulk.journal.patience import Patience
from twilio_async.bulk.journal.results import Result
from twilio_async.bulk.outcomes import Accepted, InDoubt, NotBegun, Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from twilio_async import Client, Clock
    from twilio_async.bulk.doubts.settling import Settler
    from twilio_async.bulk.journal.databases import Database
    from twilio_async.bulk.settings import Settings

_LOG = logging.getLogger("twilio_async.bulk")
_GATHERING = 0.05
"""Seconds for which results wait for others."""
_SLOTS_FOR_A_ROUND = 3
"""A round is due once one slot in so many has a result."""
_CLAIM = 1.0
"""Seconds until the next claim where nothing is left in line, while messages are sent."""
_POLL = 5.0
"""The most seconds between two looks at a journal that others may change."""
_MOST_FAILURES = 20
"""So many attempts without an answer, one begun after the other, end a run: each would be one more doubt."""
_STEP = 0.01
"""The least seconds between two looks for messages that somebody else may be taking."""


class Run:
    """One run of a campaign in this process."""

    def __init__(
        self,
        database: Database,
        client: Client,
        settings: Settings,
        settler: Settler,
        clock: Clock,
        *,
        secret: str,
        concurrency: int,
    ) -> None:
        self._database = database
        self._client = client
        self._settings = settings
        self._clock = clock
        self._patience = Patience(database, clock)
        self._asking = Asking(database, settings, settler, self._patience, stop=self._stop, ended=self._asked)
        self._secret = secret
        self._concurrency = concurrency
        self._terms = Terms(pace=settings.pace, rules=settings.rules, lease=settings.lease)
        self._sending: dict[asyncio.Task[None], int] = {}
        self._results: list[Result] = []
        self._wake = asyncio.Event()
        """Set by whatever may call for another round."""
        self._gathered = asyncio.Event()
        """Set once results need not wait for others any more."""
        self._going: asyncio.Future[None] | None = None
        self._is_stopping = False
        self._error: TwilioError | None = None
        self._failures = 0
        self._failing_since = math.inf
        self._claim_at = 0.0

    async def run(self) -> None:
        """Send and settle until nothing is left to do; `Campaign.run` says what a cancellation does.

        Raises:
            TwilioError: What concerns all messages.
        """
        going = self._going = asyncio.ensure_future(self._go())
        try:
            await asyncio.shield(going)
        except asyncio.CancelledError:
            self._is_stopping = True
            self._wake.set()
            await going  # Cancelled once more, it is what is cancelled.
            raise
        if self._error is not None:
            raise self._error

    async def end(self) -> None:
        """Let no further message leave, and wait for those under way."""
        self._is_stopping = True
        self._wake.set()
        if self._going is not None:
            await asyncio.wait([self._going])

    def journal_changed(self) -> None:
        """Look at the journal anew at once: messages may leave, or doubts be settled, that could not."""
        self._claim_at = self._asking.check_at = 0.0
        self._wake.set()

    async def _go(self) -> None:
        try:
            await self._asking.hasten()
            while True:
                claim = await self._round()
                for one in claim.claimed:
                    self._begin(one)
                if self._asking.is_due and not self._is_stopping:
                    own = [*self._sending.values(), *(result.claimed.id for result in self._results)]
                    await self._asking.check(own)
                if self._is_idle() and await self._is_over():
                    return
                await self._wait()
        except Exception:
            await self._drain()
            raise
        finally:
            await tasks.cancel([*self._sending, *self._asking.tasks])

    async def _drain(self) -> None:
        """See what is under way come to its end, and note it if that goes: the run has failed."""
        self._is_stopping = True
        if self._sending:
            await asyncio.wait([*self._sending])
        with suppress(JournalError):
            await self._note(self._results)

    def _is_idle(self) -> bool:
        return not (self._sending or self._asking.tasks or self._results)

    async def _round(self) -> Claim:
        """Note the results that are waiting, and claim messages for free slots."""
        results, self._results = self._results, []
        try:
            return await self._noted_and_claimed(results)
        except Exception:
            self._results[:0] = results
            raise

    async def _noted_and_claimed(self, results: Sequence[Result]) -> Claim:
        free = 0
        if not self._is_stopping and (results or self._database.now() >= self._claim_at):
            free = self._concurrency - len(self._sending)
        if not results and not free:
            return Claim()
        try:
            claim = await self._transaction(results, free)
        except Contended:  # Another worker took a message of the same fingerprint at the same moment.
            claim = Claim()
            await self._patience.of(lambda: self._note(results))
        if self._is_stopping and claim.claimed:
            given_back = [Result(one, None) for one in claim.claimed]
            await self._patience.of(lambda: self._note(given_back))
            return Claim()
        later = self._database.now() + _CLAIM
        self._claim_at = min(later, claim.next_at or later) if claim.is_last else 0.0
        return claim

    async def _transaction(self, results: Sequence[Result], free: int) -> Claim:
        def turn(connection: Connection) -> Claim:
            now = self._database.now()
            if results:
                journal_results.record(connection, results, now)
            return claims.claim(connection, self._terms, now, free) if free else Claim()

        # If it was done all the same, results say it twice, and leases run out.
        return await self._patience.of(lambda: self._database.write(turn))

    async def _note(self, results: Sequence[Result]) -> None:
        now = self._database.now()
        if results:
            await self._database.write(lambda connection: journal_results.record(connection, results, now))

    def _begin(self, claimed: Claimed) -> None:
        task = asyncio.create_task(self._send(claimed, self._clock.monotonic()))
        self._sending[task] = claimed.id
        task.add_done_callback(self._ended)

    async def _send(self, claimed: Claimed, since: float) -> None:
        """Send a message whose lease began at `since`."""
        wait = claimed.start_at - self._database.now()
        if wait > 0:
            await self._clock.sleep(wait)
        elapsed = max(self._clock.monotonic() - since, self._database.now() - claimed.claimed_at)
        if self._is_stopping or elapsed > self._settings.begin_within:
            self._results.append(Result(claimed, None))
            return
        began = self._clock.monotonic()
        outcome = await attempt(self._client, claimed.outbound, status_callback=self._callback(claimed))
        self._results.append(Result(claimed, outcome))
        self._learn(outcome, began)

    def _callback(self, claimed: Claimed) -> str | None:
        url = self._settings.callback_url
        return url and callbacks.address(url, self._secret, claimed.id, claimed.attempt)

    def _learn(self, outcome: Accepted | Rejected | InDoubt | NotBegun, since: float) -> None:
        """Stop for what concerns all messages, and for an API that does not answer."""
        if isinstance(outcome, Accepted | Rejected):
            self._failures, self._failing_since = 0, math.inf
            return
        if isinstance(outcome, InDoubt):
            self._asking.check_at = 0.0
        if not isinstance(outcome.error, RateLimited):
            # What was under way when the first one failed may have failed of the same moment.
            self._failures += since > self._failing_since
            self._failing_since = min(self._failing_since, self._clock.monotonic())
        if concerns_all(outcome.error) or self._failures >= _MOST_FAILURES:
            self._stop(outcome.error)

    def _stop(self, error: TwilioError) -> None:
        self._error = self._error or error
        self._is_stopping = True
        self._gathered.set()
        self._wake.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("a run ends, since it failed with %s", type(error).__name__)
            self._stop(JournalError(f"the run failed with {type(error).__name__}: run it again to go on"))
        if len(self._results) * _SLOTS_FOR_A_ROUND >= self._concurrency or not self._sending:
            self._gathered.set()
        self._wake.set()

    def _asked(self, task: asyncio.Task[None]) -> None:
        self.journal_changed()
        self._ended(task)

    async def _is_over(self) -> bool:
        """Whether nothing is left to do or to wait for; else notes when there will be."""
        if self._is_stopping:
            return True
        now = self._database.now()
        view = await self._patience.of(
            lambda: self._database.read(lambda connection: reading.outlook(connection, now))
        )
        looks = [moment for moment in (view.ask_at, view.lease_until) if moment is not None]
        if view.is_paused or (view.send_at is None and not looks):
            return True
        # Whoever shares the journal may change it at any time.
        poll = now + _POLL if self._database.is_shared else math.inf
        self._claim_at = min(poll, math.inf if view.send_at is None else max(view.send_at, now + _STEP))
        self._asking.check_at = min([poll, *looks])
        return False

    async def _wait(self) -> None:
        """Wait until a round is due."""
        moments = [math.inf]
        if len(self._sending) < self._concurrency:
            moments.append(self._claim_at)
        if self._asking.has_room:
            moments.append(self._asking.check_at)
        moment = math.inf if self._is_stopping else min(moments)
        await tasks.wait(self._wake, moment - self._database.now(), self._clock)
        self._wake.clear()
        if self._results and self._sending:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._gathered.wait(), _GATHERING)
        self._gathered.clear()
