"""Pools of senders: each recipient hears from the same one, as long as it is in the pool."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from twilio_async import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Collection


def sender_for(recipient: str, senders: Collection[str]) -> str:
    """The sender of a pool that a recipient always hears from.

    It is the one with the highest hash together with the recipient (rendezvous hashing): recipients spread
    evenly, in whatever order the pool is given, and a sender that joins or leaves moves none but its own.

    Raises:
        InvalidArgument: The pool is empty.
    """
    if isinstance(senders, str) or not senders:
        raise InvalidArgument("a pool needs one sender or more: give a list of numbers")
    return max(senders, key=lambda sender: (_weight(sender, recipient), sender))


def _weight(sender: str, recipient: str) -> bytes:
    return blake2b(f"{sender} {recipient}".encode(), digest_size=8).digest()
