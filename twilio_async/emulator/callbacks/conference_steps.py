"""The steps of a conference: who joins and leaves, who is muted or held, its start and its end.

Source: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from twilio_async.emulator.voice.call_status import end_of_conference, steps_of_call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from twilio_async.emulator.voice.voice_records import Conference, Participant


class ConferenceStep(NamedTuple):
    """A change of a conference that its status callback may be told of.

    Attributes:
        moment: When it happens.
        event: What happens, such as "participant-join".
        kind: The kind of events that it is one of, by which they are asked for, such as "join".
        participant: The one that it is about, if it is about one.
        number: Its place among the changes of that one, from 1.
    """

    moment: datetime
    event: str
    kind: str
    participant: Participant | None = None
    number: int = 0

    @property
    def name(self) -> str:
        """What tells it from the other steps."""
        about = "" if self.participant is None else self.participant.sid
        return f"{self.event} {about} {self.number}"

    def is_on(self, kind: str, *, otherwise: bool) -> bool:
        """Whether its participant is muted, or held, behind this step.

        Args:
            kind: "mute" or "hold".
            otherwise: Whether the participant is so now, which counts where that never changed.
        """
        changes = [] if self.participant is None else self.participant.changes
        count = len(changes) if self.kind == "leave" else self.number
        before, later = (
            [event == f"participant-{kind}" for _, event in some if event.endswith(kind)]
            for some in (changes[:count], changes[count:])
        )
        if before:
            return before[-1]
        return not later[0] if later else otherwise


def steps_of_conference(conference: Conference) -> list[ConferenceStep]:
    """The steps of a conference in their order, as far as is known by now; none until somebody gets in."""
    ranked = [step for participant in conference.participants for step in _steps_of(participant)]
    if not ranked:
        return []
    starts = [
        step.moment
        for _, step in ranked
        if step.kind == "join" and step.participant is not None and step.participant.start_conference_on_enter
    ]
    if starts:
        ranked.append((1, ConferenceStep(min(starts), "conference-start", "start")))
    ranked.append((4, ConferenceStep(end_of_conference(conference).moment, "conference-end", "end")))
    return [step for _, step in sorted(ranked, key=lambda one: (one[1].moment, one[0]))]


def _steps_of(participant: Participant) -> Iterator[tuple[int, ConferenceStep]]:
    """The steps of one who gets in, each with its rank among those of one moment."""
    moments = {step.event: step.moment for step in steps_of_call(participant.call)}
    if "answered" not in moments:
        return
    joins_at = max(moments["answered"], participant.created_at)
    leaves_at = moments["completed"]
    if leaves_at < joins_at:
        return
    yield 0, ConferenceStep(joins_at, "participant-join", "join", participant)
    for number, (moment, event) in enumerate(participant.changes, 1):
        kind = event.rpartition("-")[2].removeprefix("un")
        yield 2, ConferenceStep(moment, event, kind, participant, number)
    yield 3, ConferenceStep(leaves_at, "participant-leave", "leave", participant)
