"""The status of calls, conferences and recordings as pure functions of the record and of the moment.

Nothing runs in the background: what is looked at later is further along. A conference ends with its last
participant, with one whose exit ends it, or by request, and ends the calls that are still in it. Knows
nothing of the wire.

Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from twilio_async.emulator.voice.voice_records import Call, Conference

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.voice.voice_records import Participant, Recording

LIVE = frozenset({"queued", "ringing", "in-progress"})
"""The statuses of a call that has not ended."""

PROCESSING = timedelta(seconds=1)
"""The time for which a recording that has ended is being processed."""

_MINUTE = 60
_PRICES = {
    "inbound": Decimal("0.00850"),
    "outbound-api": Decimal("0.01400"),
    "outbound-dial": Decimal("0.01400"),
}
_ZERO = timedelta()


class CallState(NamedTuple):
    """The part of a call that time changes; `duration` in seconds, `price` the negative one of the wire."""

    status: str
    start_time: datetime | None
    end_time: datetime | None
    duration: int | None
    price: str | None
    date_updated: datetime


class CallStep(NamedTuple):
    """A change of a call that its status callback may be told of: the moment, the event, and the status."""

    moment: datetime
    event: str
    status: str

    @property
    def name(self) -> str:
        """The event, of which a call has one."""
        return self.event


class RecordingStep(NamedTuple):
    """A change of a recording: its moment, and the status that it brings."""

    moment: datetime
    name: str


class End(NamedTuple):
    """The end of a conference: its moment, its reason, and by whose leaving."""

    moment: datetime
    reason: str
    call_sid: str | None


class ConferenceState(NamedTuple):
    """The part of a conference that time changes; `end` is None until it has ended."""

    status: str
    date_updated: datetime
    end: End | None


class RecordingState(NamedTuple):
    """The part of a recording that time changes; `duration` is in seconds, None until it has ended."""

    status: str
    duration: int | None
    date_updated: datetime


def state_of_call(call: Call, now: datetime) -> CallState:
    """Status, times, duration in seconds and price of `call` at `now`."""
    outcome, connects_at, ends_at = _fate(call)
    if now < connects_at:
        is_dialed = now >= call.starts_at
        updated = _later(call, call.starts_at if is_dialed else call.created_at)
        status, start = ("ringing", call.starts_at) if is_dialed else ("queued", None)
        return CallState(status, start, None, None, None, updated)
    if outcome != "completed":
        start = call.starts_at if call.starts_at <= connects_at else None
        return CallState(outcome, start, connects_at, 0, None, _later(call, connects_at))
    if now < ends_at:
        return CallState("in-progress", call.starts_at, None, None, None, _later(call, connects_at))
    seconds = int((ends_at - connects_at).total_seconds())
    return CallState("completed", call.starts_at, ends_at, seconds, price_of(call, seconds), ends_at)


def steps_of_call(call: Call) -> list[CallStep]:
    """The changes of a call, as far as is known by now; one that is canceled before it is dialed has none."""
    outcome, connects_at, ends_at = _fate(call)
    if connects_at < call.starts_at:
        return []
    steps = [CallStep(call.starts_at, event, event) for event in ("initiated", "ringing")]
    if outcome != "completed":
        return [*steps, CallStep(connects_at, "completed", outcome)]
    return [
        *steps,
        CallStep(connects_at, "answered", "in-progress"),
        CallStep(ends_at, "completed", "completed"),
    ]


def price_of(call: Call, seconds: int) -> str:
    """The price of a call of that length, by started minutes."""
    return str(-_PRICES[call.direction] * started_minutes(seconds))


def started_minutes(seconds: int) -> int:
    """The minutes that are charged for so many seconds; the first one always."""
    return max(1, -(-seconds // _MINUTE))


def hang_up(call: Call, now: datetime) -> None:
    """End a live call: one that is in progress is complete, any other canceled."""
    if state_of_call(call, now).status != "in-progress":
        call.outcome, call.connects_at = "canceled", now
    call.ends_at = now


def end_of_conference(conference: Conference) -> End:
    """The end of the conference, as far as is known by now; that may still be to come."""
    ends = [_leaving(one, "participant-with-end-conference-on-exit-") for one in _ending(conference)]
    if conference.ended_at is not None:
        ends.append(End(conference.ended_at, "conference-ended-via-api", None))
    return min([*ends, _last_leaving(conference)], key=attrgetter("moment"))


def state_of_conference(conference: Conference, now: datetime) -> ConferenceState:
    """Status and end of `conference` at `now`: in progress once one has joined who may start it."""
    end = end_of_conference(conference)
    if end.moment <= now:
        return ConferenceState("completed", end.moment, end)
    starts = [
        one.call.connects_at
        for one in conference.participants
        if one.start_conference_on_enter and one.call.outcome == "completed"
    ]
    if starts and min(starts) <= now:
        return ConferenceState("in-progress", max(min(starts), conference.updated_at), None)
    return ConferenceState("init", conference.updated_at, None)


def state_of_recording(recording: Recording, now: datetime) -> RecordingState:
    """Status and duration of `recording` at `now`."""
    ended_at = _end_of_recording(recording)
    if now < ended_at:
        updated = max([recording.created_at, *(pause.end or pause.start for pause in recording.pauses)])
        is_paused = bool(recording.pauses) and recording.pauses[-1].end is None
        return RecordingState("paused" if is_paused else "in-progress", None, updated)
    if now < ended_at + PROCESSING:
        return RecordingState("processing" if recording.stopped_at is None else "stopped", None, ended_at)
    left_out = ((one.end or ended_at) - one.start for one in recording.pauses if one.is_left_out)
    seconds = int((ended_at - recording.created_at - sum(left_out, start=_ZERO)).total_seconds())
    return RecordingState("completed", seconds, ended_at + PROCESSING)


def steps_of_recording(recording: Recording) -> list[RecordingStep]:
    """The changes of a recording, as far as is known by now; none of one that never begins."""
    if not has_begun(recording, recording.created_at):
        return []
    completed_at = _end_of_recording(recording) + PROCESSING
    return [RecordingStep(recording.created_at, "in-progress"), RecordingStep(completed_at, "completed")]


def has_begun(recording: Recording, now: datetime) -> bool:
    """Whether there is a recording yet: one that was ordered with a call begins when that is answered."""
    if recording.created_at > now:
        return False
    subject = recording.subject
    if isinstance(subject, Call):
        return _fate(subject)[0] == "completed"
    return any(_fate(one.call)[0] == "completed" for one in subject.participants)


def _fate(call: Call) -> tuple[str, datetime, datetime]:
    """The outcome of a call, the end of its ringing and its own end, all as its conference has them."""
    if call.conference is None:
        return call.outcome, call.connects_at, call.ends_at
    over = end_of_conference(call.conference).moment
    if over < call.connects_at:
        return "canceled", over, over
    return call.outcome, call.connects_at, min(call.ends_at, over)


def _end_of_recording(recording: Recording) -> datetime:
    if recording.stopped_at is not None:
        return recording.stopped_at
    if isinstance(recording.subject, Conference):
        return end_of_conference(recording.subject).moment
    return _fate(recording.subject)[2]


def _last_leaving(conference: Conference) -> End:
    last = max(conference.participants, key=lambda one: (one.call.ends_at, one.position))
    return _leaving(last, "last-participant-")


def _ending(conference: Conference) -> list[Participant]:
    """Those whose exit ends the conference, and who get in."""
    return [
        one
        for one in conference.participants
        if one.end_conference_on_exit and one.call.outcome == "completed"
    ]


def _leaving(participant: Participant, reason: str) -> End:
    way = "kicked" if participant.is_kicked else "left"
    return End(participant.call.ends_at, reason + way, participant.sid)


def _later(call: Call, moment: datetime) -> datetime:
    return moment if call.updated_at is None else max(moment, call.updated_at)
