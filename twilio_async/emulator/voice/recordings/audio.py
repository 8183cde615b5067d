"""The audio of recordings: a tone as WAV, and frames that begin like those of an MP3.

A file is as long as its recording, but never longer than a few seconds, so that a long history stays cheap.
"""

from __future__ import annotations

import io
import wave
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from twilio_async.emulator.wire.replies import Reply

if TYPE_CHECKING:
    from twilio_async.emulator.voice.voice_records import Recording

CONTENT_TYPES = {"wav": "audio/x-wav", "mp3": "audio/mpeg"}
"""The formats in which a recording can be loaded."""

_LONGEST = 5
_RATE = 8000
_TONE = bytes([128, 160, 184, 200, 208, 200, 184, 160, 128, 96, 72, 56, 48, 56, 72, 96])
_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
_FRAMES_A_SECOND = 38


def audio_reply(recording: Recording, seconds: int, extension: str) -> Reply:
    """The file of a recording of so many seconds; `extension` is wav or mp3."""
    content = recording.content
    body = _made_up(extension, min(seconds, _LONGEST)) if content is None else content
    headers = {"Content-Type": CONTENT_TYPES[extension], "Accept-Ranges": "bytes"}
    return Reply(HTTPStatus.OK, body, headers)


@cache
def _made_up(extension: str, seconds: int) -> bytes:
    return _wav(seconds) if extension == "wav" else _FRAME * (_FRAMES_A_SECOND * max(seconds, 1))


def _wav(seconds: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(_RATE)
        writer.writeframes(_TONE * (_RATE * seconds // len(_TONE)))
    return file.getvalue()
