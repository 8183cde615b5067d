"""Opt-outs: who has asked whom to stop, in the words that Twilio looks for in messages that come in.

Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
"""

from __future__ import annotations

_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_START = frozenset({"START", "YES", "UNSTOP"})


class OptOuts:
    """Pairs of a sender, which is a number or a messaging service, and somebody who wants nothing from it."""

    def __init__(self) -> None:
        self._pairs: set[tuple[str, str]] = set()

    def has(self, sender: str, person: str) -> bool:
        """Whether a person has asked a sender to stop."""
        return (sender, person) in self._pairs

    def hear(self, sender: str, person: str, body: str) -> None:
        """Take notice of a message from a person to a sender: it may be a word that stops or starts again."""
        word = body.strip().upper()
        if word in _STOP:
            self._pairs.add((sender, person))
        elif word in _START:
            self._pairs.discard((sender, person))
