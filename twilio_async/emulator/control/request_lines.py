"""The request log of the program: a line for each request that was answered, or left without an answer.

It has the path, without query, form and headers, so neither secrets nor texts are in it; of what may be a
telephone number in the path the last two digits are left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.requests import LoggedRequest
    from twilio_async.emulator.server import Server

LogFormat: TypeAlias = Literal["text", "json"]

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\+?)[0-9]{5,}([0-9]{2})(?![0-9A-Za-z])")


class RequestLines:
    """Writes a line for each request, until writing fails, as it does when nobody reads any more."""

    def __init__(self, write: Callable[[str], object], form: LogFormat) -> None:
        self._write = write
        self._line = _json if form == "json" else _text
        self._is_open = True

    def __call__(self, request: LoggedRequest) -> None:
        """Write the line of a request."""
        if self._is_open:
            try:
                self._write(self._line(request))
            except OSError:
                self._is_open = False


def announcement_line(server: Server) -> str:
    """The line of JSON that says where the server is and what leads a client to it."""
    fields = {"event": "ready", "url": server.url, "environment": server.environment}
    return msgspec.json.encode(fields).decode() + "\n"


def _text(request: LoggedRequest) -> str:
    """A line that a shell reads as a comment, like all that is printed beside exports."""
    path = "".join(one if one.isprintable() else "\ufffd" for one in _masked(request.path))
    fault = "" if request.fault is None else f" ({request.fault.kind})"
    status = "no answer" if request.status is None else request.status
    return f"# {request.received_at:%H:%M:%S} {request.method} {path} {status}{fault}\n"


def _json(request: LoggedRequest) -> str:
    fields = {
        "event": "request",
        "number": request.number,
        "at": request.received_at,
        "method": request.method,
        "path": _masked(request.path),
        "status": request.status,
        "fault": None if request.fault is None else request.fault.kind,
    }
    return msgspec.json.encode(fields).decode() + "\n"


def _masked(path: str) -> str:
    return _NUMBER.sub(r"\1…\2", path)
