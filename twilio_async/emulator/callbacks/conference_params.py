"""The parameters of requests about conferences.

Source: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.voice.call_status import end_of_conference
from twilio_async.emulator.wire.dates import rfc2822_stamp

if TYPE_CHECKING:
    from twilio_async.emulator.callbacks.conference_steps import ConferenceStep
    from twilio_async.emulator.voice.voice_records import Conference, Participant
    from twilio_async.emulator.wire.parameters import Pairs


def conference_params(conference: Conference, step: ConferenceStep, number: int) -> Pairs:
    """The parameters of a report on a step; `number` is its place among the reports, from 1."""
    params = [
        ("ConferenceSid", conference.sid),
        ("FriendlyName", conference.friendly_name),
        ("AccountSid", conference.account_sid),
        ("SequenceNumber", str(number)),
        ("Timestamp", rfc2822_stamp(step.moment)),
        ("StatusCallbackEvent", step.event),
    ]
    if step.participant is not None:
        params += _participant_params(step.participant, step)
    if step.kind == "end":
        end = end_of_conference(conference)
        params.append(("ReasonConferenceEnded", end.reason))
        if end.call_sid is not None:
            params.append(("CallSidEndingConference", end.call_sid))
            ending = conference.participants.get(end.call_sid)
            if ending is not None and ending.label is not None:
                params.append(("ParticipantLabelEndingConference", ending.label))
    return params


def _participant_params(participant: Participant, step: ConferenceStep) -> Pairs:
    settings = {
        "Muted": step.is_on("mute", otherwise=participant.muted),
        "Hold": step.is_on("hold", otherwise=participant.hold),
        "Coaching": participant.coaching,
        "StartConferenceOnEnter": participant.start_conference_on_enter,
        "EndConferenceOnExit": participant.end_conference_on_exit,
    }
    params = [("CallSid", participant.sid)]
    params += [(name, str(value).lower()) for name, value in settings.items()]
    if participant.label is not None:
        params.append(("ParticipantLabel", participant.label))
    if participant.call_sid_to_coach is not None:
        params.append(("CallSidToCoach", participant.call_sid_to_coach))
    return params
