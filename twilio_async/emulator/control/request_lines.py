"""The request log of the program: a line for each request that was answered, or left without an answer.

It has the path, without query, form and headers, so neither secrets nor texts are in it; of what may be a
telephone number in the path the last two digits are left. A line for which standard output has no room,
since nobody reads it, is left out: requests do not wait for it.
"""

from __future__ import annotations

import asyncio
import re
import select
import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from twilio_async.emulator.requests import LoggedRequest
    from twilio_async.emulator.server import Server

LogFormat: TypeAlias = Literal["text", "json"]

_MOMENT = 0.05
"""Seconds for which lines wait for others."""
_LONGEST_PATH = 500
_LARGEST_PORTION: int = getattr(select, "PIPE_BUF", 512)
"""Bytes that a pipe with room takes whole."""
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\+?)[0-9]{5,}([0-9]{2})(?![0-9A-Za-z])")


class RequestLines:
    """Writes a line for each request that there is room for, until writing fails as the reader has gone.

    Lines wait for a moment, so that many are written at a time; `flush` writes those that wait.
    """

    def __init__(
        self, write: Callable[[str], object], form: LogFormat, has_room: Callable[[], bool] | None = None
    ) -> None:
        self._write = write
        self._has_room = has_room or _stdout_has_room
        self._line = _json if form == "json" else _text
        self._lines: list[str] = []
        self._is_open = True

    def __call__(self, request: LoggedRequest) -> None:
        """Write the line of a request in a moment."""
        if self._is_open:
            if not self._lines:
                asyncio.get_running_loop().call_later(_MOMENT, self.flush)
            self._lines.append(self._line(request))

    def flush(self) -> None:
        """Write the lines that wait, in portions for which a pipe with room has enough."""
        lines, self._lines = self._lines, []
        for portion in _portions(lines):
            if not self._is_open or not self._has_room():
                return
            try:
                self._write(portion)
            except OSError:
                self._is_open = False


def _portions(lines: Iterable[str]) -> Iterator[str]:
    portion, size = "", 0
    for line in lines:
        length = len(line.encode())
        if portion and size + length > _LARGEST_PORTION:
            yield portion
            portion, size = "", 0
        portion, size = portion + line, size + length
    if portion:
        yield portion


def announcement_line(server: Server) -> str:
    """The line of JSON that says where the server is and what leads a client to it."""
    fields = {"event": "ready", "url": server.url, "environment": server.environment}
    return msgspec.json.encode(fields).decode() + "\n"


def _text(request: LoggedRequest) -> str:
    """A line that a shell reads as a comment, like all that is printed beside exports."""
    path = _shown(request.path)
    if not path.isprintable():
        path = "".join(one if one.isprintable() else "\ufffd" for one in path)
    fault = "" if request.fault is None else f" ({request.fault.kind})"
    status = "no answer" if request.status is None else request.status
    moment = request.received_at.time().isoformat("seconds")
    return f"# {moment} {request.method} {path} {status}{fault}\n"


def _json(request: LoggedRequest) -> str:
    fields = {
        "event": "request",
        "number": request.number,
        "at": request.received_at,
        "method": request.method,
        "path": _shown(request.path),
        "status": request.status,
        "fault": None if request.fault is None else request.fault.kind,
    }
    return msgspec.json.encode(fields).decode() + "\n"


def _shown(path: str) -> str:
    return _NUMBER.sub(r"\1…\2", path)[:_LONGEST_PATH]


def _stdout_has_room() -> bool:
    """Whether standard output takes a line at once, as far as the system tells."""
    try:
        return bool(select.select((), (sys.stdout,), (), 0)[1])
    except (OSError, ValueError):
        return True
