"""Histories from a formula: any number of messages and calls, computed when they are asked for.

Each record is one of a few patterns, which are seeded as those of small histories are, with a sid and moments
of its own. Nothing but the patterns is kept, so five million are there as soon as ten.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, frozen

from twilio_async.emulator.memory.formula import FormulaRecords, SidFormula, Timeline
from twilio_async.emulator.memory.identifiers import Identifiers, random_of
from twilio_async.emulator.memory.layered_history import LayeredHistory
from twilio_async.emulator.memory.patterns import Pattern, Patterned
from twilio_async.emulator.messaging.message_status import Delays
from twilio_async.emulator.messaging.message_store import Message, MessageStore
from twilio_async.emulator.scenes.seeded_calls import LONGEST, call_at
from twilio_async.emulator.scenes.seeded_messages import messages_at
from twilio_async.emulator.voice.voice_records import Call
from twilio_async.emulator.voice.voice_store import VoiceStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.history import AccountHistories
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import Unsent

_PATTERNS = 1024
_STRIDE = 619
"""The distance between the patterns of neighbours; it shares no divisor with the numbers of patterns."""
_UNSENT_PATTERNS = 96
_UNSENT: tuple[Unsent, ...] = ("queued", "scheduled", "failed")
_UNSENT_ERROR = 30001
_MOMENT = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
_DELIVERY = timedelta(seconds=2)
_DAY = timedelta(days=1)
_DEFAULT_LENGTH = timedelta(days=30)
_NO_TIME = timedelta()


@define(eq=False)
class FormulaMessage(Message, Patterned):
    """A message of a formula."""

    pattern: Pattern | None = None


@define(eq=False)
class FormulaCall(Call, Patterned):
    """A call of a formula."""

    pattern: Pattern | None = None


@frozen
class Period:
    """The time of a history, in UTC days: [since, until), cut at the present; a busy day has nine of ten.

    Without a beginning these are the 30 days before the end.
    """

    since: date | None = None
    until: date | None = None
    busy_day: date | None = None

    def timeline(self, count: int, latest: datetime) -> Timeline:
        """The moments of `count` records, all before `latest`."""
        start, end = self.bounds(latest)
        return Timeline.spread(count, start, end, busy_day=self.busy_day)

    def last_day(self, count: int, latest: datetime) -> Timeline:
        """The moments of `count` records within the last day."""
        start, end = self.bounds(latest)
        return Timeline.spread(count, max(start, end - _DAY), end)

    def bounds(self, latest: datetime) -> tuple[datetime, datetime]:
        """The first moment, and that behind the last one."""
        end = latest if self.until is None else min(latest, _midnight(self.until))
        return end - _DEFAULT_LENGTH if self.since is None else _midnight(self.since), end


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def lay_messages(
    store: Store, account: Account, period: Period, *, count: int, undated: int, seed: int
) -> None:
    """Lay a history of `count` settled messages under those of an account, and of `undated` unsent ones.

    Raises:
        ValueError: The account has one already, or the period is none.
    """
    random = random_of(seed, f"{account.sid}/messages")
    identifiers, delays = Identifiers(random.getrandbits(64)), Delays(0, _DELIVERY.total_seconds())
    scratch = MessageStore(store.clock, identifiers, delays)
    sent = list(messages_at(repeat(_MOMENT, _PATTERNS), scratch, account, random))
    latest = store.clock() - _DELIVERY
    formulas = [
        FormulaRecords(
            period.timeline(count, latest), SidFormula("SM", random), _maker_of_messages(sent), newer=undated
        )
    ]
    if undated:
        unsent = [_unsent(one, number) for number, one in enumerate(_outbound(sent))]
        timeline, sids = period.last_day(undated, latest), SidFormula("SM", random)
        formulas.append(FormulaRecords(timeline, sids, _maker_of_messages(unsent)))
    _lay(store.messaging.messages, account, formulas)


def _outbound(messages: Iterable[Message]) -> Iterable[Message]:
    return islice((one for one in messages if one.direction == "outbound-api"), _UNSENT_PATTERNS)


def _unsent(message: Message, number: int) -> Message:
    status = _UNSENT[number % len(_UNSENT)]
    return evolve(
        message,
        unsent=status,
        is_scheduled=status == "scheduled",
        error_code=_UNSENT_ERROR if status == "failed" else None,
        price=None,
    )


def _maker_of_messages(prototypes: Sequence[Message]) -> Callable[[int, str, int, datetime], Message]:
    patterns: list[tuple[Pattern, timedelta, Unsent | None]] = [
        (_pattern(one, one.settles_at), one.settles_at - _MOMENT, one.unsent) for one in prototypes
    ]
    count, new = len(patterns), FormulaMessage.__new__

    def make(index: int, sid: str, serial: int, moment: datetime) -> Message:
        message = new(FormulaMessage)
        message.pattern, settles_after, message.unsent = patterns[index * _STRIDE % count]
        message.sid, message.serial = sid, serial
        message.created_at = message.queued_at = message.sends_at = moment
        message.settles_at = moment + settles_after
        message.canceled_at = message.fails_at = None
        return message

    return make


def lay_calls(store: Store, account: Account, period: Period, *, count: int, seed: int) -> None:
    """Lay a history of `count` calls that have ended under those of an account.

    Raises:
        ValueError: The account has one already, or the period is none.
    """
    random = random_of(seed, f"{account.sid}/calls")
    scratch = VoiceStore(store.clock, Identifiers(random.getrandbits(64)), store.voice.call_seconds)
    prototypes = [call_at(_MOMENT, scratch, account, random) for _ in range(_PATTERNS)]
    timeline = period.timeline(count, store.clock() - LONGEST)
    formula = FormulaRecords(timeline, SidFormula("CA", random), _maker_of_calls(prototypes))
    _lay(store.voice.calls, account, [formula])


def _maker_of_calls(prototypes: Sequence[Call]) -> Callable[[int, str, int, datetime], Call]:
    patterns = [
        (_pattern(one, one.ends_at), one.connects_at - _MOMENT, one.ends_at - _MOMENT) for one in prototypes
    ]
    count, new = len(patterns), FormulaCall.__new__

    def make(index: int, sid: str, serial: int, moment: datetime) -> Call:
        call = new(FormulaCall)
        call.pattern, connects_after, ends_after = patterns[index * _STRIDE % count]
        call.sid, call.serial = sid, serial
        call.created_at = call.starts_at = moment
        call.connects_at, call.ends_at = moment + connects_after, moment + ends_after
        call.conference = None
        return call

    return make


def _pattern(prototype: Message | Call, last: datetime) -> Pattern:
    return Pattern(prototype, _MOMENT, {"first": _NO_TIME, "last": last - _MOMENT})


def _lay(histories: AccountHistories[Any], account: Account, formulas: list[FormulaRecords[Any]]) -> None:
    history = histories.of(account.sid)
    if history.computed:
        raise ValueError("the account has a history from a formula already")
    histories.replace(account.sid, LayeredHistory(history.stored, formulas))
