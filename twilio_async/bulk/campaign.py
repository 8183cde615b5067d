"""Campaigns: messages in a journal, sent by any number of runs and workers until the fate of each is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

from twilio_async import Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Mapping, Sequence
    from decimal import Decimal

    from twilio_async import Client
    from twilio_async.bulk.entries import Added, Decision, Entry, State, Status
    from twilio_async.bulk.messages import OutboundMessage

SETTLE = (60.0, 300.0, 900.0, 3600.0, 14400.0)
"""Seconds after a doubt began at which Twilio's list is asked again."""


class Campaign:
    """Messages that are sent once each, and a journal that knows what became of them."""

    @classmethod
    def open(
        cls,
        url: str,
        client: Client,
        *,
        readonly: bool = False,
        callback_url: str | None = None,
        pace: Any = None,
        window: Any = None,
        validate: bool = False,
        on_missing: Literal["hold", "resend"] = "hold",
        settle: Sequence[float] = SETTLE,
        timeout: float = 120.0,
        schema: str | None = None,
        clock: Clock | None = None,
    ) -> Opening:
        """Open a journal, and make it where there is none: use it with `async with`, or await it.

        Args:
            url: `sqlite:///spring.db` (or four slashes and an absolute path), or
                `postgresql://user:password@host/database`.
            client: Whose account sends. A journal belongs to one account.
            readonly: Only look: `status`, `outcomes`, `estimate`. A SQLite journal can be looked at while
                another process works on it.
            callback_url: Where your web service passes Twilio's status callbacks to `record`.
            pace: Message segments a second for each sender; see `bulk.send_many`.
            window: The hours of the recipient's local time at which messages may leave.
            validate: Whether recipients' numbers are checked; what cannot be one is skipped as invalid.
            on_missing: What becomes of a message in doubt that Twilio's list does not have after all the
                waits of `settle`: held for a person to decide, or sent again.
            settle: Seconds after a doubt began at which Twilio's list is asked again, ascending.
            timeout: Seconds that sending one message may take in all. Its lease is longer.
            schema: The schema of a PostgreSQL database that the journal is in; it is made.
            clock: The time that everything goes by.

        Raises:
            InvalidArgument: The url or a setting cannot be; raised here, the rest when it is entered.
            JournalError: The journal is of something else, of another account or a newer version.
            JournalInUse: Another process works on this SQLite journal.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Close the journal. The client stays open."""
        raise NotImplementedError

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
            repeats: What becomes of a message without a key that equals an earlier one of this `add`.

        Raises:
            RepeatedMessage: There is one, and `repeats` does not say what to do. Those before it are added.
            KeyConflict: A key stands for another message already. Those before it are added.
        """
        raise NotImplementedError

    async def run(self, *, concurrency: int = 100) -> Status:
        """Send what is planned and settle what is in doubt, until nothing is left that can be done.

        It returns when each message is settled or held, or when the campaign is paused. Cancelled, it lets
        no further message leave, waits for those under way and notes what became of them; cancelled once
        more, it stops at once, and they are in doubt.

        Args:
            concurrency: The most messages under way at a time, within the client's limits.

        Raises:
            TwilioError: What concerns all messages: credentials, account, funds, or an API out of reach. The
                messages that it stopped are planned still.
        """
        raise NotImplementedError

    async def status(self) -> Status:
        """The messages by state."""
        raise NotImplementedError

    def outcomes(self, *states: State) -> AsyncIterator[Entry]:
        """Each message with what became of it, in the order of adding.

        Args:
            *states: Only messages in one of these states.
        """
        raise NotImplementedError

    async def estimate(self, *, price: Decimal | None = None) -> Any:
        """What is planned still: messages, segments, hours at the pace, and the cost.

        Args:
            price: Of one segment.
        """
        raise NotImplementedError

    async def pause(self) -> None:
        """Let no further message leave, in any process, until `resume`. Doubts are settled all the same."""
        raise NotImplementedError

    async def resume(self) -> None:
        """Let messages leave again."""
        raise NotImplementedError

    async def cancel(self) -> int:
        """Take out the messages that have not left, and say how many these are."""
        raise NotImplementedError

    async def suppress(self, recipients: Iterable[str]) -> None:
        """Send nothing more to these numbers or addresses: their messages are skipped."""
        raise NotImplementedError

    async def reconcile(self) -> Status:
        """Ask Twilio's list at once about all messages that are in doubt or held, and send nothing."""
        raise NotImplementedError

    async def resolve(self, key: str, decision: Decision, *, sid: str | None = None) -> None:
        """Decide about a held message.

        Args:
            key: Its name in the campaign.
            decision: "resend" plans it again, "sent" takes it for accepted, "drop" for canceled.
            sid: The SID of a message that was "sent", where you know it.

        Raises:
            UnknownKey: There is none.
            InvalidArgument: It is not held.
        """
        raise NotImplementedError

    async def record(self, event: Mapping[str, str] | Any) -> bool:
        """Note what a status callback tells; whether it was of a message of this campaign.

        Events may come in any order and any number of times.

        Args:
            event: The callback's parameters, those of its address and of its form in one mapping, or an
                object that has them as `params`.
        """
        raise NotImplementedError

    async def refresh(self) -> int:
        """Bring the final statuses of accepted messages by pages of Twilio's list; how many changed."""
        raise NotImplementedError


class Opening:
    """A campaign that is about to be opened: enter it, or await it."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __await__(self) -> Generator[Any, None, Campaign]:
        raise NotImplementedError

    async def __aenter__(self) -> Campaign:
        raise NotImplementedError

    async def __aexit__(self, *_: object) -> None:
        raise NotImplementedError
