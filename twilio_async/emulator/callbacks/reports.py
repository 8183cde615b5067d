"""Reports: what webhooks are told of records that move on.

The steps of a record are a function of it. Each is planned for its moment, and told then if it still is one
of the steps; whatever changes a record has it looked at again. For a webhook that may not be reached nothing
is planned, and the log says so once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence, Set as AbstractSet
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from attrs import define, field

from twilio_async.emulator.callbacks.agenda import Agenda
from twilio_async.emulator.callbacks.courier import Courier

if TYPE_CHECKING:
    from datetime import datetime


class Reported(Protocol):
    """A record of an account."""

    @property
    def sid(self) -> str:
        """Its identifier."""
        ...

    @property
    def account_sid(self) -> str:
        """The account that it belongs to."""
        ...


class Step(Protocol):
    """A change of a record: its moment, and its name, which no other step of that record has."""

    @property
    def moment(self) -> datetime:
        """When it happens."""
        ...

    @property
    def name(self) -> str:
        """What tells it from the other steps."""
        ...


R = TypeVar("R", bound=Reported)
S = TypeVar("S", bound=Step)


@define
class _Progress:
    """The steps of one record that are planned, and the names of those that are reported."""

    planned: set[object] = field(factory=set[object])
    reported: set[str] = field(factory=set[str])
    is_over: bool = False


_OVER = _Progress(is_over=True)
"""The progress of all records that take no more steps."""


@define(eq=False)
class Reports(Generic[R, S]):
    """The reports on all records of one kind.

    Attributes:
        purpose: What the callbacks are for.
        steps_of: Gives the steps of a record, as far as is known by now.
        url_of: Gives the address that is told of a record; none where nobody is.
        tell: Tells of a step, behind steps of these names; one of which nobody wants to know is left out.
    """

    agenda: Agenda
    courier: Courier
    purpose: str
    steps_of: Callable[[R], Sequence[S]]
    url_of: Callable[[R], str | None]
    tell: Callable[[R, S, AbstractSet[str]], Awaitable[None]]
    _known: dict[str, _Progress] = field(factory=dict[str, _Progress], init=False)
    _live: dict[str, R] = field(factory=dict[str, R], init=False)

    def watch(self, record: R) -> None:
        """Plan what is to be reported of a record that is new or was changed."""
        url = self.url_of(record)
        if not url:
            return
        progress = self._progress_of(record, url)
        if progress.is_over:
            return
        self._live[record.sid] = record
        for step in self.steps_of(record):
            if step.name not in progress.reported and step not in progress.planned:
                progress.planned.add(step)
                self.agenda.plan(step.moment, record.sid, partial(self._report, record, step))

    def watch_all(self, is_changed: Callable[[R], bool] = lambda _: True) -> None:
        """Plan what is to be reported of all records that take more steps and may be changed."""
        for record in [each for each in self._live.values() if is_changed(each)]:
            self.watch(record)

    def _progress_of(self, record: R, url: str) -> _Progress:
        """The progress of a record, which is over before it begins where its webhook may not be reached."""
        progress = self._known.get(record.sid)
        if progress is None:
            may_reach = self.courier.may_reach(url)
            progress = self._known[record.sid] = _Progress() if may_reach else _OVER
            if not may_reach:
                self.courier.decline(self.purpose, record.account_sid, url)
        return progress

    async def _report(self, record: R, step: S) -> None:
        progress, steps = self._known[record.sid], self.steps_of(record)
        if progress.is_over or step.name in progress.reported:
            return
        if step not in steps:
            self.watch(record)
            return
        before = frozenset(progress.reported)
        progress.reported.add(step.name)
        if step == steps[-1]:
            self._known[record.sid] = _OVER
            self._live.pop(record.sid, None)
        await self.tell(record, step, before)
