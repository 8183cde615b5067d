"""Types of statuses: a text, which equals the member of an enumeration where that has one.

Editors complete the members, as in `event.message_status == MessageStatus.DELIVERED`. While a program runs
nothing but texts is there, since the enumerations belong to the client, whose import takes its time.
"""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from twilio_async.api.v2010.calls import AnsweredBy, CallStatus
    from twilio_async.api.v2010.conferences import ConferenceEnd
    from twilio_async.api.v2010.messages import MessageStatus
    from twilio_async.api.v2010.recordings import RecordingSource, RecordingStatus, RecordingTrack
    from twilio_async.api.v2010.transcriptions import TranscriptionStatus

    AnsweredByText: TypeAlias = AnsweredBy | str
    CallStatusText: TypeAlias = CallStatus | str
    ConferenceEndText: TypeAlias = ConferenceEnd | str
    MessageStatusText: TypeAlias = MessageStatus | str
    RecordingSourceText: TypeAlias = RecordingSource | str
    RecordingStatusText: TypeAlias = RecordingStatus | str
    RecordingTrackText: TypeAlias = RecordingTrack | str
    TranscriptionStatusText: TypeAlias = TranscriptionStatus | str
else:
    AnsweredByText = CallStatusText = ConferenceEndText = MessageStatusText = str
    RecordingSourceText = RecordingStatusText = RecordingTrackText = TranscriptionStatusText = str
