"""Campaigns: messages in a journal, sent by any number of runs until the fate of each is known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from twilio_async import Clock, InvalidArgument, Timeout
from twilio_async.bulk import delivery
from twilio_async.bulk.adding import Adding
from twilio_async.bulk.addresses import recipients_of
from twilio_async.bulk.doubts import callbacks
from twilio_async.bulk.doubts.settling import Settler
from twilio_async.bulk.errors import JournalError
from twilio_async.bulk.journal import changes, results
from twilio_async.bulk.journal.databases import Database, parsed
from twilio_async.bulk.journal.opening import Identity, identify
from twilio_async.bulk.running import Run
from twilio_async.bulk.segmentation.estimates import Estimate, Tally
from twilio_async.bulk.settings import SETTLE, OnMissing, Settings
from twilio_async.bulk.views import CampaignView, Opening

if TYPE_CHECKING:
    from collections.abc import (
        AsyncIterable,
        Callable,
        Iterable,
        Mapping,
        Sequence,
    )
    from decimal import Decimal

    from twilio_async import Client
    from twilio_async.bulk.doubts.callbacks import HasParams
    from twilio_async.bulk.entries import Added, Decision, Status
    from twilio_async.bulk.messages import OutboundMessage
    from twilio_async.bulk.pacing.rates import Pace
    from twilio_async.bulk.rules.decisions import Rule


class Campaign(CampaignView):
    """Messages that are sent once each, and a journal that knows what became of them."""

    def __init__(
        self, client: Client, settings: Settings, database: Database, identity: Identity, clock: Clock
    ) -> None:
        """Not to be called: see `open`."""
        self._client = client.with_options(timeout=Timeout.of(settings.timeout))
        self._settings = settings
        super().__init__(database)
        self._secret = identity.secret
        self._clock = clock
        self._settler = Settler(database, self._client, settings)
        self._run: Run | None = None

    def __repr__(self) -> str:
        return f"<Campaign of {self._client.account_sid}>"

    def _journal_changed(self) -> None:
        """Let the run under way look at the journal."""
        if self._run is not None:
            self._run.journal_changed()

    @staticmethod
    def open(
        url: str,
        client: Client,
        *,
        readonly: bool = False,
        callback_url: str | None = None,
        pace: Pace = None,
        rules: Iterable[Rule] = (),
        on_missing: OnMissing = "hold",
        settle: Sequence[float] = SETTLE,
        timeout: float = 120.0,
        schema: str | None = None,
        clock: Clock | None = None,
    ) -> Opening[Campaign]:
        """Open a journal, and make it where there is none: use it with `async with`, or await it.

        Args:
            url: `sqlite:///spring.db` (or four slashes and an absolute path), or
                `postgresql://user:password@host/database`.
            client: Whose account sends. A journal belongs to one account.
            readonly: Only look: `status`, `outcomes`, `estimate`. A SQLite journal can be looked at while
                another process works on it.
            callback_url: Where your web service passes Twilio's status callbacks to `record`.
            pace: Message segments a second for each sender; see `bulk.send_many`.
            rules: Functions of a message and a moment that let it leave, wait or be skipped, such as a
                `LocalWindow` or `valid_number`.
            on_missing: What becomes of a message in doubt that Twilio's list does not have after all the
                waits of `settle`: held for a person to decide, or sent again.
            settle: Seconds after a doubt began at which Twilio's list is asked again, ascending. No doubt
                waits for longer in a run, not even one that began when other waits were given.
            timeout: Seconds that sending one message may take in all. Its lease is longer.
            schema: The schema of a PostgreSQL database that the journal is in; it is made.
            clock: The time that everything goes by.

        Raises:
            InvalidArgument: The url or a setting cannot be; raised here, the rest when it is entered.
            JournalError: The journal is of something else, of another account or a newer version.
            JournalInUse: Another process works on this SQLite journal.
        """
        settings = Settings(
            callback_url=callback_url,
            pace=pace,
            rules=tuple(rules),
            on_missing=on_missing,
            settle=settle,
            timeout=timeout,
        )
        parsed(url)
        clock = clock or Clock()

        async def opened() -> Campaign:
            database = await Database.open(url, clock, readonly=readonly, schema=schema)
            try:
                identity = await identify(database, client.account_sid)
            except BaseException:
                await database.close()
                raise
            return Campaign(client, settings, database, identity, clock)

        return Opening(opened)

    async def close(self) -> None:
        """Close the journal; a run lets no further message leave, and ends first. The client stays open."""
        if self._run is not None:
            await self._run.end()
        await self._database.close()

    async def add(
        self,
        messages: Iterable[OutboundMessage] | AsyncIterable[OutboundMessage],
        *,
        key: str | Callable[[OutboundMessage], str] | None = None,
        repeats: Literal["send", "skip"] | None = None,
    ) -> Added:
        """Add messages; those that the campaign knows already are left as they are, so it may be done again.

        Args:
            messages: They are taken as they are stored, so that a generator of any length will do.
            key: The field that names a message, such as "to", or a function; else its own `key`. Without a
                key the messages of an `add` are told apart by recipient, sender and content.
            repeats: What becomes of a message without a key that equals an earlier one of this `add`, or one
                of the campaign that has a key.

        Raises:
            RepeatedMessage: There is one, and `repeats` does not say what to do. Of its batch, a thousand
                messages, none is added; the batches before it are.
            KeyConflict: A key stands for another message already. It leaves as much added.
        """
        adding = Adding(self._database, key=key, repeats=repeats)
        added = await adding.add(messages)
        self._journal_changed()
        return added

    async def run(self, *, concurrency: int = 100) -> Status:
        """Send what is planned and settle what is in doubt, until nothing is left that can be done.

        It returns when each message is settled or held, or when the campaign is paused. Cancelled, it lets
        no further message leave, waits for those under way and notes what became of them; cancelled once
        more, it stops at once, and they are in doubt.

        Args:
            concurrency: The most messages under way at a time, within the client's limits.

        Raises:
            InvalidArgument: No message at a time is not enough.
            TwilioError: What concerns all messages: credentials, account, funds, or an API out of reach. The
                messages that it stopped are planned still.
        """
        if concurrency < 1:
            raise InvalidArgument(f"concurrency must be at least 1, not {concurrency}")
        if self._run is not None:
            raise JournalError("this campaign is running already: wait for its end, or cancel it")
        self._run = Run(
            self._database,
            self._client,
            self._settings,
            self._settler,
            self._clock,
            secret=self._secret,
            concurrency=concurrency,
        )
        try:
            await self._run.run()
            return await self.status()
        finally:
            self._run = None

    async def estimate(self, *, price: Decimal | None = None) -> Estimate:
        """What the messages that are planned still will take; no more than a batch of them is in memory.

        Args:
            price: The price of a segment, in whichever currency.

        Raises:
            JournalError: The journal cannot be read.
        """
        tally = Tally()
        async for entry in self.outcomes("planned"):
            tally.add(entry.outbound)
        return tally.estimate(pace=self._settings.pace, price=price)

    async def pause(self) -> None:
        """Let no further message leave, in any process, until `resume`.

        Runs end once what is under way is noted; doubts wait for the next one.
        """
        await self._database.write(partial(changes.set_paused, is_paused=True))
        self._journal_changed()

    async def resume(self) -> None:
        """Let messages leave again, in runs that are begun from now on."""
        await self._database.write(partial(changes.set_paused, is_paused=False))
        self._journal_changed()

    async def cancel(self) -> int:
        """Take out the messages that have not left, and say how many these are.

        What may have left is settled still, and is not sent again.
        """
        canceled = await self._database.write(partial(changes.cancel, now=self._database.now()))
        self._journal_changed()
        return canceled

    async def suppress(self, recipients: Iterable[str]) -> None:
        """Send nothing more to these numbers or addresses: their messages are skipped.

        Raises:
            InvalidArgument: It is a single text.
        """
        work = partial(results.suppress, recipients=recipients_of(recipients), now=self._database.now())
        await self._database.write(work)

    async def reconcile(self) -> Status:
        """Ask Twilio's list at once about all messages that are in doubt or held, and send nothing.

        Raises:
            TwilioError: Twilio did not tell of all; what it told is noted.
        """
        await self._settler.reconcile()
        self._journal_changed()
        return await self.status()

    async def resolve(self, key: str, decision: Decision, *, sid: str | None = None) -> None:
        """Decide about a message that is held or in doubt.

        Args:
            key: Its name in the campaign.
            decision: "resend" plans it again, "sent" takes it for accepted, "drop" for canceled.
            sid: The SID of a message that was "sent", where you know it.

        Raises:
            UnknownKey: The campaign has no message of this key.
            InvalidArgument: The message is neither held nor in doubt, or the SID is that of another message.
        """
        now = self._database.now()
        await self._database.write(partial(changes.resolve, key=key, decision=decision, sid=sid, now=now))
        self._journal_changed()

    async def record(self, event: Mapping[str, str] | HasParams) -> bool:
        """Note what a status callback tells; whether it was of a message of this campaign.

        Events may come in any order and any number of times.

        Args:
            event: The callback's parameters, those of its address and of its form in one mapping, or an
                object that has them as `params`, such as an event of `twilio_async.webhooks`.

        Raises:
            InvalidArgument: It is neither.
            JournalError: The journal cannot be written.
        """
        told = callbacks.event(event, self._secret)
        if told is None:
            return False
        is_ours = await self._database.write(partial(changes.note, event=told, now=self._database.now()))
        if told.row is not None:
            self._journal_changed()
        return is_ours

    async def refresh(self) -> int:
        """Bring the final statuses of accepted messages by pages of Twilio's list; how many changed.

        Raises:
            TwilioError: Twilio did not tell all; what it told is noted.
        """
        return await delivery.refresh(self._database, self._client)
