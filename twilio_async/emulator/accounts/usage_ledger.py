"""The ledger of usage: what an account has used and what that costs, added up from its messages and calls.

Usage is booked on the UTC day on which a message was sent or a call began, from the moment on at which its
price is known. Knows nothing of requests.

Source: https://www.twilio.com/docs/usage/api/usage-record
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from attrs import define

from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.messaging.message_status import state_of_message
from twilio_async.emulator.voice.call_status import state_of_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import Message

_ONE_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60
_NO_PRICE = Decimal()


@define
class Total:
    """A sum of usage: messages or calls, their segments or minutes, their price (US dollars, positive)."""

    count: int = 0
    usage: int = 0
    price: Decimal = _NO_PRICE

    def add(self, other: Total) -> None:
        """Add another total to this one."""
        self.count += other.count
        self.usage += other.usage
        self.price += other.price


Booking: TypeAlias = tuple[date, str, Total]
"""Usage of one message or call: its day, its category, and how much."""


def tally(
    store: Store, accounts: Iterable[Account], start: date, end: date
) -> Mapping[tuple[date, str], Total]:
    """The totals of each day from `start` to `end`, both included, by category of the finest kind."""
    totals: dict[tuple[date, str], Total] = defaultdict(Total)
    for account in accounts:
        for day, category, total in _bookings(store, account, start, end):
            totals[day, category].add(total)
    return totals


def spent(store: Store, account: Account) -> Decimal:
    """The money that an account has spent by now, on its own."""
    start, end = first_day(store, [account]), store.clock().date()
    return sum((total.price for total in tally(store, [account], start, end).values()), _NO_PRICE)


def first_day(store: Store, accounts: Iterable[Account]) -> date:
    """The day on which the oldest of some accounts, or the oldest thing in one of them, began."""
    moments: list[datetime] = []
    for account in accounts:
        moments.append(account.created_at)
        moments += [message.sends_at for message in islice(store.messaging.messages.of(account.sid), 1)]
        moments += [call.starts_at for call in islice(store.voice.calls.of(account.sid), 1)]
    return min(moments).date()


def _bookings(store: Store, account: Account, start: date, end: date) -> Iterator[Booking]:
    now = store.clock()
    first, behind = _midnight(start), min(_midnight(end + _ONE_DAY), now + _MICROSECOND)
    for message in store.messaging.messages.of(account.sid).older(Selection(first, behind)):
        price = state_of_message(message, now).price
        if price is not None:
            yield message.sends_at.date(), _category(message), Total(1, message.num_segments, _cost(price))
    for call in store.voice.calls.of(account.sid).older(Selection(first, behind)):
        state = state_of_call(call, now)
        if state.price is not None:
            minutes = -(-(state.duration or 0) // _MINUTE)
            direction = "inbound" if call.direction == "inbound" else "outbound"
            yield call.starts_at.date(), f"calls-{direction}", Total(1, minutes, _cost(state.price))


def _category(message: Message) -> str:
    direction = "inbound" if message.direction == "inbound" else "outbound"
    return f"{'mms' if message.num_media else 'sms'}-{direction}"


@lru_cache(1024)
def _cost(price: str) -> Decimal:
    return abs(Decimal(price))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
