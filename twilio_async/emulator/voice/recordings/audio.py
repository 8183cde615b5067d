"""The bytes of recordings: a tone as WAV, and frames that begin like those of an MP3.

A file is as long as its recording, but never longer than a few seconds, so that a long history stays cheap.
"""

import io
import wave
from functools import cache
from typing import Final

from twilio_async.emulator.requests import Reply
from twilio_async.emulator.voice.voice_records import Recording

CONTENT_TYPES: Final = {"wav": "audio/x-wav", "mp3": "audio/mpeg"}
"""The formats in which a recording can be loaded."""

_LONGEST: Final = 5
_RATE: Final = 8000
_TONE: Final = bytes([128, 160, 184, 200, 208, 200, 184, 160, 128, 96, 72, 56, 48, 56, 72, 96])
_FRAME: Final = b"\xff\xfb\x90\x00" + bytes(413)
_FRAMES_A_SECOND: Final = 38


def reply(recording: Recording, seconds: int, form: str) -> Reply:
    """Answer with the file of a recording of so many seconds; `form` is wav or mp3."""
    body = _made_up(form, min(seconds, _LONGEST)) if recording.content is None else recording.content
    return Reply(200, body, {"Content-Type": CONTENT_TYPES[form], "Accept-Ranges": "bytes"})


@cache
def _made_up(form: str, seconds: int) -> bytes:
    return _wav(seconds) if form == "wav" else _FRAME * (_FRAMES_A_SECOND * max(seconds, 1))


def _wav(seconds: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(_RATE)
        writer.writeframes(_TONE * (_RATE * seconds // len(_TONE)))
    return file.getvalue()
