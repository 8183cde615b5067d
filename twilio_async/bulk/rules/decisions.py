"""Verdicts over a message: to send it now, to wait, or to skip it; and how several rules make one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from twilio_async.bulk.messages import OutboundMessage
from twilio_async.bulk.outcomes import SkipReason


@frozen
class Send:
    """It may leave now."""


@frozen
class Wait:
    """It may leave at `until` at the earliest, and is then to be decided on anew."""

    until: datetime


@frozen
class Skip:
    """It is not to be sent at all."""

    reason: SkipReason


Verdict: TypeAlias = Send | Wait | Skip
"""What a rule says of a message at a moment."""
Rule: TypeAlias = Callable[[OutboundMessage, datetime], Verdict]
"""A function of a message and an aware moment."""

SEND = Send()


def lifetime(outbound: OutboundMessage, moment: datetime) -> Verdict:
    """The rule of the message's own `not_before` and `not_after`."""
    if outbound.not_after is not None and moment > outbound.not_after:
        return Skip("expired")
    if outbound.not_before is not None and moment < outbound.not_before:
        return Wait(outbound.not_before)
    return SEND


def decide(outbound: OutboundMessage, moment: datetime, rules: Iterable[Rule] = ()) -> Verdict:
    """What all rules together say, the message's own lifetime among them.

    One that skips decides; else the one that waits longest. A wait beyond `not_after` is none: the message
    would be expired by then.
    """
    verdict = lifetime(outbound, moment)
    for rule in rules:
        if isinstance(verdict, Skip):
            return verdict
        other = rule(outbound, moment)
        if isinstance(other, Skip) or _is_later(other, verdict):
            verdict = other
    if isinstance(verdict, Wait) and verdict.until <= moment:
        return SEND
    if isinstance(verdict, Wait) and outbound.not_after is not None and verdict.until > outbound.not_after:
        return Skip("expired")
    return verdict


def _is_later(verdict: Verdict, other: Verdict) -> bool:
    return isinstance(verdict, Wait) and (not isinstance(other, Wait) or verdict.until > other.until)
