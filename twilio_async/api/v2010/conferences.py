"""Conferences, and the calls that take part in them.

Source: https://www.twilio.com/docs/voice/api/conference-resource
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Unpack

from attrs import define

from twilio_async.api.bulkexports.product import exports_of
from twilio_async.api.v2010.calls import DialSettings
from twilio_async.api.v2010.recordings import ConferenceRecordings
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import Dated, LinkedRecord

if TYPE_CHECKING:
    from twilio_async.api.bulkexports.v1 import BulkExport


class ConferenceStatus(OpenEnum):
    """The progress of a conference."""

    INIT = "init"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class ConferenceEnd(OpenEnum):
    """Why a conference ended."""

    ENDED_VIA_API = "conference-ended-via-api"
    PARTICIPANT_WITH_END_CONFERENCE_ON_EXIT_LEFT = "participant-with-end-conference-on-exit-left"
    PARTICIPANT_WITH_END_CONFERENCE_ON_EXIT_KICKED = "participant-with-end-conference-on-exit-kicked"
    LAST_PARTICIPANT_KICKED = "last-participant-kicked"
    LAST_PARTICIPANT_LEFT = "last-participant-left"


class ParticipantStatus(OpenEnum):
    """The progress of a participant's call."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    RINGING = "ringing"
    CONNECTED = "connected"
    COMPLETE = "complete"
    FAILED = "failed"


@define(kw_only=True)
class Conference(LinkedRecord):
    """A conference; `region` is where its sound is mixed. Dates are in UTC."""

    friendly_name: str | None = None
    status: ConferenceStatus
    region: str | None = None
    reason_conference_ended: ConferenceEnd | None = None
    call_sid_ending_conference: str | None = None
    api_version: str | None = None
    subresource_uris: dict[str, str] | None = None


@define(kw_only=True)
class Participant(Dated):
    """A call in a conference. Dates are in UTC, `queue_time` is in milliseconds."""

    account_sid: str
    conference_sid: str
    call_sid: str
    label: str | None = None
    status: ParticipantStatus | None = None
    muted: bool | None = None
    hold: bool | None = None
    coaching: bool | None = None
    call_sid_to_coach: str | None = None
    start_conference_on_enter: bool | None = None
    end_conference_on_exit: bool | None = None
    queue_time: int | None = None
    uri: str | None = None


class ParticipantContext(Fetchable[Participant], Deletable):
    """One participant. To delete it is to hang up on it."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        muted: bool | None = None,
        hold: bool | None = None,
        hold_url: str | None = None,
        hold_method: HttpMethod | None = None,
        announce_url: str | None = None,
        announce_method: HttpMethod | None = None,
        wait_url: str | None = None,
        wait_method: HttpMethod | None = None,
        beep_on_exit: bool | None = None,
        end_conference_on_exit: bool | None = None,
        coaching: bool | None = None,
        call_sid_to_coach: str | None = None,
    ) -> Participant:
        """Change what the participant hears and who hears it.

        Args:
            muted: Whether nobody hears it.
            hold: Whether it is on hold.
            hold_url: What it hears then: a sound file or TwiML.
            hold_method: How Twilio asks there.
            announce_url: What only this participant is to hear now: a sound file or TwiML.
            announce_method: How Twilio asks there.
            wait_url: What it hears until the conference begins.
            wait_method: How Twilio asks there.
            beep_on_exit: Whether a beep tells the others that it leaves.
            end_conference_on_exit: Whether its leaving ends the conference.
            coaching: Whether only the call that it coaches hears it.
            call_sid_to_coach: That call (CA...).
        """
        ...


class Participants(Collection[ParticipantContext]):
    """The participants of a conference, each by the SID (CA...) of its call or by its label.

    Source: https://www.twilio.com/docs/voice/api/conference-participant-resource
    """

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        to: str,
        from_: str,
        label: str | None = None,
        muted: bool | None = None,
        coaching: bool | None = None,
        call_sid_to_coach: str | None = None,
        beep: bool | Literal["onEnter", "onExit"] | None = None,
        start_conference_on_enter: bool | None = None,
        end_conference_on_exit: bool | None = None,
        wait_url: str | None = None,
        wait_method: HttpMethod | None = None,
        early_media: bool | None = None,
        max_participants: int | None = None,
        region: str | None = None,
        jitter_buffer_size: Literal["off", "small", "medium", "large"] | None = None,
        caller_display_name: str | None = None,
        amd_status_callback: str | None = None,
        amd_status_callback_method: HttpMethod | None = None,
        conference_status_callback: str | None = None,
        conference_status_callback_method: HttpMethod | None = None,
        conference_status_callback_event: str | Sequence[str] | None = None,
        conference_record: bool | Literal["record-from-start", "do-not-record"] | None = None,
        conference_trim: Literal["trim-silence", "do-not-trim"] | None = None,
        conference_recording_status_callback: str | None = None,
        conference_recording_status_callback_method: HttpMethod | None = None,
        conference_recording_status_callback_event: str | Sequence[str] | None = None,
        **settings: Unpack[DialSettings],
    ) -> Participant:
        """Call somebody into the conference, which need not exist: its name can stand for its SID.

        The call is never made twice: where that cannot be told, the error's `executed` says so.

        Args:
            to: Whom to call: a number in E.164 form, `sip:...` or `client:...`.
            from_: The caller: a number of the account or a verified one, or `client:...`.
            label: A name of your own for the participant.
            muted: Whether nobody hears it.
            coaching: Whether only the call that it coaches hears it.
            call_sid_to_coach: That call (CA...).
            beep: Whether a beep tells of its coming and leaving, or of only one of them.
            start_conference_on_enter: Whether its coming begins the conference; it does where not given.
            end_conference_on_exit: Whether its leaving ends the conference; it does not where not given.
            wait_url: What it hears until the conference begins: a sound file or TwiML.
            wait_method: How Twilio asks there.
            early_media: Whether the others hear it ring; they do where not given.
            max_participants: How many may take part, 2 to 250.
            region: Where the sound is mixed, such as "ie1".
            jitter_buffer_size: How much of its sound is held back to smooth it, "large" where not given.
            caller_display_name: The caller's name for a SIP endpoint, 2 to 255 characters.
            amd_status_callback: Where Twilio posts who picked up.
            amd_status_callback_method: How it does.
            conference_status_callback: Where Twilio posts what happens in the conference; that of the first
                participant counts.
            conference_status_callback_method: How it does.
            conference_status_callback_event: Of what it tells: "start", "end", "join", "leave", "mute",
                "hold", "modify", "speaker", "announcement".
            conference_record: Whether the conference is recorded.
            conference_trim: Whether silence at both ends of that recording is cut off.
            conference_recording_status_callback: Where Twilio posts changes of that recording's status.
            conference_recording_status_callback_method: How it does.
            conference_recording_status_callback_event: Of what it tells: "in-progress", "completed",
                "failed", "absent".
            **settings: See `DialSettings`.

        Raises:
            InvalidArgument: An argument cannot be right.
            ApiError: Twilio refuses it.
            TransportError: No answer; see `executed`.
        """
        ...

    @listing("participants")
    def list(
        self,
        *,
        muted: bool | None = None,
        hold: bool | None = None,
        coaching: bool | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Participant]:
        """Those who take part now.

        Args:
            muted: Only those who are muted, or who are not.
            hold: Only those on hold, or those who are not.
            coaching: Only those who coach a call, or who do not.
            **paging: See `Paging`.
        """
        ...


class ConferenceContext(Fetchable[Conference]):
    """One conference."""

    __slots__ = ()
    participants = Below(Participants, "Participants")
    recordings = Below(ConferenceRecordings, "Recordings")

    @post()
    async def update(
        self,
        *,
        status: Literal["completed"] | None = None,
        announce_url: str | None = None,
        announce_method: HttpMethod | None = None,
    ) -> Conference:
        """End the conference, or play something into it.

        Args:
            status: "completed" ends it and hangs up on everybody.
            announce_url: What all are to hear now: a sound file or TwiML.
            announce_method: How Twilio asks there.
        """
        ...


class Conferences(Collection[ConferenceContext]):
    """The account's conferences (CF...)."""

    __slots__ = ()

    def bulk_export(self) -> "BulkExport":
        """Their days as files of BulkExport.

        Raises:
            InvalidArgument: The account is not that of the credentials, or in a region without BulkExport.
        """
        return exports_of(self._session, self._path, "Conferences")

    @listing("conferences")
    def list(
        self,
        *,
        friendly_name: str | None = None,
        status: ConferenceStatus | str | None = None,
        date_created: date | None = None,
        date_created_before: date | None = None,
        date_created_after: date | None = None,
        date_updated: date | None = None,
        date_updated_before: date | None = None,
        date_updated_after: date | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Conference]:
        """The account's conferences, newest first.

        Args:
            friendly_name: Of this name.
            status: With this status; only those in progress where not given.
            date_created: Created on this UTC day.
            date_created_before: Created on or before this UTC day.
            date_created_after: Created on or after this UTC day.
            date_updated: Last changed on this UTC day.
            date_updated_before: Last changed on or before this UTC day.
            date_updated_after: Last changed on or after this UTC day.
            **paging: See `Paging`.
        """
        ...
