"""Voice records as the emulator keeps them: calls, conferences, recordings and what belongs to them.

Typed fields, UTC throughout. `call_status` knows the status of a call, a conference or a recording at a
moment, the modules of their resources their appearance on the wire.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import define, field, frozen

from twilio_async.emulator.memory.history import CreationEntry, History

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twilio_async.emulator.memory.history import Position

CallDirection: TypeAlias = Literal["inbound", "outbound-api", "outbound-dial"]
CallOutcome: TypeAlias = Literal["completed", "busy", "no-answer", "failed", "canceled"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Instructions:
    """The places where a call gets its TwiML from and where its progress is reported."""

    url: str | None = None
    method: str = "POST"
    twiml: str | None = None
    status_callback: str | None = None
    status_callback_method: str = "POST"
    status_callback_events: tuple[str, ...] = ("completed",)


@frozen
class EventWebhook:
    """The webhook that is told of what happens to a conference or a recording.

    Attributes:
        url: Its address.
        method: GET or POST.
        events: The kinds of events that it is told of, such as "join" or "completed".
    """

    url: str
    method: str = "POST"
    events: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, url: str | None, method: str | None, events: Iterable[str], default: str
    ) -> EventWebhook | None:
        """The webhook as a request or an element names it; None without an address.

        Args:
            url: Its address.
            method: GET or POST; POST where nothing is said.
            events: Texts of kinds of events, several in one separated by blanks.
            default: Those that count where none is named.
        """
        if not url:
            return None
        return cls(url, method or "POST", tuple(" ".join(events).split()) or tuple(default.split()))


@define(eq=False)
class Call:
    """A call and the moments at which its status moves on.

    It is dialed at `starts_at`; at `connects_at` ringing ends, with an answer where the outcome is completed;
    `ends_at` is its last moment unless a conference ends before.
    """

    sid: str
    account_sid: str
    to: str
    from_: str
    direction: CallDirection
    serial: int
    created_at: datetime
    starts_at: datetime
    connects_at: datetime
    ends_at: datetime
    outcome: CallOutcome = "completed"
    answered_by: str | None = None
    parent: Call | None = None
    instructions: Instructions | None = None
    conference: Conference | None = None
    updated_at: datetime | None = None

    @property
    def position(self) -> Position:
        """Calls are listed by the moment of dialing, which never changes."""
        return self.starts_at, self.serial


def _nobody() -> History[Participant]:
    return History()


@define(eq=False)
class Conference(CreationEntry):
    """A conference with all who ever were in it."""

    account_sid: str
    friendly_name: str
    region: str
    updated_at: datetime
    participants: History[Participant] = field(factory=_nobody, repr=False)
    ended_at: datetime | None = None
    status_callback: EventWebhook | None = None


@define(eq=False)
class Participant:
    """A call as a conference sees it; `changes` are the moments and events of its being muted and held."""

    call: Call
    conference: Conference
    _serial: int = field(alias="serial")
    created_at: datetime
    updated_at: datetime
    label: str | None = None
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    call_sid_to_coach: str | None = None
    start_conference_on_enter: bool = True
    end_conference_on_exit: bool = False
    is_kicked: bool = False
    changes: list[tuple[datetime, str]] = field(factory=list[tuple[datetime, str]])

    @property
    def sid(self) -> str:
        """A participant is addressed by its call."""
        return self.call.sid

    @property
    def position(self) -> Position:
        """Participants are listed by the moment of their addition."""
        return self.created_at, self._serial


@frozen
class Pause:
    """A stretch of a recording that is silent, or left out; `end` is None while it lasts."""

    start: datetime
    is_left_out: bool
    end: datetime | None = None


@define(eq=False)
class Recording(CreationEntry):
    """A recording of a call or of a conference; it ends with that, unless it is stopped before.

    `content` are the bytes of its file; None has them made up.
    """

    account_sid: str
    subject: Call | Conference = field(repr=False)
    source: str
    channels: int = 1
    track: str | None = None
    content: bytes | None = field(default=None, repr=False)
    pauses: list[Pause] = field(factory=list[Pause])
    stopped_at: datetime | None = None
    deleted_at: datetime | None = None
    status_callback: EventWebhook | None = None


@define(eq=False)
class Transcription(CreationEntry):
    """The text of a recording."""

    account_sid: str
    recording_sid: str
    text: str
    duration: int


@frozen
class Exchange:
    """One request to a webhook and its answer, as a notification reports them."""

    url: str
    method: str = "POST"
    variables: str = ""
    response_headers: str = ""
    response_body: str = ""


@define(eq=False)
class Notification(CreationEntry):
    """Trouble in a call; `log` is 0 for an error and 1 for a warning."""

    account_sid: str
    call_sid: str | None
    log: int
    error_code: int
    message_text: str
    exchange: Exchange


@define(eq=False)
class Member:
    """A call that waits in a queue, until it is dequeued or ends."""

    call: Call = field(repr=False)
    queue_sid: str
    _serial: int = field(alias="serial", repr=False)
    enqueued_at: datetime
    dequeued_at: datetime | None = None

    @property
    def sid(self) -> str:
        """A member is addressed by its call."""
        return self.call.sid

    @property
    def position(self) -> Position:
        """The longest waiting comes first where lists begin with the newest: time is mirrored."""
        return _EPOCH - (self.enqueued_at - _EPOCH), -self._serial


@define(eq=False)
class Attachment:
    """An attachment of a live call: a stream, a payment, a subscription and their like."""

    sid: str
    call: Call
    name: str
    created_at: datetime
    updated_at: datetime
    stopped_at: datetime | None = None
    idempotency_key: str | None = None
