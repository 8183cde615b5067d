"""Calls as tests look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.inspection.viewpoint import Viewpoint
from twilio_async.emulator.voice.call_status import CallState, state_of_call
from twilio_async.emulator.voice.voice_records import Call

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.callbacks.callback import Callback


@frozen(repr=False)
class SeenCall:
    """A call as it is at the moment of looking; two are equal if they are of the same call."""

    _call: Call
    _viewpoint: Viewpoint

    def __repr__(self) -> str:
        return f"<SeenCall {self.sid} {self.status}>"

    @property
    def sid(self) -> str:
        """The identifier, `CA...`."""
        return self._call.sid

    @property
    def account_sid(self) -> str:
        """The account that it belongs to."""
        return self._call.account_sid

    @property
    def direction(self) -> str:
        """`inbound`, `outbound-api` or `outbound-dial`."""
        return self._call.direction

    @property
    def from_(self) -> str:
        """The caller."""
        return self._call.from_

    @property
    def to(self) -> str:
        """Who is called."""
        return self._call.to

    @property
    def answered_by(self) -> str | None:
        """`human`, `machine_start` and their like, where it was asked for."""
        return self._call.answered_by

    @property
    def parent_call_sid(self) -> str | None:
        """The call that dialed this one, if one did."""
        return None if self._call.parent is None else self._call.parent.sid

    @property
    def status(self) -> str:
        """The status on the emulator's clock, such as `ringing`, `in-progress`, `completed` or `busy`."""
        return self._state.status

    @property
    def price(self) -> str | None:
        """The price in US dollars, negative; None until it is known."""
        return self._state.price

    @property
    def created_at(self) -> datetime:
        """The moment of its creation, in UTC."""
        return self._call.created_at

    @property
    def start_time(self) -> datetime | None:
        """The moment of dialing, in UTC; None before."""
        return self._state.start_time

    @property
    def end_time(self) -> datetime | None:
        """The moment at which it ended, in UTC; None before."""
        return self._state.end_time

    @property
    def duration(self) -> int | None:
        """The seconds from the answer to the end; None before the end."""
        return self._state.duration

    @property
    def callbacks(self) -> list[Callback]:
        """The requests to webhooks that were about it, oldest first, among the emulator's last 1,000."""
        return self._viewpoint.callbacks_about(self.sid)

    @property
    def _state(self) -> CallState:
        return state_of_call(self._call, self._viewpoint.clock())
