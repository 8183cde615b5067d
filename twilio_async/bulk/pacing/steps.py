"""The steps of pacing, as pure functions of moments: the turn of a message, and the pause of a sender.

The turn is the generic cell rate algorithm without a burst: a sender has one moment, `next_at`, before which
it sends nothing, and each message moves it on by the time that its segments take. Moments are seconds of any
one clock.

Source: https://www.twilio.com/docs/api/errors/21611
"""

from __future__ import annotations

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""The pauses of a sender whose queue is full, in seconds."""
_MOST_DOUBLINGS = 16


def turn(now: float, next_at: float, segments: int, rate: float) -> tuple[float, float]:
    """When a message may leave, and the `next_at` of its sender behind it.

    Args:
        now: The present.
        next_at: The moment before which the sender sends nothing.
        segments: The segments of the message.
        rate: The segments a second of the sender.
    """
    start = max(now, next_at)
    return start, start + segments / rate


def pause(refusals: int, first: float = FIRST_PAUSE, longest: float = LONGEST_PAUSE) -> float:
    """Seconds to wait behind so many refusals in a row: each time twice as long, up to the longest."""
    return min(longest, first * 2.0 ** min(refusals - 1, _MOST_DOUBLINGS))
