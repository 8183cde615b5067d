"""What a TwiML document costs: CPU of building one and writing its text, against the official library's.

The two take turns in one process; a ratio is taken within each turn, and their median counts.
"""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import import_module
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from twilio_async.twiml.voice_response import VoiceResponse

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS: Final = 41
_DOCUMENTS: Final = 1000
_IMPORTS: Final = ("twilio_async.twiml", "twilio.twiml.voice_response", "lxml.etree")
_OFFICIAL: Any = import_module("twilio.twiml.voice_response")


def main() -> None:
    """Print the figures."""
    assert _document(VoiceResponse) == _document(_OFFICIAL.VoiceResponse)
    turns = [(_seconds(VoiceResponse), _seconds(_OFFICIAL.VoiceResponse)) for _ in range(_ROUNDS)]
    ours, official = (median(figures) * 1e6 for figures in zip(*turns, strict=True))
    ratio = median(ours / official for ours, official in turns)
    print(
        f"Gather with Say, Say, Hangup: {ours:.1f} us, {ratio:.2f} x the official library's "
        f"{official:.1f} us (goal <= 0.7)"
    )
    for name in _IMPORTS:
        print(f"import of {name}: {median(_import(name) for _ in range(9)) * 1e3:.1f} ms CPU")


def _document(response_class: Callable[[], Any]) -> str:
    response = response_class()
    gather = response.gather(num_digits=1, action="/menu")
    gather.say("For sales, press 1. For support, press 2.", language="en-US")
    response.say("We did not hear you.", voice="alice")
    response.hangup()
    return str(response)


def _seconds(response_class: Callable[[], Any]) -> float:
    """CPU of one document."""
    start = time.process_time()
    for _ in range(_DOCUMENTS):
        _document(response_class)
    return (time.process_time() - start) / _DOCUMENTS


def _import(name: str) -> float:
    program = f"import time; t = time.process_time(); import {name}; print(time.process_time() - t)"
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own
    return float(done.stdout)


if __name__ == "__main__":
    main()
