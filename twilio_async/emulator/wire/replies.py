"""Parts of an answer: the header `Range: bytes=...` of RFC 9110, for answers that accept it.

Knows only replies; which of them can be had in parts they say themselves, by `Accept-Ranges`.
"""

import re
from http import HTTPStatus
from typing import Final

from twilio_async.emulator.requests import Reply

_RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)


def part(reply: Reply, wanted: str | None) -> Reply:
    """The part of `reply` that the value of a Range header wants: 206, or 416 where there is no such part.

    What accepts no ranges, and what is no single range of bytes, is answered whole.
    """
    match = _RANGE.fullmatch(wanted or "")
    if match is None or reply.headers.get("Accept-Ranges") != "bytes":
        return reply
    length = len(reply.body)
    first, last, suffix = match.groups()
    start = max(0, length - int(suffix)) if first is None else int(first)
    stop = min(length, int(last) + 1) if last else length
    if start >= stop:
        headers = {"Content-Range": f"bytes */{length}"}
        return Reply(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers = {**reply.headers, "Content-Range": f"bytes {start}-{stop - 1}/{length}"}
    return Reply(HTTPStatus.PARTIAL_CONTENT, reply.body[start:stop], headers)
