"""Bulk sending: many messages, of each of which it is said what became of it.

`send_many` sends what an iterable yields, in memory. Each name is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twilio_async.bulk.estimates import Estimate as Estimate, estimate as estimate
    from twilio_async.bulk.messages import OutboundMessage as OutboundMessage
    from twilio_async.bulk.outcomes import (
        Accepted as Accepted,
        InDoubt as InDoubt,
        NotBegun as NotBegun,
        Outcome as Outcome,
        Rejected as Rejected,
        SendingStopped as SendingStopped,
        Skipped as Skipped,
    )
    from twilio_async.bulk.pacing.pools import sender_for as sender_for
    from twilio_async.bulk.rules.decisions import Send as Send, Skip as Skip, Wait as Wait
    from twilio_async.bulk.rules.numbers import LocalWindow as LocalWindow, valid_number as valid_number
    from twilio_async.bulk.rules.suppression import SuppressionList as SuppressionList
    from twilio_async.bulk.segmentation import Segments as Segments, segments as segments
    from twilio_async.bulk.sending import Sending as Sending, send_many as send_many

_NAMES = {
    "estimates": "Estimate estimate",
    "messages": "OutboundMessage",
    "outcomes": "Accepted InDoubt NotBegun Outcome Rejected SendingStopped Skipped",
    "pacing.pools": "sender_for",
    "rules.decisions": "Send Skip Wait",
    "rules.numbers": "LocalWindow valid_number",
    "rules.suppression": "SuppressionList",
    "segmentation": "Segments segments",
    "sending": "Sending send_many",
}
"""The public names by their modules, as type checkers see them above."""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    _HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}
    __all__ = list(_HOMES)

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted(__all__)
